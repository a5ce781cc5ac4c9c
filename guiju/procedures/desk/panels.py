"""What a matter app adds to the page of its cases: its module `panels`, found by name.

Such a module has `PROCEDURE` and `panels(case, viewer, on)`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol, cast

from django.apps import apps

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
        name = f"{config.name}.panels"
        if config.name.startswith("guiju.") and find_spec(name):
            module = cast(Panels, import_module(name))
            found[module.PROCEDURE] = module
    return found


def panels_of(case: Case, viewer: Viewer, on: date) -> list[Panel]:
    """The panels of a case for someone who may see it, in the order they stand on the page."""
    maker = panel_makers().get(case.procedure)
    return maker.panels(case, viewer, on) if maker else []
