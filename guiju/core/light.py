"""Dataclasses made by the dozen in every act.

A frozen one sets each of its fields by a call, which makes it five times as dear to make as one
that is not.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

_T = TypeVar("_T")

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass  # noqa: PLC0414 - told on, for the checker
else:

    def dataclass(*, frozen: bool, **said: Any) -> Callable[[type[_T]], type[_T]]:
        """`dataclasses.dataclass`, whose `frozen` is held by the type checker and by no call.

        Equal ones have the same hash, as frozen ones have.
        """
        return dataclasses.dataclass(unsafe_hash=frozen, **said)
