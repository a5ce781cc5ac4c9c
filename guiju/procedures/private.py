"""Facts about persons that must not stand in the open on a record nobody can change.

An app that has such facts has a module `private` with `PROCEDURE`, `FACTS`, `mask(facts)` (what
the record shows instead) and `keep(case, facts)` (where they are kept); found by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol, cast

from django.apps import apps

from guiju.procedures.history import Facts, Value
from guiju.procedures.models import Case


class Private(Protocol):
    """What such a module offers."""

    PROCEDURE: str
    FACTS: Iterable[str]

    def mask(self, facts: Mapping[str, Value]) -> dict[str, Value]: ...

    def keep(self, case: Case, facts: Mapping[str, Value]) -> None: ...


@cache
def keepers() -> Mapping[str, Private]:
    """Procedure → the module that keeps its private facts."""
    found: dict[str, Private] = {}
    for config in apps.get_app_configs():
        name = f"{config.name}.private"
        if config.name.startswith("guiju.") and find_spec(name) and name != __name__:
            module = cast(Private, import_module(name))
            found[module.PROCEDURE] = module
    return found


def facts_kept(procedure: str) -> frozenset[str]:
    """The facts of a procedure that are kept apart from its record."""
    keeper = keepers().get(procedure)
    return frozenset(keeper.FACTS) if keeper else frozenset()


def split(procedure: str, facts: Facts) -> tuple[dict[str, Value], dict[str, Value]]:
    """The facts as the record may show them, and the private ones as they were entered."""
    keeper = keepers().get(procedure)
    if keeper is None:
        return dict(facts), {}
    secret = {k: v for k, v in facts.items() if k in facts_kept(procedure) and v not in (None, "")}
    return {**facts, **keeper.mask(secret)} if secret else dict(facts), secret


def keep(case: Case, secret: Mapping[str, Value]) -> None:
    """Keep what `split` took out. Call once the case has its row."""
    if secret:
        keepers()[case.procedure].keep(case, secret)
