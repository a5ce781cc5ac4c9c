"""A text that is an official document is kept with its structure, and hashed over it."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from guiju.core.errors import Refusal
from guiju.procedures.desk.drafting import Revision, revise_text
from guiju.procedures.desk.texts import digest_of
from guiju.procedures.models import Text
from tests.office import MONDAY, noon
from tests.procedures.desk.house import House

pytestmark = pytest.mark.django_db


def revise(house: House, revision: Revision) -> Text:
    text, house.current = revise_text(
        house.case, revision, by=house.people["经办一"], at=noon(MONDAY), rulebook=house.rules
    )
    return text


def test_the_digest_is_over_the_structure(house: House) -> None:
    house.open()
    text = revise(house, Revision("正文", structure='{"title":"通知"}'))
    assert (text.body, text.digest) == ("正文", digest_of('{"title":"通知"}'))


def test_a_plain_text_does_not_take_the_place_of_a_structure(house: House) -> None:
    house.open()
    first = revise(house, Revision("正文", structure='{"title":"通知"}'))
    with pytest.raises(Refusal) as error:
        revise(house, Revision("另一正文", saw=first.digest))
    assert [r.rule for r in error.value.reasons] == ["needs.structure"]


def test_a_version_still_cannot_be_changed_or_deleted(house: House) -> None:
    """The migration that adds the column must leave the table's triggers standing."""
    house.open()
    revise(house, Revision("正文"))
    for change in (lambda: Text.objects.update(body="改"), Text.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
