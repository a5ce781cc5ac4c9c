"""One meaning of an invariant, shared by the desk (`guard`) and the check-up (`conformance`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from guiju.procedures.clock import Reading, read_limit
from guiju.procedures.definition import Invariant, LimitKind, Procedure
from guiju.procedures.history import Event, Facts, History, matches
from guiju.worktime.calendar import Calendar

PERSONS = "persons"
"""In `History.seen`: the source names people so that two names can be told apart."""


@dataclass(frozen=True, slots=True)
class Broken:
    """How an invariant is broken: `late` when the required act came only afterwards."""

    late: bool = False
    due: date | datetime | None = None
    actual: date | None = None
    reading: Reading | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """An act on a day against everything else that is known of the case.

    `strict` is the desk's view: what is not recorded has not happened. An old ledger is read
    leniently: a blank value is no proof of a wrong one.
    """

    procedure: Procedure
    history: History
    event: Event
    calendar: Calendar
    strict: bool

    @property
    def facts(self) -> Facts:
        return {**self.history.facts, **self.event.facts}


def broken(item: Invariant, s: Situation) -> Broken | None:
    """None when the invariant holds for this act, else how it is broken."""
    facts = s.facts
    if item.when:
        applies = matches(item.when, facts)
        if applies is False or (applies is None and not s.strict):
            return None
    if item.unless and s.history.last(item.unless):
        return None
    return _TESTS[item.condition](item, s)


def _without(item: Invariant, s: Situation) -> Broken | None:
    """A record tells no order within a day: there what sets the act back counts from the next."""
    events = s.history.events
    floor = -1
    if item.since:
        before = (
            i
            for i, e in enumerate(events)
            if e.act in item.since and (e.on < s.event.on or (s.strict and e.on == s.event.on))
        )
        floor = max(before, default=-1)
    found = [e for i, e in enumerate(events) if i > floor and e.act in item.without]
    if any(e.on <= s.event.on for e in found):
        return None
    if found:
        return Broken(late=True, due=s.event.on, actual=found[0].on)
    return Broken()


def _without_fact(item: Invariant, s: Situation) -> Broken | None:
    facts = s.facts
    return Broken() if any(facts.get(f) in (None, "") for f in item.without_fact) else None


def _without_value(item: Invariant, s: Situation) -> Broken | None:
    held = matches(item.without_value, s.facts)
    return Broken() if held is False or (held is None and s.strict) else None


def _with_value(item: Invariant, s: Situation) -> Broken | None:
    facts = s.facts
    return Broken() if matches(item.with_value, facts) else None


def _after_due(item: Invariant, s: Situation) -> Broken | None:
    reading = _reading_at(item.after_due, s)
    if reading is None or reading.base_due is None:
        return None
    if s.event.on <= as_day(reading.base_due):
        return None
    return Broken(due=reading.base_due, actual=s.event.on, reading=reading)


def _before_due(item: Invariant, s: Situation) -> Broken | None:
    reading = _reading_at(item.before_due, s)
    if reading is None or reading.due is None:
        return None
    due = as_day(reading.due)
    minimum = s.procedure.time_limits[item.before_due].kind is LimitKind.MINIMUM
    if s.event.on > due or (minimum and s.event.on == due):
        return None
    return Broken(due=reading.due, actual=s.event.on, reading=reading)


def _reading_at(name: str, s: Situation) -> Reading | None:
    """The limit as it runs on the day of the act, which may be its second round or later."""
    limit = s.procedure.time_limits[name]
    ends = {*limit.ends_with, *limit.governs}
    events = tuple(
        e for e in s.history.events if (s.strict or e.on <= s.event.on) and e.act not in ends
    )
    history = History(events, s.facts, s.history.seen)
    return read_limit(s.procedure, name, history, s.calendar, s.event.on)


def _same_person(item: Invariant, s: Situation) -> Broken | None:
    if not s.event.by:
        return None
    others = {e.by for e in s.history.events if e.act in item.same_person_as and e.by}
    return Broken() if s.event.by in others else None


def _other_person(item: Invariant, s: Situation) -> Broken | None:
    """Broken when someone else did that act last: what was signed goes back to its signer."""
    last = s.history.last(item.other_person_than)
    if last is None or not last.by or not s.event.by or last.by == s.event.by:
        return None
    return Broken()


def _after(item: Invariant, s: Situation) -> Broken | None:
    """An old record tells no order within a day, so there only an earlier day is proof."""
    before = (e for e in s.history.events if s.strict or e.on < s.event.on)
    return Broken() if any(e.act in item.after for e in before) else None


_TESTS: Mapping[str, Callable[[Invariant, Situation], Broken | None]] = {
    "without": _without,
    "without_fact": _without_fact,
    "without_value": _without_value,
    "with_value": _with_value,
    "after_due": _after_due,
    "before_due": _before_due,
    "same_person_as": _same_person,
    "other_person_than": _other_person,
    "after": _after,
}


def as_day(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value
