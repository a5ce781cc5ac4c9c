"""What happened to one case: its events in order, and the facts recorded with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date, datetime
from functools import lru_cache

from guiju.core.light import dataclass

Value = str | int | float | bool | date | None
Facts = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Event:
    """An act done on a day. `by` is the person, `role` the part they acted in.

    `corrects` is the seq of an earlier event this one replaces; `void` says that the earlier
    event never took place.
    """

    act: str
    on: date
    by: str = ""
    role: str = ""
    facts: Facts = field(default_factory=dict)
    at: datetime | None = None
    seq: int = 0
    corrects: int | None = None
    void: bool = False


@dataclass(frozen=True, slots=True)
class History:
    """One case. `seen` lists the acts and facts its source can show; None means all of them.

    An act outside `seen` is unknown, never missing. Of an act that is there as `unclear(act)`
    something is on record that could not be read.
    """

    events: tuple[Event, ...]
    facts: Facts = field(default_factory=dict)
    seen: frozenset[str] | None = None

    @property
    def opened_on(self) -> date | None:
        return self.events[0].on if self.events else None

    def last(self, acts: Iterable[str]) -> Event | None:
        wanted = tuple(acts)
        for event in reversed(self.events):
            if event.act in wanted:
                return event
        return None

    def first(self, acts: Iterable[str]) -> Event | None:
        wanted = tuple(acts)
        for event in self.events:
            if event.act in wanted:
                return event
        return None

    def sees(self, names: Iterable[str]) -> bool:
        return self.seen is None or self.seen.issuperset(names)

    def with_event(self, event: Event) -> History:
        return History((*self.events, event), {**self.facts, **event.facts}, self.seen)


def unclear(act: str) -> str:
    """The entry in `History.seen` for an act whose record could not be read."""
    return f"?{act}"


@lru_cache(maxsize=4096)
def unclear_acts(seen: frozenset[str] | None) -> frozenset[str]:
    """The acts whose record could not be read."""
    return frozenset(name[1:] for name in seen or () if name.startswith("?"))


def effective(events: Sequence[Event]) -> tuple[Event, ...]:
    """Drop what later events corrected or voided; keep the order of the acts.

    A correcting event takes the place of the one it corrects, so that recomputing a case from
    its full record gives what is now held to have happened.
    """
    standing: dict[int, Event] = {}
    place: dict[int, int] = {}
    for event in events:
        slot = event.seq
        if event.corrects is not None:
            slot = place.get(event.corrects, event.corrects)
            place[event.seq] = slot
        standing[slot] = event
    return tuple(event for _, event in sorted(standing.items()) if not event.void)


def replay(events: Sequence[Event], seen: frozenset[str] | None = None) -> History:
    """Recompute a history from its full record of events."""
    standing = effective(events)
    facts: dict[str, Value] = {}
    for event in standing:
        facts.update(event.facts)
    return History(standing, facts, seen)


def matches(match: Mapping[str, tuple[str, ...]], facts: Facts) -> bool | None:
    """True, False, or None when a fact the match asks about is not recorded.

    Shape: every fact named must hold one of its values; `given` and `blank` ask only whether it
    is recorded.
    """
    unknown = False
    for name, wanted in match.items():
        value = facts.get(name)
        blank = value is None or value == ""
        if wanted in (("given",), ("blank",)):
            if blank == (wanted == ("given",)):
                return False
        elif blank:
            unknown = True
        elif text_of(value) not in wanted:
            return False
    return None if unknown else True


def text_of(value: Value) -> str:
    """The value as the procedure file would write it: yes/no in Chinese, dates in ISO."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
