"""The readings of a case's limits, kept in rows: after every act, and when a day has come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date, datetime

from guiju.core.light import dataclass
from guiju.procedures.clock import Reading, State, read_rounds
from guiju.procedures.definition import LimitKind, Procedure, TimeLimit
from guiju.procedures.history import History
from guiju.procedures.models import Case, Limit
from guiju.procedures.record import instant
from guiju.procedures.rules import as_day
from guiju.statements.asking import Asked, Prepared
from guiju.statements.rows import new
from guiju.statements.writing import insert
from guiju.worktime.calendar import Calendar, OutOfCalendar

SOON = 3
"""Working days before the due date from which a limit shows yellow (a setting of practice)."""

SUMMARY = ("due_on", "warn_on", "clock_paused", "look_again_at")
"""What of its limits the case's own row repeats."""

_OPEN = frozenset({State.RUNNING, State.PAUSED, State.OVERDUE})
_FIELDS = (
    "unit_id",
    "secrecy",
    "state",
    "owed",
    "running",
    "start_on",
    "due_on",
    "due_at",
    "warn_on",
    "done_on",
    "look_again_at",
    "provisional",
)
_READ_ANEW = f"(case_id, name) DO UPDATE SET {', '.join(f'{n} = EXCLUDED.{n}' for n in _FIELDS)}"


@dataclass(frozen=True, slots=True)
class Look:
    """A look at a case's limits on a day.

    `rounds` is filled with what was read, for whoever asks of the same history.
    """

    calendar: Calendar
    on: date
    rounds: dict[str, list[Reading | None]] = field(default_factory=dict)


_KEPT = Prepared(lambda case: Limit.objects.filter(case=case), int)


def ask_limits(case: Case) -> Asked[Limit]:
    """Ask for what is kept of a case's limits, in one trip with other questions."""
    return _KEPT.ask(case.id)


def keep_limits(
    case: Case, p: Procedure, history: History, look: Look, asked: Asked[Limit] | None = None
) -> None:
    """Take every reading of a case anew and save those that have changed; what no longer applies
    stops.

    Sets the case's own summary, unsaved. `asked` is what the caller has asked for.
    """
    kept = {row.name: row for row in (asked or ask_limits(case)).rows()}
    said = {} if not history.events else dict(_read(case, p, history, look))
    same = {name for name in said.keys() & kept.keys() if _same(kept[name], said[name])}
    rows = [kept[n] if n in same else _row(case, n, said[n]) for n in said]
    insert([row for row in rows if row.name not in same], conflict=_READ_ANEW)
    gone = [name for name in kept.keys() - said.keys() if kept[name].running]
    if gone:
        left = Limit.objects.filter(case=case, name__in=gone)
        left.update(running=False, look_again_at=None)
    summarise(case, rows)


def _same(kept: Limit, said: Mapping[str, object]) -> bool:
    there = kept.__dict__
    return all(there[name] == value for name, value in said.items())


def summarise(case: Case, rows: Sequence[Limit]) -> None:
    """The next owed limit, as the case row repeats it for lists, and when to look again."""
    owed = [row for row in rows if row.running and row.owed and row.due_on]
    first = min(owed, key=lambda row: row.due_on or date.max, default=None)
    case.due_on = first.due_on if first else None
    case.warn_on = first.warn_on if first else None
    case.clock_paused = first is not None and first.state == State.PAUSED
    again = (row.look_again_at for row in rows if row.running)
    case.look_again_at = min((day for day in again if day is not None), default=None)


def _read(
    case: Case, p: Procedure, history: History, look: Look
) -> Iterator[tuple[str, dict[str, object]]]:
    """Each limit that has begun, with what its row says of it: the last of its rounds."""
    for name in p.time_limits:
        try:
            look.rounds[name] = read_rounds(p, name, history, look.calendar, look.on)
        except OutOfCalendar:
            continue
        reading = look.rounds[name][-1]
        if reading is not None and reading.state is not State.NOT_STARTED:
            yield name, _told(case, p.time_limits[name], reading, look.calendar)


def _told(case: Case, limit: TimeLimit, reading: Reading, calendar: Calendar) -> dict[str, object]:
    """The values of `_FIELDS`."""
    due = as_day(reading.due) if reading.due is not None else None
    running = reading.state in _OPEN and reading.done is None and not case.closed_on
    return {
        "unit_id": case.unit_id,
        "secrecy": case.secrecy,
        "state": reading.state.value,
        "owed": bool(limit.ends_with) and limit.kind is not LimitKind.MINIMUM,
        "running": running,
        "start_on": as_day(reading.start) if reading.start is not None else None,
        "due_on": due,
        "due_at": instant(reading.due) if isinstance(reading.due, datetime) else None,
        "warn_on": warn_day(due, calendar) if due and running else None,
        "done_on": reading.done.on if reading.done else None,
        "look_again_at": reading.look_again_at if running else None,
        "provisional": due is not None and calendar.is_provisional(due),
    }


def _row(case: Case, name: str, said: Mapping[str, object]) -> Limit:
    return new(
        Limit,
        jurisdiction_id=case.jurisdiction_id,
        case=case,
        procedure=case.procedure,
        name=name,
        **said,
    )


def warn_day(due: date, calendar: Calendar) -> date | None:
    """The first day a limit shows yellow; None before the known calendar."""
    try:
        return calendar.add(due, -SOON)
    except OutOfCalendar:
        return None
