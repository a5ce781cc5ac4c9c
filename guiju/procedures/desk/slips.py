"""催办单 and 督办单 on paper: 蓝色提醒, 黄色警示, 红色督办, each numbered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from guiju.procedures.desk.limits import warn_day
from guiju.procedures.library import UnknownProcedure
from guiju.procedures.models import Slip, SlipKind
from guiju.procedures.record import day_of
from guiju.procedures.rulebook import Rulebook, office_rulebook
from guiju.typeset.press import print_pdf

TEMPLATE = Path(__file__).with_name("slip.typ")


@dataclass(frozen=True, slots=True)
class Level:
    """How urgent a slip is: its colour, in words, and what it asks for."""

    colour: str
    words: str
    asks: str


REMINDER = Level("blue", "蓝色提醒", "请按期办理，并及时反馈进展。")
WARNING = Level("yellow", "黄色警示", "期限临近，请抓紧办理，确保在期限内完成。")
LATE = Level("red", "红色督办", "期限已过，请立即办理，并书面说明逾期原因和完成时间。")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A slip as it is printed. `sender` is the name of who sent it, `on` the day."""

    slip: Slip
    title: str
    level: Level
    matter: str
    limit: str
    sender: str
    on: date


def sheet_of(slip: Slip, sender: str, rulebook: Rulebook | None = None) -> Sheet:
    """Everything a slip says; its case is expected with it."""
    rules = rulebook or office_rulebook()
    on = day_of(slip.at)
    matter, limit = slip.case.procedure, "办理期限"
    try:
        p = rules.version(slip.case.procedure, slip.case.version)
        matter = p.title
        limit = p.time_limits[slip.limit].label if slip.limit in p.time_limits else limit
    except UnknownProcedure:
        pass
    return Sheet(slip, slip.get_kind_display(), level_of(slip, rules), matter, limit, sender, on)


def level_of(slip: Slip, rules: Rulebook) -> Level:
    """As the limit stood on the day the slip was sent."""
    on, due = day_of(slip.at), slip.due_on
    if slip.kind == SlipKind.SUPERVISE or (due is not None and due < on):
        return LATE
    soon = warn_day(due, rules.calendar) if due is not None else None
    return WARNING if soon is not None and soon <= on else REMINDER


def slip_pdf(sheet: Sheet, office: Path | None = None) -> bytes:
    """One A4 page. Raises FontMissing when no Chinese face is found."""
    slip = sheet.slip
    due = f"{sheet.limit}：{_long(slip.due_on)}" if slip.due_on else "未定"
    data = {
        "office": slip.case.unit.name if slip.case.unit else "",
        "heading": sheet.title,
        "number": slip.number,
        "level": sheet.level.words,
        "colour": {"blue": "#1f5fa8", "yellow": "#b8860b", "red": "#b71c1c"}[sheet.level.colour],
        "rows": [
            ["送　达", slip.to],
            ["事　项", slip.case.title],
            ["编　号", slip.case.number or "—"],
            ["程　序", sheet.matter],
            ["期　限", due],
            ["催办内容", slip.text],
            ["办理要求", sheet.level.asks],
            ["办理情况反馈", ""],
        ],
        "sender": sheet.sender,
        "on": _long(sheet.on),
    }
    return print_pdf(TEMPLATE, data, office).pdf


def _long(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""
