"""The scene, built once for all these tests; each test is undone by the savepoint of `db`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from tests.permissions.scene import Scene, a_scene


@pytest.fixture(scope="package")
def kept_scene(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield a_scene()
        transaction.set_rollback(True)


@pytest.fixture
def scene(kept_scene: Scene, db: None) -> Scene:
    cache.clear()
    return kept_scene
