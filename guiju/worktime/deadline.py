"""When a time limit ends, and every day counted on the way there.

The day of the event is not counted (民法典第二百零一条第一款; hours run on, 第二款); months and
years end on the corresponding day or the last of the month (第二百零二条); a calendar limit that
ends on a rest day moves to the next working day (第二百零三条).
"""

from __future__ import annotations

import calendar as month_lengths
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import MAXYEAR, MINYEAR, date, datetime, timedelta

from guiju.worktime.calendar import WEEKEND, Calendar, OutOfCalendar
from guiju.worktime.duration import Duration, Unit

Interval = tuple[date, date]
PAUSED, EXTENDED, ROLLED, ADVANCED = "暂停", "延长", "顺延", "提前"
_ROLLS = (Unit.DAYS, Unit.MONTHS, Unit.YEARS)
_ONE_DAY = timedelta(days=1)


class CannotCount(ValueError):
    """A combination no time limit has; `part` names the argument at fault."""

    def __init__(self, part: str, says: str) -> None:
        super().__init__(says)
        self.part = part


@dataclass(frozen=True, slots=True)
class Day:
    """A day looked at: its running number in `unit`, or None and why it was not counted."""

    on: date
    counted: int | None
    why: str
    unit: Unit | None = None


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


def deadline(  # noqa: PLR0913 - the parts a statutory limit can have
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
    the latest day on which something may precede it. `roll` moves an end off a rest day: later,
    or for a backward limit earlier, so that notice is never cut short; by default only for days,
    months and years counted forward.

    Raises CannotCount for what cannot be combined, OutOfCalendar outside the years known.
    """
    union = merge(pauses)
    _check(start, length, union, extension, backward, roll)
    end = _end(start, length, extension, calendar, union, backward)
    if isinstance(end, datetime):
        return Deadline(start, end, end, False, length, extension)
    first, due = _day(start), end
    rolls = roll if roll is not None else (length.unit in _ROLLS and not backward)
    if rolls:
        due = calendar.previous_working(end) if backward else calendar.next_working(end)
    by_notice = rolls or Unit.WORKING_DAYS in (length.unit, extension.unit if extension else None)
    # Counting back starts on the day before the event, so the event's own day decides nothing.
    latest = due if due >= first else first - _ONE_DAY
    provisional = by_notice and calendar.is_provisional(latest)
    return Deadline(first, due, end, provisional, length, extension, union, calendar)


def _check(
    start: date | datetime,
    length: Duration,
    union: Sequence[Interval],
    extension: Duration | None,
    backward: bool,
    roll: bool | None,
) -> None:
    if backward and (union or extension):
        raise CannotCount("backward", "向前推的期限不能暂停或延长，请去掉其一")
    hours = length.unit is Unit.HOURS
    if extension is not None and (extension.unit is Unit.HOURS) is not hours:
        example = "24 hours" if hours else "20 working days"
        raise CannotCount("extension", f"{length.label}不能延长{extension.label}，应如“{example}”")
    if not hours:
        return
    if not isinstance(start, datetime):
        raise CannotCount("start", "以小时计的期限须写明起算的时刻，如 2025-10-01T22:30")
    if union:
        raise CannotCount("pauses", "以小时计的期限连续计算，不能暂停，请去掉")
    if roll:
        raise CannotCount("roll", "以小时计的期限连续计算，不顺延，请去掉")


def _end(
    start: date | datetime,
    length: Duration,
    extension: Duration | None,
    calendar: Calendar,
    union: Sequence[Interval],
    backward: bool,
) -> date | datetime:
    """Where the count ends, before rolling: a moment for hours, else a day."""
    try:
        if isinstance(start, datetime) and length.unit is Unit.HOURS:
            hours = length.n + (extension.n if extension else 0)
            return start + timedelta(hours=-hours if backward else hours)
        if backward:
            return _back(_day(start), length, calendar)
        return _forward(_day(start), length, extension, calendar, union)
    except OverflowError as error:
        raise OutOfCalendar(f"自{start}起算{length.label}超出可计算的年份，请改短期限") from error


def fixed_date(
    year: int, month: int, day: int, *, calendar: Calendar, before: bool = False
) -> Deadline:
    """A day the law names (政府信息公开条例第四十九条): inclusive, never rolled.

    `before` is for "before 1 March": the last lawful day is the one before.
    """
    due = date(year, month, day) - timedelta(days=int(before))
    return Deadline(due, due, due, provisional=False, calendar=calendar)


def merge(pauses: Iterable[Interval]) -> tuple[Interval, ...]:
    """The union of half-open intervals of days, in order, the empty ones left out.

    Raises CannotCount when one ends before it begins or is given as moments.
    """
    union: list[Interval] = []
    intervals = tuple(pauses)
    if any(isinstance(moment, datetime) for interval in intervals for moment in interval):
        raise CannotCount("pauses", "暂停按日计算：起止都写日期，不写时刻")
    for begins, ends in sorted(intervals):
        if ends < begins:
            raise CannotCount("pauses", f"暂停的止日{ends}早于起日{begins}，请对调")
        if ends == begins:
            continue
        if union and begins <= union[-1][1]:
            union[-1] = (union[-1][0], max(ends, union[-1][1]))
        else:
            union.append((begins, ends))
    return tuple(union)


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


def _run(start: date, length: Duration, calendar: Calendar, union: Sequence[Interval]) -> date:
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
    """The corresponding day, or the last of the month when there is none (民法典第二百零二条).

    Raises OverflowError outside the years 1 to 9999.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not MINYEAR <= year <= MAXYEAR:
        raise OverflowError(f"year {year}")
    last = month_lengths.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def _day(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value


def _explain(d: Deadline, calendar: Calendar, length: Duration) -> Iterator[Day]:
    start, nominal, due = _day(d.start), _day(d.nominal), _day(d.due)
    if nominal < start or due < start:
        yield from _leg(calendar, length.unit, start, nominal, ())
        yield from _moved(calendar, nominal, due)
        return
    base, more = nominal, d.extension
    if more is not None and more.unit is not length.unit:
        base = _run(start, length, calendar, d.paused)
    yield from _leg(calendar, length.unit, start, base, d.paused)
    if more is not None and base < nominal:
        for day in _leg(calendar, more.unit, base, nominal, d.paused):
            yield replace(day, why=day.why or EXTENDED) if day.counted else day
    yield from _moved(calendar, nominal, due)


def _leg(
    calendar: Calendar, unit: Unit, start: date, end: date, paused: Sequence[Interval]
) -> Iterator[Day]:
    """The days from the one next to `start` to `end`, either way, numbered in `unit`."""
    number = 0
    for day in _walk(start, end):
        name = _name(calendar, day)
        if any(begins < day <= ends for begins, ends in paused):
            yield Day(day, None, PAUSED)
        elif unit is Unit.WORKING_DAYS and not calendar.is_working(day):
            yield Day(day, None, name or WEEKEND)
        else:
            number += 1
            yield Day(day, number, name, unit)


def _moved(calendar: Calendar, nominal: date, due: date) -> Iterator[Day]:
    """The days between the nominal end, a rest day, and the working day it moves to."""
    moved = ROLLED if due > nominal else ADVANCED
    for day in _walk(nominal, due):
        name = _name(calendar, day)
        yield Day(day, None, f"{moved}至此" if day == due else f"{name}，{moved}")


def _walk(after: date, upto: date) -> Iterator[date]:
    step = 1 if upto >= after else -1
    for offset in range(step, (upto - after).days + step, step):
        yield after + timedelta(days=offset)


def _name(calendar: Calendar, day: date) -> str:
    """A plain calendar limit may run through years without data; its days have no names then."""
    return calendar.name_of(day) if day >= calendar.first else ""
