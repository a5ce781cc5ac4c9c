"""A demo year in the making: how much there is of everything, and how often things go wrong."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from guiju.demo import district as d
from guiju.worktime.calendar import Calendar

Cells = tuple[str | int | date, ...]
Maker = Callable[["Year"], Iterator[Cells]]


@dataclass(frozen=True, slots=True)
class Size:
    """How many records a year has; the defaults are the demo office's."""

    study: int = 4
    documents: int = 35
    normative: int = 1
    repealed: int = 2
    meetings: int = 63
    executive: int = 22
    supervision: int = 52
    disclosures: int = 612
    site_messages: int = 2
    city_messages: int = 281
    foi: int = 3
    plan_items: int = 10
    problems: int = 3


@dataclass(frozen=True, slots=True)
class Year:
    """A year in the making: its calendar, its chance, how often things go wrong (1 = usual)."""

    year: int
    size: Size
    calendar: Calendar
    chance: random.Random
    faults: float

    def wrong(self, per_hundred: float) -> bool:
        return self.chance.random() * 100 < per_hundred * self.faults

    def pick(self, words: tuple[str, ...] | str) -> str:
        return self.chance.choice(words)

    def person(self) -> str:
        return f"{self.pick(d.SURNAMES)}某"

    def day(self, first: tuple[int, int] = (1, 4), last: tuple[int, int] = (11, 10)) -> date:
        """A working day of the year, early enough for what follows to end in the year."""
        begin, end = date(self.year, *first), date(self.year, *last)
        chosen = begin + timedelta(days=self.chance.randint(0, (end - begin).days))
        return self.calendar.next_working(chosen)

    def work(self, day: date, low: int, high: int) -> date:
        """A working day some working days later."""
        return self.calendar.add(day, self.chance.randint(low, high))
