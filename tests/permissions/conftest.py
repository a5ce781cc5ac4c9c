"""The scene, built once for all these tests; each test is undone by the savepoint of `db`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import transaction
from pytest_django import Settings
from pytest_django.plugin import DjangoDbBlocker

from tests.permissions.asking import Asker
from tests.permissions.belongings import hang_on_cases, hang_on_people
from tests.permissions.cast import PEOPLE
from tests.permissions.scene import Scene, a_scene


@pytest.fixture(scope="package")
def kept_scene(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    with django_db_blocker.unblock(), transaction.atomic():
        found = a_scene()
        hang_on_cases(found)
        hang_on_people(found)
        yield found
        transaction.set_rollback(True)


@pytest.fixture(scope="package")
def kept_asker(kept_scene: Scene, django_db_blocker: DjangoDbBlocker) -> Asker:
    """Everybody is signed in once: signing in writes, what is asked afterwards must not."""
    asker = Asker(kept_scene)
    with django_db_blocker.unblock():
        for who in ("anonymous", *PEOPLE):
            asker.of(who)
    return asker


@pytest.fixture
def asker(scene: Scene, kept_asker: Asker) -> Asker:
    return kept_asker


@pytest.fixture
def scene(kept_scene: Scene, db: None, settings: Settings) -> Scene:
    cache.clear()
    settings.API_CALLS_A_MINUTE = 100_000
    return kept_scene
