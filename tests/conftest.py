"""What every test stands on: fast passwords, marks by database, no hurry on slow machines."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from django.conf import settings as django_settings
from hypothesis import HealthCheck, Phase
from hypothesis import settings as hypothesis_settings
from pytest_django.plugin import DjangoDbBlocker

from tests.append_only import swept_tables
from tests.kept import group_by_kept, together
from tests.migrated import begun_with_tables, leave_uncounted, migrating

__all__ = ["swept_tables", "together"]

TABLE_FIXTURES = frozenset({"db", "transactional_db", "django_db_setup", "live_server"})

# A shared two-core machine is not a fair clock for single examples. Explaining a failure traces
# every line that runs, and would turn a red test into one that never ends.
hypothesis_settings.register_profile(
    "house",
    deadline=None,
    phases=[phase for phase in Phase if phase is not Phase.explain],
    suppress_health_check=[HealthCheck.too_slow],
)
hypothesis_settings.load_profile("house")


def pytest_configure() -> None:
    # Hashing a password well takes a quarter of a second, in every test that signs someone in.
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # What a test stores is gone with it.
    django_settings.STORAGES["files"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}


def pytest_sessionstart(session: pytest.Session) -> None:
    """The process that hands out the tests has the tables made while the workers collect."""
    if session.config.pluginmanager.has_plugin("dsession"):
        tables = ExitStack()
        tables.enter_context(migrating())
        session.config.add_cleanup(tables.close)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
) -> Iterator[None]:
    with begun_with_tables():
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        leave_uncounted()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    group_by_kept(metafunc)


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Mark the tests before pytest reads `-m`; the files that take long come first to be shared."""
    mark(items)
    yield
    if "PYTEST_XDIST_WORKER" in os.environ:
        long = {item.path for item in items if takes_long(item)}
        items.sort(key=lambda item: item.path not in long)


def takes_long(item: pytest.Item) -> bool:
    return any(item.get_closest_marker(name) for name in ("slow", "browser"))


def chromium() -> str | None:
    """Its shell without windows, by which it does a third less; else the whole of it."""
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")


def mark(items: list[pytest.Item]) -> None:
    """Mark what touches tables; skip what this machine cannot run."""
    engine = django_settings.DATABASES["default"]["ENGINE"]
    on_postgres = engine.endswith("postgresql")
    no_browser = chromium() is None
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or fixtures & TABLE_FIXTURES:
            item.add_marker("database")
        if item.get_closest_marker("postgres") and not on_postgres:
            item.add_marker(pytest.mark.skip(reason="needs PostgreSQL as its database"))
        if item.get_closest_marker("browser") and no_browser:
            item.add_marker(pytest.mark.skip(reason="needs chromium, which is not installed"))
