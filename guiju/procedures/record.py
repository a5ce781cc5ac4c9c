"""Between the tables and the kernel: events and facts as rows, and what follows from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from guiju.core.light import dataclass
from guiju.procedures import history as kernel
from guiju.procedures.definition import OUTCOME, FactType, Procedure
from guiju.procedures.guard import CORRECTION
from guiju.procedures.history import Facts, History, Value
from guiju.procedures.models import Event

Plain = str | int | float | bool | None
"""A fact as JSON holds it: dates are ISO text."""


def to_json(facts: Facts) -> dict[str, Plain]:
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in facts.items()}


def from_json(p: Procedure, facts: Mapping[str, Plain]) -> dict[str, Value]:
    """Facts as the procedure declares them; text that is no date stays text."""
    if not facts:
        return {}
    declared = p.all_facts()
    return {
        name: _as_day(value) if name in declared and declared[name].type is FactType.DATE else value
        for name, value in facts.items()
    }


def _as_day(value: Plain) -> Value:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return value


def wall_clock(at: datetime | None) -> datetime | None:
    """The moment as a clock on the office's wall shows it: hour limits count on it."""
    if at is None or at.tzinfo is None:
        return at
    return at.astimezone(timezone.get_default_timezone()).replace(tzinfo=None)


@lru_cache(maxsize=64)
def day_of(at: datetime) -> date:
    """The day on the office's calendar."""
    return at.astimezone(timezone.get_default_timezone()).date()


def instant(at: datetime | None) -> datetime | None:
    """The moment with its time zone, as the tables keep it."""
    return timezone.make_aware(at) if at is not None and at.tzinfo is None else at


def to_kernel(p: Procedure, row: Event) -> kernel.Event:
    return event_of(p, _TOLD(row))


_TELLING = ("seq", "act", "on", "at", "by", "role", "facts", "corrects", "void")
_TOLD = attrgetter(*_TELLING)


def telling(rows: QuerySet[Event]) -> QuerySet[Event]:
    """The same rows with no more than `event_of` reads; their first column is the key."""
    return rows.only(*_TELLING)


def event_of(p: Procedure, told: Sequence[Any]) -> kernel.Event:
    """The event whose columns these are, in the order of the table."""
    seq, act, on, at, by, role, facts, corrects, void = told
    said = from_json(p, facts) if facts else {}
    at = at and wall_clock(at)
    return kernel.Event(act, on, by, role, said, at, seq, corrects, void)


def as_history(p: Procedure, rows: Iterable[Event], seen: frozenset[str] | None = None) -> History:
    """The history that stands after all corrections. `rows` in order of `seq`."""
    return kernel.replay([to_kernel(p, row) for row in rows], seen)


@dataclass(frozen=True, slots=True)
class State:
    """What a case row repeats of its history, so that lists and figures need not replay it."""

    step: str
    outcome: str
    opened_on: date
    closed_on: date | None
    facts: Mapping[str, Plain]


def state_of(p: Procedure, history: History, *, imported: bool = False) -> State:
    """Recompute the state. An imported case is closed by its last event, whatever the chart says.

    `history` must have an event. The step a case was moved to is no fact of the matter.
    """
    acts = p.acts()
    step = outcome = ""
    closed: date | None = None
    for event in history.events:
        before = step
        act = acts.get(event.act)
        if event.act == CORRECTION:
            step = str(event.facts.get("step") or step)
        elif act is not None and act.to != "same":
            step = act.to
        if step != before:
            final = step in p.steps and p.steps[step].final
            closed = event.on if final else None
        outcome = str(event.facts.get(OUTCOME) or (act.outcome if act else "") or outcome)
    if imported:
        closed = history.events[-1].on
        outcome = str(history.facts.get(OUTCOME) or outcome)
    facts = to_json(history.facts)
    if "step" not in p.facts:
        facts.pop("step", None)
    return State(step, outcome, history.events[0].on, closed, facts)
