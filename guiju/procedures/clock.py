"""Time limits read off a history: when one started, when it is due, whether it was kept.

Counting rules: the day of the event is not counted (民法典第二百零一条); a calendar limit that
ends on a rest day moves to the next working day (民法典第二百零三条); an extension counts
only when it was made in time; a pause takes out the days in (begins, ends].
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum

from guiju.core.light import dataclass
from guiju.procedures.definition import LimitKind, Pause, Procedure, TimeLimit
from guiju.procedures.history import Event, History, matches
from guiju.worktime.calendar import Calendar
from guiju.worktime.deadline import Deadline, deadline
from guiju.worktime.duration import Duration, Unit

Interval = tuple[date, date]


class State(StrEnum):
    NOT_STARTED = "not_started"
    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    LATE = "late"
    OVERDUE = "overdue"
    TOO_EARLY = "too_early"


@dataclass(frozen=True, slots=True)
class Reading:
    """One limit of one case, as seen on a day.

    `base_due` is the due date before any extension, `due` after it. `done` is the act that met,
    missed or (for a minimum) anticipated it. `look_again_at` is the next day on which the
    reading changes by itself, None when it never will.
    """

    limit: str
    state: State
    start: date | datetime | None = None
    base_due: date | datetime | None = None
    due: date | datetime | None = None
    done: Event | None = None
    paused: tuple[Interval, ...] = ()
    extension: Duration | None = None
    look_again_at: date | None = None

    @property
    def days_late(self) -> int:
        """Calendar days from the due date to the act; 0 when it was in time or is not done."""
        if self.done is None or self.due is None or self.state is not State.LATE:
            return 0
        return (self.done.on - _day(self.due)).days


def read_limit(
    p: Procedure, name: str, history: History, calendar: Calendar, on: date
) -> Reading | None:
    """Read a limit on day `on`; None when it does not apply or its condition is not known.

    Of several rounds (started afresh after it had ended) the last is read.
    """
    return read_rounds(p, name, history, calendar, on)[-1]


def read_rounds(
    p: Procedure, name: str, history: History, calendar: Calendar, on: date
) -> list[Reading | None]:
    """Read every round of a limit on day `on`, in order; never empty."""
    limit = p.time_limits[name]
    if limit.when and not matches(limit.when, history.facts):
        return [None]
    if limit.due_fact:
        done = history.first(limit.ends_with or limit.governs)
        return [_on_recorded_day(name, limit, history, done, on)]
    length = p.length_of(limit)
    assert length is not None, f"{p.id}.{name} has no length; the loader refuses that"
    asked = _Asked(name, limit, length, history, calendar, on)
    return [_read(asked, start, done) for start, done in rounds(limit, history)]


@dataclass(frozen=True, slots=True)
class _Asked:
    name: str
    limit: TimeLimit
    length: Duration
    history: History
    calendar: Calendar
    on: date


def _read(asked: _Asked, start: Event | None, done: Event | None) -> Reading | None:
    limit, calendar, on = asked.limit, asked.calendar, asked.on
    if start is None:
        return Reading(asked.name, State.NOT_STARTED)
    zero = start.at if asked.length.unit is Unit.HOURS else start.on
    if zero is None:
        return None
    paused = tuple(_pauses(limit.pauses, start, asked.history, calendar, on))
    base = _due(zero, asked.length, calendar, paused, limit)
    extension = _extension(limit, asked.history, start, base)
    due = _due(zero, asked.length, calendar, paused, limit, extension) if extension else base
    state = _state(limit, done, due, on, paused)
    again = _look_again(state, due, paused, on)
    return Reading(asked.name, state, zero, base, due, done, paused, extension, again)


def rounds(limit: TimeLimit, history: History) -> list[tuple[Event | None, Event | None]]:
    """Start and end of each round: a start before the end starts it afresh, one after begins
    the next round. An end before any start belongs to the first."""
    closing = limit.ends_with or limit.governs
    found: list[tuple[Event | None, Event | None]] = []
    start: Event | None = None
    stray: Event | None = None
    for event in history.events:
        if event.act in closing:
            if start is None:
                stray = stray or event
            else:
                found.append((start, event))
                start = None
        if event.act in limit.runs_from:
            start = event
    if start is not None or not found:
        early = stray if start is not None and not found else None
        found.append((start, early))
    return found


def why(p: Procedure, reading: Reading, calendar: Calendar) -> Deadline | None:
    """The deadline with every day counted, to show *why this date*; None for a recorded day."""
    limit = p.time_limits[reading.limit]
    length = p.length_of(limit)
    if length is None or reading.start is None:
        return None
    return deadline(
        reading.start,
        length,
        calendar=calendar,
        pauses=reading.paused,
        extension=reading.extension,
        backward=limit.kind is LimitKind.BACKWARD,
        roll=_roll(limit),
    )


def _due(
    start: date | datetime,
    length: Duration,
    calendar: Calendar,
    paused: tuple[Interval, ...],
    limit: TimeLimit,
    extension: Duration | None = None,
) -> date | datetime:
    plain = not paused and extension is None and limit.kind is not LimitKind.BACKWARD
    if plain and length.unit is Unit.WORKING_DAYS and not limit.roll:
        return calendar.add(_day(start), length.n)
    return deadline(
        start,
        length,
        calendar=calendar,
        pauses=paused,
        extension=extension,
        backward=limit.kind is LimitKind.BACKWARD,
        roll=_roll(limit),
    ).due


def _roll(limit: TimeLimit) -> bool | None:
    """A minimum never rolls: closing later is always lawful."""
    if limit.roll is None and limit.kind is LimitKind.MINIMUM:
        return False
    return limit.roll


def _pauses(
    pauses: Iterable[Pause], start: Event, history: History, calendar: Calendar, on: date
) -> Iterable[Interval]:
    for pause in pauses:
        for index, event in enumerate(history.events):
            if event.act == pause.begins and event.on >= start.on:
                ended = _pause_end(pause, event, history.events[index + 1 :], calendar)
                yield event.on, ended or max(on, event.on)


def _pause_end(
    pause: Pause, begun: Event, later: tuple[Event, ...], calendar: Calendar
) -> date | None:
    """The day the clock runs on: the answer, or the last day of `at_most` if none came."""
    ended = next((e.on for e in later if e.act == pause.ends), None)
    if pause.at_most is None:
        return ended
    arrived = next((e.on for e in later if e.act == pause.at_most_from), None)
    if ended is not None and arrived is None:
        return ended
    due = deadline(arrived or begun.on, pause.at_most, calendar=calendar).due
    return min(_day(due), ended) if ended else _day(due)


def _extension(
    limit: TimeLimit, history: History, start: Event, base: date | datetime
) -> Duration | None:
    """The extension in force: only one made before the base limit ran out changes anything."""
    if not limit.extended_by or limit.extension is None:
        return None
    for event in history.events:
        if event.act in limit.extended_by and start.on <= event.on <= _day(base):
            length = event.facts.get(limit.extension_fact) if limit.extension_fact else None
            if isinstance(length, int | float):
                return Duration(min(int(length), limit.extension.n), limit.extension.unit)
            return limit.extension
    return None


def _state(
    limit: TimeLimit,
    done: Event | None,
    due: date | datetime,
    on: date,
    paused: tuple[Interval, ...],
) -> State:
    if limit.kind is LimitKind.MINIMUM:
        if done is None:
            return State.RUNNING
        return State.TOO_EARLY if done.on < _day(due) else State.MET
    if done is not None:
        return State.LATE if _after(done, due) else State.MET
    if _day(due) < on:
        return State.OVERDUE if limit.ends_with else State.RUNNING
    inside = any(begins < on <= ends for begins, ends in paused)
    return State.PAUSED if inside else State.RUNNING


def _after(done: Event, due: date | datetime) -> bool:
    if isinstance(due, datetime) and done.at is not None:
        return done.at > due
    return done.on > _day(due)


def _look_again(
    state: State, due: date | datetime, paused: tuple[Interval, ...], on: date
) -> date | None:
    if state not in (State.RUNNING, State.PAUSED):
        return None
    changes = [_day(due) + timedelta(days=1)]
    changes += [end + timedelta(days=1) for _, end in paused]
    changes += [begin + timedelta(days=1) for begin, _ in paused]
    return min((day for day in changes if day > on), default=None)


def _on_recorded_day(
    name: str, limit: TimeLimit, history: History, done: Event | None, on: date
) -> Reading | None:
    due = history.facts.get(limit.due_fact)
    if not isinstance(due, date):
        return None
    state = _state(limit, done, due, on, ())
    again = _look_again(state, due, (), on)
    return Reading(name, state, None, due, due, done, look_again_at=again)


def _day(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value
