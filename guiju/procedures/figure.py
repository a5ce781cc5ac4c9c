"""A figure is a question over dated events, never a typed number: it answers with its records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TypeVar

from guiju.procedures.history import History, matches

PACKAGE = Path(__file__).resolve().parent.parent

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Figure:
    """Count the cases of `procedure` in which `act` was done in the year.

    `also`: acts that must have been done too, whenever. `without`: acts that must not have been.
    `where`: facts the case must show. `unit` is the Chinese measure word.
    """

    id: str
    label: str
    unit: str
    procedure: str
    act: str
    also: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def counts(self, history: History, year: int) -> bool:
        """True when this history is one of the figure's records for the year."""
        acts = {event.act for event in history.events}
        return (
            any(e.act == self.act and e.on.year == year for e in history.events)
            and acts.issuperset(self.also)
            and acts.isdisjoint(self.without)
            and matches(self.where, history.facts) is True
        )


def records(figure: Figure, cases: Iterable[tuple[Record, History]], year: int) -> list[Record]:
    """The records behind a figure, in the order given."""
    return [record for record, history in cases if figure.counts(history, year)]


@cache
def all_figures() -> tuple[Figure, ...]:
    """Every figure declared in `guiju/<app>/figures.py` (`FIGURES`), in order of app.

    Raises ValueError when two figures share an id.
    """
    found: list[Figure] = []
    for path in sorted(PACKAGE.glob("*/figures.py")):
        found += import_module(f"guiju.{path.parent.name}.figures").FIGURES
    repeated = [name for name, n in Counter(f.id for f in found).items() if n > 1]
    if repeated:
        raise ValueError(f"figures declared twice: {', '.join(repeated)}")
    return tuple(found)
