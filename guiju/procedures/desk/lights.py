"""The light of a limit's row on a day: 绿正常、黄临期、红逾期、灰暂停、蓝已办结."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Case as Choice
from django.db.models import CharField, Q, Value, When

from guiju.procedures.clock import Interval, Reading, State, read_limit
from guiju.procedures.definition import Procedure
from guiju.procedures.history import History
from guiju.procedures.models import Limit
from guiju.worktime.calendar import Calendar, OutOfCalendar
from guiju.worktime.duration import Unit


@dataclass(frozen=True, slots=True)
class Light:
    """Its colour for the style sheet, and in words for print and the colour-blind."""

    colour: str
    name: str
    word: str


LIGHTS: Mapping[str, Light] = {
    light.colour: light
    for light in (
        Light("red", "红", "逾期"),
        Light("yellow", "黄", "临期"),
        Light("green", "绿", "正常"),
        Light("grey", "灰", "暂停"),
        Light("blue", "蓝", "已办结"),
    )
}
"""In the order of urgency."""


def lit(colour: str, on: date) -> Q:
    """The running rows that show this colour on a day; the rule of `colour`."""
    paused = Q(state=State.PAUSED)
    late = ~paused & Q(due_on__lt=on)
    soon = ~paused & Q(due_on__gte=on, warn_on__lte=on)
    match colour:
        case "grey":
            return Q(running=True) & paused
        case "red":
            return Q(running=True) & late
        case "yellow":
            return Q(running=True) & soon
        case "blue":
            return Q(running=False)
    return Q(running=True) & ~paused & ~late & ~soon


def colour(on: date) -> Choice:
    """The colour of a row as an expression, so that a board is counted in the database."""
    return Choice(
        When(running=False, then=Value("blue")),
        When(state=State.PAUSED, then=Value("grey")),
        When(due_on__lt=on, then=Value("red")),
        When(warn_on__lte=on, then=Value("yellow")),
        default=Value("green"),
        output_field=CharField(),
    )


def light_of(limit: Limit, on: date) -> Light:
    """The light of one row; the same rule again."""
    if not limit.running:
        return LIGHTS["blue"]
    if limit.state == State.PAUSED:
        return LIGHTS["grey"]
    if limit.due_on is not None and limit.due_on < on:
        return LIGHTS["red"]
    return LIGHTS["yellow" if limit.warn_on is not None and limit.warn_on <= on else "green"]


def in_words(p: Procedure, limit: Limit, history: History, calendar: Calendar, on: date) -> str:
    """The rule in words: its length, the days it stood still, the working days left or past."""
    kind = p.time_limits.get(limit.name)
    if kind is None or limit.due_on is None:
        return ""
    length = p.length_of(kind)
    parts = [f"期限{length.label}" if length else "期限为交办时限"]
    reading = _reading(p, limit.name, history, calendar, on)
    if reading is not None and reading.paused:
        working = length is not None and length.unit is Unit.WORKING_DAYS
        days = paused_days(reading.paused, calendar if working else None)
        parts.append(f"已停{days}个工作日" if working else f"已停{days}日")
    if reading is not None and reading.extension is not None:
        parts.append(f"已延长{reading.extension.label}")
    parts.append(_left(limit, calendar, on))
    return "，".join(parts)


def _reading(
    p: Procedure, name: str, history: History, calendar: Calendar, on: date
) -> Reading | None:
    try:
        return read_limit(p, name, history, calendar, on) if history.events else None
    except OutOfCalendar:
        return None


def _left(limit: Limit, calendar: Calendar, on: date) -> str:
    assert limit.due_on is not None
    if not limit.running:
        return f"{limit.done_on}完成" if limit.done_on else "已结束"
    if limit.due_on < on:
        return f"已逾期{calendar.count(limit.due_on, on)}个工作日"
    if limit.due_on == on:
        return "今天届满"
    return f"剩余{calendar.count(on, limit.due_on)}个工作日"


def paused_days(paused: Iterable[Interval], calendar: Calendar | None) -> int:
    """Days in the union of the intervals (begins, ends]; working days where a calendar is given."""
    total, reached = 0, date.min
    for begins, ends in sorted(paused):
        begins = max(begins, reached)
        if ends > begins:
            total += calendar.count(begins, ends) if calendar else (ends - begins).days
            reached = ends
    return total
