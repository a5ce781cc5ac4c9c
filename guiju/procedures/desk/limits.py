"""The readings of a case's limits, kept in rows: after every act, and when a day has come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from guiju.procedures.clock import Reading, State, read_limit
from guiju.procedures.definition import LimitKind, Procedure
from guiju.procedures.history import History
from guiju.procedures.models import Case, Limit
from guiju.procedures.record import instant
from guiju.procedures.rules import as_day
from guiju.statements.writing import insert
from guiju.worktime.calendar import Calendar, OutOfCalendar

SOON = 3
"""Working days before the due date from which a limit shows yellow (a setting of practice)."""

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
    """A look at a case's limits on a day. `afresh`: some may no longer apply."""

    calendar: Calendar
    on: date
    afresh: bool = True


def keep_limits(case: Case, p: Procedure, history: History, look: Look) -> list[Limit]:
    """Take every reading of a case anew and save it; sets the case's own summary, unsaved."""
    rows = [] if not history.events else list(_rows(case, p, history, look))
    if rows:
        insert(rows, conflict=_READ_ANEW)
    if look.afresh:
        gone = Limit.objects.filter(case=case).exclude(name__in=[row.name for row in rows])
        gone.filter(running=True).update(running=False, look_again_at=None)
    summarise(case, rows)
    return rows


def summarise(case: Case, rows: Sequence[Limit]) -> None:
    """The next owed limit, as the case row repeats it for lists."""
    owed = [row for row in rows if row.running and row.owed and row.due_on]
    first = min(owed, key=lambda row: row.due_on or date.max, default=None)
    case.due_on = first.due_on if first else None
    case.warn_on = first.warn_on if first else None
    case.clock_paused = first is not None and first.state == State.PAUSED


def _rows(case: Case, p: Procedure, history: History, look: Look) -> Iterator[Limit]:
    for name in p.time_limits:
        try:
            reading = read_limit(p, name, history, look.calendar, look.on)
        except OutOfCalendar:
            continue
        if reading is not None and reading.state is not State.NOT_STARTED:
            yield _row(case, p, reading, look.calendar)


def hang_on(p: Procedure, facts: Iterable[str]) -> bool:
    """True when one of these facts decides whether a limit applies."""
    named = set(facts)
    return any(
        limit.due_fact in named or not named.isdisjoint(limit.when)
        for limit in p.time_limits.values()
    )


def _row(case: Case, p: Procedure, reading: Reading, calendar: Calendar) -> Limit:
    limit = p.time_limits[reading.limit]
    due = as_day(reading.due) if reading.due is not None else None
    running = reading.state in _OPEN and reading.done is None and not case.closed_on
    return Limit(
        jurisdiction_id=case.jurisdiction_id,
        case=case,
        unit_id=case.unit_id,
        procedure=case.procedure,
        secrecy=case.secrecy,
        name=reading.limit,
        state=reading.state,
        owed=bool(limit.ends_with) and limit.kind is not LimitKind.MINIMUM,
        running=running,
        start_on=as_day(reading.start) if reading.start is not None else None,
        due_on=due,
        due_at=instant(reading.due) if isinstance(reading.due, datetime) else None,
        warn_on=warn_day(due, calendar) if due and running else None,
        done_on=reading.done.on if reading.done else None,
        look_again_at=reading.look_again_at if running else None,
        provisional=due is not None and calendar.is_provisional(due),
    )


def warn_day(due: date, calendar: Calendar) -> date | None:
    """The first day a limit shows yellow; None before the known calendar."""
    try:
        return calendar.add(due, -SOON)
    except OutOfCalendar:
        return None
