"""Many registrars at once: every document has a number of its own, none is left out."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import connection

from guiju.audit.selectors import first_break, first_mismatch
from guiju.numbers.models import Number
from guiju.org import acts as org
from guiju.procedures.models import Case
from tests.documents.desk import REGISTERED, Desk
from tests.numbers.test_acts import database_of_its_own, in_threads
from tests.office import MONDAY

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_registered_at_once_they_are_numbered_one_after_the_other(
    desk: Desk, tmp_path: Path
) -> None:
    count = 50 if connection.vendor == "postgresql" else 10
    post = desk.person("registrar").holdings.get().post
    people = User.objects.bulk_create(User(username=f"收文员{n}") for n in range(count))
    for user in people:
        org.appoint(user=user, post=post, since=MONDAY)

    def work(n: int) -> None:
        mine = Desk(desk.office, units=desk.units)
        mine.office = type(desk.office)(
            desk.office.jurisdiction, desk.office.unit, desk.office.rules,
            desk.office.procedure, {**desk.office.people, "registrar": people[n]},
        )  # fmt: skip
        mine.sign_for(f"第{n}件")
        mine.do("register", **REGISTERED)

    def look(_: int) -> None:
        assert first_break() is None
        assert first_mismatch() is None
        wanted = {f"收〔2025〕{n + 1}号" for n in range(count)}
        assert set(Case.objects.values_list("number", flat=True)) == wanted
        assert set(Case.objects.values_list("facts__receipt_number", flat=True)) == wanted
        assert Number.objects.count() == count

    with database_of_its_own(tmp_path):
        in_threads(count, work)
        in_threads(1, look)
