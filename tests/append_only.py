"""Lets transactional tests be swept away although the tables refuse it: for tests only."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

import pytest
from django.db import connection

MIGRATIONS = ("guiju.audit.migrations.0002_append_only",
              "guiju.procedures.migrations.0002_append_only",
              "guiju.reports.migrations.0002_append_only")


def set_triggers(part: str) -> None:
    """Run the `REFUSE` or `ALLOW` statements of the migrations once more."""
    with connection.cursor() as cursor:
        for name in MIGRATIONS:
            for statement in getattr(import_module(name), part)[connection.vendor]:
                cursor.execute(statement)


@pytest.fixture(autouse=True)
def swept_tables(request: pytest.FixtureRequest) -> Iterator[None]:
    """A transactional test ends in a flush, which the triggers would refuse.

    Asked for after the database, this is taken down before it.
    """
    mark = request.node.get_closest_marker("django_db")
    transactional = "transactional_db" in request.fixturenames or "live_server" in (
        request.fixturenames) or bool(mark and mark.kwargs.get("transaction"))
    if not transactional:
        yield
        return
    request.getfixturevalue("transactional_db")
    set_triggers("REFUSE")
    yield
    set_triggers("ALLOW")
