"""Why this date: the days of a time limit told so that a person can recount them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from guiju.worktime.calendar import WEEKEND
from guiju.worktime.deadline import ADVANCED, ROLLED, Day, Deadline
from guiju.worktime.duration import Duration, Unit

PROVISIONAL = "有的日子还没有放假通知，暂按周一至周五上班推算；通知公布并载入后须重新计算"
_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring days told in one line; `numbers` are the first and last running number."""

    first: date
    last: date
    numbers: tuple[int, int] | None
    why: str
    unit: Unit | None

    @property
    def says(self) -> str:
        """What became of these days, in Chinese: `第3个工作日`, `不计：国庆节`."""
        if self.numbers is None or self.unit is None:
            moved = ROLLED in self.why or ADVANCED in self.why
            return self.why if moved else f"不计：{self.why}"
        first, last = self.numbers
        count = _ordinal(last, self.unit)
        if first != last:
            count = f"{_ordinal(first, self.unit)}至{count}"
        return f"{count}（{self.why}）" if self.why else count


def runs(d: Deadline) -> Iterator[Run]:
    """The days of a limit as few lines: working days one by one, all else by stretches."""
    open_run: Run | None = None
    for day in d.days:
        joined = _join(open_run, day) if open_run is not None else None
        if open_run is not None and joined is None:
            yield open_run
        open_run = joined or _begin(day)
    if open_run is not None:
        yield open_run


def _begin(day: Day) -> Run:
    numbers = (day.counted, day.counted) if day.counted is not None else None
    return Run(day.on, day.on, numbers, _why(day), day.unit)


def _join(run: Run, day: Day) -> Run | None:
    """The run with this day in it; None when the day needs a line of its own."""
    if day.unit is not run.unit or day.unit is Unit.WORKING_DAYS or _why(day) != run.why:
        return None
    if run.numbers is None or day.counted is None:
        return replace(run, last=day.on)
    return replace(run, last=day.on, numbers=(run.numbers[0], day.counted))


def _why(day: Day) -> str:
    """A calendar day counts whatever it is called, so its name explains nothing."""
    return "" if day.counted is not None and day.unit is not Unit.WORKING_DAYS else day.why


def _ordinal(n: int, unit: Unit) -> str:
    return f"第{n}个工作日" if unit is Unit.WORKING_DAYS else f"第{n}日"


def lines(d: Deadline) -> Iterator[str]:
    """One line a run: its days with their weekday, the running number or why not counted."""
    for run in runs(d):
        days = _with_weekday(run.first)
        if run.first != run.last:
            days += f" 至 {_with_weekday(run.last)}"
        yield f"{days} {run.says}"


def _with_weekday(day: date) -> str:
    return f"{day} 星期{_WEEKDAYS[day.weekday()]}"


def sentence(d: Deadline) -> str:
    """How a due date came about, in Chinese: start, length, what was not counted, the end."""
    if d.length is None:
        return f"法定日期{text(d.due)}，休息日不顺延"
    parts = [_beginning(d, d.length)]
    if d.extension is not None:
        parts.append(f"延长{d.extension.label}")
    skipped = list(_skipped(d))
    if skipped:
        parts.append(f"不计{'、'.join(skipped)}")
    if d.nominal != d.due:
        parts.append(f"末日{text(d.nominal)}休息")
    parts.append(_ending(d))
    if d.provisional:
        parts.append("超出已载入的放假通知，暂按周末推算")
    return "，".join(parts)


def _beginning(d: Deadline, length: Duration) -> str:
    if is_backward(d):
        return f"自{text(d.start)}向前推{length.label}"
    if length.unit is Unit.HOURS:
        return f"自{text(d.start)}起连续计算{length.label}"
    return f"自{text(d.start)}次日起算{length.label}"


def _ending(d: Deadline) -> str:
    if is_backward(d):
        return f"{ADVANCED if d.nominal != d.due else ''}至{text(d.due)}为最迟"
    return f"{ROLLED if d.nominal != d.due else ''}至{text(d.due)}届满"


def _skipped(d: Deadline) -> Iterator[str]:
    """Runs of days not counted up to the nominal end; weekends are told only by their number."""
    weekends = 0
    named: list[str] = []
    low, high = sorted((day_of(d.start), day_of(d.nominal)))
    for run in runs(d):
        if run.numbers is not None or not low <= run.first <= high:
            continue
        if run.why == WEEKEND:
            weekends += abs(run.last - run.first) // timedelta(days=1) + 1
        else:
            stretch = text(run.first)
            if run.first != run.last:
                stretch += f"至{text(run.last)}"
            named.append(f"{stretch}{run.why}")
    if weekends:
        yield f"周末{weekends}天"
    yield from named


def is_backward(d: Deadline) -> bool:
    """Whether the limit ends before the event it is counted from."""
    if isinstance(d.due, datetime) and isinstance(d.start, datetime):
        return d.due < d.start
    return day_of(d.due) < day_of(d.start)


def text(value: date | datetime) -> str:
    """A day as 2025-03-03; a moment with hours and minutes, and seconds only where it has any."""
    if not isinstance(value, datetime):
        return value.isoformat()
    return value.strftime("%Y-%m-%d %H:%M:%S" if value.second else "%Y-%m-%d %H:%M")


def day_of(value: date | datetime) -> date:
    """The day of a day or of a moment."""
    return value.date() if isinstance(value, datetime) else value
