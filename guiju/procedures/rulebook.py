"""The rules an office works by: its procedures in all their versions, and its calendar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from guiju.core.office import office_folder
from guiju.procedures import library
from guiju.procedures.definition import Procedure
from guiju.procedures.library import UnknownProcedure, VersionGone
from guiju.worktime.calendar import Calendar, office_calendar


@dataclass(frozen=True, slots=True)
class Rulebook:
    """`procedures`: id → versions, oldest first."""

    procedures: Mapping[str, tuple[Procedure, ...]]
    calendar: Calendar

    def in_force(self, name: str, on: date) -> Procedure:
        """The version in force on a day; the oldest for a day before all of them."""
        versions = self._versions(name)
        return next((p for p in reversed(versions) if p.valid_from <= on), versions[0])

    def version(self, name: str, digest: str) -> Procedure:
        """The version a case keeps. Raises VersionGone when its file is no longer there."""
        for procedure in self.procedures.get(name, ()):
            if procedure.digest == digest:
                return procedure
        raise VersionGone(f"{name}@{digest[:12]}")

    def nearest(self, name: str, digest: str, on: date) -> Procedure:
        """For reading, never for acting: that version, else the one in force on a day.

        Where no file of the name is left, one that has nothing but the name, so that a list with
        one such case still shows all the others.
        """
        try:
            return self.version(name, digest)
        except VersionGone:
            return self.in_force(name, on) if name in self.procedures else _nameless(name)

    def _versions(self, name: str) -> tuple[Procedure, ...]:
        try:
            return self.procedures[name]
        except KeyError as error:
            raise UnknownProcedure(name) from error


def _nameless(name: str) -> Procedure:
    return Procedure(procedure=name, title=name, valid_from=date.min, laws={}, roles={}, steps={})


def office_rulebook() -> Rulebook:
    """The rules in force here: the published files and this office's parameters and holidays.

    A holiday file put in place while the desk runs is in force with the next question.
    """
    office = office_folder()
    return _rulebook(office, office_calendar(office))


@lru_cache(maxsize=4)
def _rulebook(office: Path | None, calendar: Calendar) -> Rulebook:
    return Rulebook(library.versions(office), calendar)
