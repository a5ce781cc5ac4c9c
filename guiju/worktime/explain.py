"""Why this date: the days of a time limit told so that a person can recount them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from guiju.worktime.calendar import WEEKEND
from guiju.worktime.deadline import Day, Deadline

_WEEKDAYS = "一二三四五六日"


def sentence(d: Deadline) -> str:
    """How a due date came about, in Chinese: start, length, what was not counted, the end."""
    if d.length is None:
        return f"法定日期{text(d.due)}"
    parts = [_beginning(d)]
    if d.extension is not None:
        parts.append(f"延长{d.extension.label}")
    skipped = list(_skipped(d.days))
    if skipped:
        parts.append(f"不计{'、'.join(skipped)}")
    parts.append(f"至{text(d.due)}{'为最迟日' if day_of(d.due) < day_of(d.start) else '届满'}")
    if d.provisional:
        parts.append("超出已载入的放假通知，暂按周末推算")
    return "，".join(parts)


def _beginning(d: Deadline) -> str:
    assert d.length is not None
    if isinstance(d.due, datetime):
        return f"自{text(d.start)}起连续计算{d.length.label}"
    if day_of(d.due) < day_of(d.start):
        return f"自{text(d.start)}向前推{d.length.label}"
    return f"自{text(d.start)}次日起算{d.length.label}"


def _skipped(days: Iterable[Day]) -> Iterator[str]:
    """Runs of days not counted; weekends are told only by their number."""
    weekends = 0
    runs: list[tuple[date, date, str]] = []
    for day in days:
        if day.counted is not None:
            continue
        if day.why == WEEKEND:
            weekends += 1
        elif runs and runs[-1][2] == day.why and day.on - runs[-1][1] == timedelta(days=1):
            runs[-1] = (runs[-1][0], day.on, day.why)
        else:
            runs.append((day.on, day.on, day.why))
    if weekends:
        yield f"周末{weekends}天"
    for first, last, why in runs:
        yield f"{text(first)}{why}" if first == last else f"{text(first)}至{text(last)}{why}"


def lines(d: Deadline) -> Iterator[str]:
    """One line a day: the date, its weekday, its number or why it does not count."""
    for day in d.days:
        count = f"第{day.counted}天" if day.counted is not None else "不计"
        note = f"（{day.why}）" if day.why else ""
        yield f"{day.on} 星期{_WEEKDAYS[day.on.weekday()]} {count}{note}"


def text(value: date | datetime) -> str:
    return value.strftime("%Y-%m-%d %H:%M") if isinstance(value, datetime) else value.isoformat()


def day_of(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value
