"""Rows by their keys: all of them, however many, and a statement a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from guiju.home.by_keys import PAGE, ByKeys

pytestmark = pytest.mark.django_db


def _people(keys: Sequence[Any]) -> QuerySet[User]:
    return User.objects.filter(pk__in=keys).order_by("-pk")


PEOPLE = ByKeys(_people)


@pytest.mark.parametrize("n", [0, 1, PAGE, PAGE + 1, 2 * PAGE + 7])
def test_every_row_asked_for_and_no_other(n: int) -> None:
    User.objects.bulk_create(User(username=f"clerk{i}") for i in range(n + 5))
    keys = [user.pk for user in User.objects.order_by("pk")][:n]
    with CaptureQueriesContext(connection) as asked:
        found = list(PEOPLE(keys))
    assert sorted(user.pk for user in found) == keys
    assert [user.username for user in found[:PAGE]] == [
        user.username for user in _people(keys[:PAGE])
    ], "a page in the order of the question"
    assert len(asked) == -(-n // PAGE)


def test_a_key_no_row_has_finds_nothing() -> None:
    user = User.objects.create(username="clerk")
    assert list(PEOPLE([user.pk + 1000])) == []
