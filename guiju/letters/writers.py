"""Which matter writes which letters: its module `matters`, found by name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol, cast

from django.apps import apps

from guiju.letters.filling import Book
from guiju.letters.matter import Matter
from guiju.procedures.models import Case


class Writer(Protocol):
    """What such a module offers.

    `SERIES` is the kind of the number series of its letters, `CODE` the field of the letterhead
    with its word, `ISSUERS` the roles that may issue one. `matter_of` reads a case; `masked` for
    a preview that names no private person in full.
    """

    PROCEDURE: str
    BOOK: Book[Any]
    SERIES: str
    CODE: str
    ISSUERS: tuple[str, ...]

    def matter_of(
        self, case: Case, *, words: Mapping[str, str] | None = None, masked: bool = False
    ) -> Matter: ...


@cache
def writers() -> Mapping[str, Writer]:
    """Procedure → the module that writes its letters."""
    found: dict[str, Writer] = {}
    for config in apps.get_app_configs():
        name = f"{config.name}.matters"
        if config.name.startswith("guiju.") and find_spec(name):
            module = cast(Writer, import_module(name))
            found[module.PROCEDURE] = module
    return found
