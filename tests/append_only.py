"""Lets transactional tests be swept away although the tables refuse it: for tests only."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

import pytest
from django.apps import apps
from django.db import connection


def set_triggers(part: str) -> None:
    """Run the `REFUSE` or `ALLOW` statements of every app's migration once more."""
    owners = {m._meta.app_config.name for m in apps.get_models() if hasattr(m, "append_only")}
    with connection.cursor() as cursor:
        for owner in sorted(owners):
            for migration in append_only_migrations(owner):
                for statement in getattr(migration, part)[connection.vendor]:
                    cursor.execute(statement)


def append_only_migrations(app: str) -> list[ModuleType]:
    """The migrations of an app that set the triggers, oldest first."""
    package = import_module(f"{app}.migrations")
    names = sorted(m.name for m in iter_modules(package.__path__) if "_append_only" in m.name)
    return [import_module(f"{app}.migrations.{name}") for name in names]


_lifted = False
"""A transactional test of this process has left its database without triggers."""


@pytest.fixture(autouse=True)
def swept_tables(request: pytest.FixtureRequest) -> Iterator[None]:
    """A transactional test ends in a flush, which the triggers would refuse.

    Asked for after the database, this is taken down before it; whichever test comes next finds
    the triggers again.
    """
    global _lifted
    mark = request.node.get_closest_marker("django_db")
    transactional = (
        "transactional_db" in request.fixturenames
        or "live_server" in (request.fixturenames)
        or bool(mark and mark.kwargs.get("transaction"))
    )
    if not transactional:
        if _lifted and (mark or "db" in request.fixturenames):
            request.getfixturevalue("db")
            set_triggers("REFUSE")
        yield
        return
    request.getfixturevalue("transactional_db")
    set_triggers("REFUSE")
    yield
    set_triggers("ALLOW")
    _lifted = True
