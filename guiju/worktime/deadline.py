"""When a time limit ends, and every day counted on the way there.

The day of the event is not counted (民法典第二百零一条第一款; hours run on, 第二款); months and years end
on the corresponding day or the last of the month (第二百零二条); a calendar limit that ends on a rest
day moves to the next working day (第二百零三条).
"""

from __future__ import annotations

import calendar as month_lengths
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from guiju.worktime.calendar import WEEKEND, Calendar
from guiju.worktime.duration import Duration, Unit

Interval = tuple[date, date]
_ROLLS = (Unit.DAYS, Unit.MONTHS, Unit.YEARS)


@dataclass(frozen=True, slots=True)
class Day:
    """A day looked at: its running number, or None and why it was not counted."""

    on: date
    counted: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """`nominal` is the end before rolling off a rest day; `due` is what counts.

    `provisional`: it depends on days for which no holiday notice is known yet.
    """

    start: date | datetime
    due: date | datetime
    nominal: date | datetime
    provisional: bool
    length: Duration | None = None
    extension: Duration | None = None
    paused: tuple[Interval, ...] = ()
    calendar: Calendar | None = field(default=None, repr=False, compare=False)

    @property
    def days(self) -> tuple[Day, ...]:
        """Every day looked at between start and due, in order, with its number or why not."""
        if self.calendar is None or self.length is None or isinstance(self.due, datetime):
            return ()
        return tuple(_explain(self, self.calendar, self.length))


def deadline(
    start: date | datetime,
    length: Duration,
    *,
    calendar: Calendar,
    pauses: Iterable[Interval] = (),
    extension: Duration | None = None,
    backward: bool = False,
    roll: bool | None = None,
) -> Deadline:
    """Count a time limit.

    `pauses` are intervals (begins, ends] whose days are taken out, each day once. `extension`
    counts on from the unrolled end and never shortens. `backward` counts back from an event to
    the latest day on which something may precede it. `roll` moves a rest day forward; by default
    only for days, months and years.

    Raises ValueError for what cannot be combined, OutOfCalendar before the first known year.
    """
    if length.unit is Unit.HOURS:
        return _hours(start, length, extension, pauses)
    first = _day(start)
    union = merge(pauses)
    if backward:
        if union or extension:
            raise ValueError("倒推期限不能暂停或延长")
        end = _back(first, length, calendar)
    else:
        end = _forward(first, length, extension, calendar, union)
    rolls = roll if roll is not None else (length.unit in _ROLLS and not backward)
    due = calendar.next_working(end) if rolls else end
    uses_calendar = rolls or length.unit is Unit.WORKING_DAYS or bool(union)
    provisional = uses_calendar and calendar.is_provisional(max(due, first))
    return Deadline(first, due, end, provisional, length, extension, union, calendar)


def fixed_date(
    year: int, month: int, day: int, *, calendar: Calendar, before: bool = False
) -> Deadline:
    """A day the law names (政府信息公开条例第四十九条): inclusive, never rolled.

    `before` is for "before 1 March": the last lawful day is the one before.
    """
    due = date(year, month, day) - timedelta(days=int(before))
    return Deadline(due, due, due, provisional=False, calendar=calendar)


def merge(pauses: Iterable[Interval]) -> tuple[Interval, ...]:
    """The union of half-open intervals, in order. Raises ValueError when one ends before it begins."""
    union: list[Interval] = []
    for begins, ends in sorted(pauses):
        if ends < begins:
            raise ValueError(f"暂停的止日{ends}早于起日{begins}")
        if union and begins <= union[-1][1]:
            union[-1] = (union[-1][0], max(ends, union[-1][1]))
        else:
            union.append((begins, ends))
    return tuple(union)


def _hours(
    start: date | datetime, length: Duration, extension: Duration | None, pauses: Iterable[Interval]
) -> Deadline:
    if not isinstance(start, datetime):
        raise ValueError("以小时计的期限须写明起算的时刻，如 2025-10-01T22:30")
    if any(True for _ in pauses):
        raise ValueError("以小时计的期限连续计算，不能暂停")
    if extension is not None and extension.unit is not Unit.HOURS:
        raise ValueError("以小时计的期限只能延长若干小时")
    hours = length.n + (extension.n if extension else 0)
    due = start + timedelta(hours=hours)
    return Deadline(start, due, due, False, length, extension)


def _back(event: date, length: Duration, calendar: Calendar) -> date:
    if length.unit is Unit.WORKING_DAYS:
        return calendar.add(event, -length.n)
    if length.unit is Unit.DAYS:
        return event - timedelta(days=length.n)
    return add_months(event, -length.n * (12 if length.unit is Unit.YEARS else 1))


def _forward(
    start: date,
    length: Duration,
    extension: Duration | None,
    calendar: Calendar,
    union: Sequence[Interval],
) -> date:
    if extension is not None and extension.unit is length.unit:
        return _run(start, Duration(length.n + extension.n, length.unit), calendar, union)
    end = _run(start, length, calendar, union)
    return _run(end, extension, calendar, union) if extension is not None else end


def _run(
    start: date, length: Duration, calendar: Calendar, union: Sequence[Interval]
) -> date:
    if length.unit in (Unit.MONTHS, Unit.YEARS):
        months = length.n * (12 if length.unit is Unit.YEARS else 1)
        return _shift(start, add_months(start, months), union)
    working = length.unit is Unit.WORKING_DAYS
    left, here = length.n, start
    for begins, ends in union:
        if ends <= here:
            continue
        begins = max(begins, here)
        before = calendar.count(here, begins) if working else (begins - here).days
        if before >= left:
            break
        left, here = left - before, ends
    return calendar.add(here, left) if working else here + timedelta(days=left)


def _shift(start: date, end: date, union: Sequence[Interval]) -> date:
    """Months and years are counted whole; paused calendar days are added at the end."""
    for begins, ends in union:
        begins = max(begins, start)
        if begins < end and ends > begins:
            end += ends - begins
    return end


def add_months(day: date, months: int) -> date:
    """The corresponding day, or the last of the month when there is none (民法典第二百零二条)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = month_lengths.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def _day(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value


def _explain(d: Deadline, calendar: Calendar, length: Duration) -> Iterable[Day]:
    start, nominal, due = _day(d.start), _day(d.nominal), _day(d.due)
    if due < start:
        yield from _explain_back(start, due, calendar, length)
        return
    working = length.unit is Unit.WORKING_DAYS
    number = 0
    for offset in range(1, (due - start).days + 1):
        day = start + timedelta(days=offset)
        name = calendar.name_of(day)
        if any(begins < day <= ends for begins, ends in d.paused):
            yield Day(day, None, "暂停")
        elif day > nominal:
            yield Day(day, None, "届满日休假，顺延" if day < due else "顺延至首个工作日")
        elif working and not calendar.is_working(day):
            yield Day(day, None, name or WEEKEND)
        else:
            number += 1
            yield Day(day, number, name)


def _explain_back(
    start: date, due: date, calendar: Calendar, length: Duration
) -> Iterable[Day]:
    number = 0
    for offset in range(1, (start - due).days + 1):
        day = start - timedelta(days=offset)
        name = calendar.name_of(day)
        if length.unit is Unit.WORKING_DAYS and not calendar.is_working(day):
            yield Day(day, None, name or WEEKEND)
        else:
            number += 1
            yield Day(day, number, name)
