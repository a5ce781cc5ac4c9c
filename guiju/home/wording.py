"""How rules, limits and facts are called on the pages: clerks' words for what the kernel names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from guiju.procedures.clock import Reading, State
from guiju.procedures.definition import LimitKind, Procedure
from guiju.procedures.history import Value
from guiju.procedures.models import Case
from guiju.procedures.rulebook import Rulebook, office_rulebook
from guiju.procedures.rules import as_day
from guiju.procedures.sheet import length_text
from guiju.worktime.calendar import Calendar, OutOfCalendar

SOON = 3
"""Working days before the due date from which a limit shows yellow."""


@dataclass(frozen=True, slots=True)
class Light:
    """A traffic light: its colour for the style sheet, and in words for print and the blind.

    `why` states the rule behind it.
    """

    colour: str
    name: str
    word: str
    why: str = ""


_GREEN, _YELLOW, _RED, _GREY, _BLUE = (
    ("green", "绿"),
    ("yellow", "黄"),
    ("red", "红"),
    ("grey", "灰"),
    ("blue", "蓝"),
)
NO_FINDING, WAITED = Light(*_GREEN, "未见问题"), Light(*_GREEN, "已满最短期限")
UNKNOWN, NOT_DONE = Light(*_GREY, "台账未反映"), Light(*_GREY, "未发生")
NOT_CHECKED = Light(*_GREY, "未列入检查")
_LIGHTS = {
    State.NOT_STARTED: Light(*_GREY, "未起算"),
    State.RUNNING: Light(*_GREEN, "正常"),
    State.PAUSED: Light(*_GREY, "暂停"),
    State.MET: Light(*_BLUE, "按期办结"),
    State.LATE: Light(*_RED, "逾期办结"),
    State.OVERDUE: Light(*_RED, "逾期未办"),
    State.TOO_EARLY: Light(*_RED, "未满最短期限"),
}


def bare(label: str) -> str:
    """What a fact is called, without the instruction for filling it in that closes its label."""
    return re.sub(r"（[^（）]*）$", "", label) or label


def light_of(reading: Reading, kind: LimitKind, calendar: Calendar, on: date) -> Light:
    """The light of a limit on a day; yellow in the last working days before it is due."""
    if reading.state is State.RUNNING and reading.due is not None:
        due = as_day(reading.due)
        if due < on:
            return WAITED if kind is LimitKind.MINIMUM else NOT_DONE
        if due <= calendar.add(on, SOON):
            return Light(*_YELLOW, "临期")
    return _LIGHTS[reading.state]


def case_light(case: Case, on: date, calendar: Calendar, rule: str = "") -> Light:
    """The light of a case in lists: that of its next owed limit on a day.

    `rule` says which limit that is; see `limit_rule`.
    """
    if case.voided_on is not None:
        return Light(*_GREY, "已作废", f"{case.voided_on}作废")
    if case.closed_on is not None:
        return Light(*_BLUE, "已办结", f"{case.closed_on}办结")
    if case.due_on is None:
        return Light(*_GREY, "未起算", "现在没有正在计算的期限")
    if case.clock_paused:
        told = f"{rule}，" if rule else ""
        return Light(*_GREY, "暂停", f"{told}期限暂停计算，恢复后重新推算截止日期")
    return due_light(case.due_on, case.warn_on, on, calendar, rule)


def due_light(
    due: date, warn_on: date | None, on: date, calendar: Calendar, rule: str = ""
) -> Light:
    """The light of a running limit that is due on a day, yellow from `warn_on`."""
    left = _working_days(on, due, calendar)
    told = (f"{rule}，" if rule else "") + f"应当不晚于{due}完成"
    if due < on:
        over = _working_days(due, on, calendar)
        return Light(*_RED, f"逾期{over}", f"{told}，已经超过{over}")
    if warn_on is not None and warn_on <= on:
        return Light(*_YELLOW, "今日到期" if due == on else "临期", f"{told}，剩余{left}")
    return Light(*_GREEN, "正常", f"{told}，剩余{left}")


def _working_days(after: date, upto: date, calendar: Calendar) -> str:
    try:
        return f"{calendar.count(after, upto)}个工作日"
    except OutOfCalendar:
        return f"{(upto - after).days}日"


def limit_rule(p: Procedure, name: str) -> str:
    """A limit as a tooltip names it: 答复期限：20个工作日（条例第三十三条）."""
    limit = p.time_limits.get(name)
    if limit is None:
        return ""
    length, basis = length_text(p, limit), p.cite(limit.basis)
    return limit.label + (f"：{length}" if length else "") + (f"（{basis}）" if basis else "")


def findings_light(n: int) -> Light:
    return Light(*_RED, f"{n}项问题") if n else NO_FINDING


@cache
def rule_labels() -> Mapping[str, str]:
    """Finding id → what it says, from all procedure files in force."""
    found: dict[str, str] = {}
    for versions in office_rulebook().procedures.values():
        for p in reversed(versions):
            for rule, label in _labels(p):
                found.setdefault(rule, label)
    return found


def _labels(p: Procedure) -> Iterator[tuple[str, str]]:
    for limit in p.time_limits.values():
        if limit.finding:
            yield limit.finding, f"{limit.label}：逾期"
        if limit.finding_missing:
            yield limit.finding_missing, f"{limit.label}：到期没有记录"
    for item in p.invariants:
        yield item.finding or item.id, item.says
        if item.finding_late:
            yield item.finding_late, f"{item.says}（事后补办）"


def rule_label(rule: str) -> str:
    """What a finding id says; the id itself where no file knows it any more."""
    return rule_labels().get(rule, rule)


def procedure_title(name: str, rulebook: Rulebook | None = None) -> str:
    """The title of a procedure as it is now; its id where its file is gone."""
    versions = (rulebook or office_rulebook()).procedures.get(name)
    return versions[-1].title if versions else name


def value_text(p: Procedure, name: str, value: Value) -> str:
    """A recorded fact as a clerk would write it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if name == "outcome" and str(value) in p.outcomes:
        return p.outcomes[str(value)].label
    return "" if value is None else str(value)
