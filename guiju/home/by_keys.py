"""Rows asked for by keys, as many as a page shows, in a statement worked out once a process."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet

from guiju.statements.asking import Prepared

M = TypeVar("M", bound=Model)

PAGE = 50
"""Keys a statement takes. Fewer are filled up with a key that no row has."""
_NO_ROW = 0


class ByKeys(Generic[M]):
    """`build` makes the question from keys; it is asked for a page at a time."""

    def __init__(self, build: Callable[[Sequence[Any]], QuerySet[M]]) -> None:
        self._asked = Prepared(lambda *keys: build(keys), *[int] * PAGE)

    def __call__(self, keys: Sequence[int]) -> Iterator[M]:
        for start in range(0, len(keys), PAGE):
            some = keys[start : start + PAGE]
            yield from self._asked(*some, *[_NO_ROW] * (PAGE - len(some)))
