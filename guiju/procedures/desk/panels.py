"""What a matter app adds to the page of its cases: its modules `panels…`, found by name.

Such a module has `PROCEDURE` and `panels(case, viewer, on)`; with `EDITOR` it names the page on
which the text of these cases is written instead of the plain one (it takes `pk`); with
`obstacles(case, act)` it says why an act may not be done as the papers of the case stand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, cast

from django.apps import apps

from guiju.core.errors import Reason
from guiju.procedures.desk.visibility import Viewer
from guiju.procedures.models import Case


@dataclass(frozen=True, slots=True)
class Panel:
    """A section of the page: its heading, and a template with what it shows."""

    title: str
    template: str
    context: Mapping[str, object] = field(default_factory=dict)


class Panels(Protocol):
    """What such a module offers."""

    PROCEDURE: str

    def panels(self, case: Case, viewer: Viewer, on: date) -> list[Panel]: ...


@cache
def panel_makers() -> Mapping[str, Panels]:
    """Procedure → the module with its panels."""
    found: dict[str, Panels] = {}
    for config in apps.get_app_configs():
        if not config.name.startswith("guiju.") or config.module is None:
            continue
        for module_info in iter_modules(config.module.__path__):
            if module_info.name == "panels" or module_info.name.startswith("panels_"):
                module = cast(Panels, import_module(f"{config.name}.{module_info.name}"))
                found[module.PROCEDURE] = module
    return found


def editor_of(procedure: str) -> str:
    """The page on which the text of such a case is written; '' for the plain one."""
    return str(getattr(panel_makers().get(procedure), "EDITOR", ""))


def obstacles_to(case: Case, act: str) -> Sequence[Reason]:
    """What the papers of a case lack for an act, as its matter sees it."""
    asked: Callable[[Case, str], Sequence[Reason]] | None
    asked = getattr(panel_makers().get(case.procedure), "obstacles", None)
    return asked(case, act) if asked else ()


def panels_of(case: Case, viewer: Viewer, on: date) -> list[Panel]:
    """The panels of a case for someone who may see it, in the order they stand on the page."""
    maker = panel_makers().get(case.procedure)
    return maker.panels(case, viewer, on) if maker else []
