"""Rows that many tests of a file begin with: stored once, and each test undone by its savepoint.

What stores them is a fixture of module scope called `kept_...` that asks for `together`. The
tests of a file that begin with the same rows follow each other, and no other test of the file
finds them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker


@contextmanager
def standing(blocker: DjangoDbBlocker) -> Iterator[None]:
    """What the block stores stands for as long as its fixture does, and is then taken back."""
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module", autouse=True)
def together(request: pytest.FixtureRequest) -> str:
    """The names of what is kept for the test; where they change, all of it is put down."""
    return str(getattr(request, "param", ""))


def group_by_kept(metafunc: pytest.Metafunc) -> None:
    """Let pytest put those together that begin with the same; their names say nothing of it."""
    names = " ".join(sorted(n for n in metafunc.fixturenames if n.startswith("kept_")))
    ids = [pytest.HIDDEN_PARAM]
    metafunc.parametrize("together", [names], ids=ids, indirect=True, scope="module")
