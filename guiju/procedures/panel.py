"""What the app of a procedure adds to the pages of its cases; found by name.

An app that has such parts has a module `panels` with `PROCEDURE` and `panels(case, viewer, at)`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol, cast

from django.apps import apps

from guiju.procedures.desk.visibility import Viewer
from guiju.procedures.models import Case


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a page: its id and title, the template that shows it and what that needs."""

    id: str
    title: str
    template: str
    context: Mapping[str, object] = field(default_factory=dict)


class Panels(Protocol):
    """What such a module offers."""

    PROCEDURE: str

    def panels(self, case: Case, viewer: Viewer, at: datetime) -> Iterable[Panel]: ...


@cache
def panelists() -> Mapping[str, Panels]:
    """Procedure → the module that shows parts of its cases."""
    found: dict[str, Panels] = {}
    for config in apps.get_app_configs():
        name = f"{config.name}.panels"
        if config.name.startswith("guiju.") and find_spec(name):
            module = cast(Panels, import_module(name))
            found[module.PROCEDURE] = module
    return found
