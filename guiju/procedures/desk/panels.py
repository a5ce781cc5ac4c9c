"""What a matter app adds to the page of its cases: its modules `panels…`, found by name.

Such a module has `PROCEDURE` and `panels(case, viewer, on)`; with `EDITOR` it names the page on
which the text of these cases is written instead of the plain one (it takes `pk`); with `PAPERS`
it tells of each paper its procedure file asks for what of it a case lacks.
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
from guiju.procedures.definition import Paper, Procedure
from guiju.procedures.desk.visibility import Viewer
from guiju.procedures.models import Case


@dataclass(frozen=True, slots=True)
class Panel:
    """A section of the page: its heading, and a template with what it shows."""

    title: str
    template: str
    context: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lack:
    """What is lacking of a paper; without words as its rule says it, else in words of its own.

    `helper` is who can help, where it is not who brings the paper.
    """

    says: str = ""
    helper: str = ""


Look = Callable[[Case], Sequence[Lack]]
"""Looks for a paper of a case; nothing lacking where it is there."""


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


def papers_told(procedure: str) -> Mapping[str, Look]:
    """The papers a matter can tell of: name → how it looks for it."""
    told: Mapping[str, Look] = getattr(panel_makers().get(procedure), "PAPERS", {})
    return told


def obstacles_to(case: Case, p: Procedure, act: str) -> list[Reason]:
    """The papers the procedure wants before an act and the case lacks."""
    looks = papers_told(p.id)
    wanted = [paper for paper in p.papers if act in paper.never]
    return [_reason(p, paper, lack) for paper in wanted for lack in looks[paper.without](case)]


def _reason(p: Procedure, paper: Paper, lack: Lack) -> Reason:
    says, helper = lack.says or paper.says, lack.helper or p.roles[paper.by]
    return Reason(paper.id, says, p.cite(paper.basis), helper)


def panels_of(case: Case, viewer: Viewer, on: date) -> list[Panel]:
    """The panels of a case for someone who may see it, in the order they stand on the page."""
    maker = panel_makers().get(case.procedure)
    return maker.panels(case, viewer, on) if maker else []
