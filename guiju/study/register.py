"""学法台账: the sessions of a year someone may see, held or not, live or out of a ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from guiju.checkup.export_list import CellValue, Column
from guiju.procedures.desk.visibility import Viewer, visible_cases
from guiju.procedures.models import Case, Event
from guiju.procedures.selectors import procedure_kept
from guiju.study.choosing import in_words
from guiju.study.models import Attendance, Chosen
from guiju.study.plans import PROCEDURE
from guiju.study.sessions import Count, counted

COLUMNS = (
    Column("主题", 36),
    Column("单位", 20),
    Column("计划日期", 12),
    Column("举办日期", 12),
    Column("学习形式", 12),
    Column("学习内容", 44),
    Column("主讲人", 14),
    Column("应到", 6),
    Column("参加人数", 8),
    Column("学时", 6),
    Column("办理情况", 14),
)
HELD, NOT_HELD, PLANNED = "held", "not_held", "planned"
STATES: Mapping[str, str] = {HELD: "已举办", PLANNED: "待举办", NOT_HELD: "未举办（已说明原因）"}


@dataclass(frozen=True, slots=True)
class Line:
    """One session in the register."""

    case: Case
    cells: tuple[CellValue, ...]
    held_on: date | None


def sessions(viewer: Viewer, year: int, state: str = "") -> QuerySet[Case]:
    """Sessions planned for, or held in, a year, within what someone may see; none voided."""
    held = _held().filter(case=OuterRef("pk"))
    in_year = Q(facts__planned_on__startswith=f"{year}-")
    in_year |= Q(Exists(held.filter(year=year)))
    found = visible_cases(viewer).filter(in_year, procedure=PROCEDURE, voided_on=None)
    if state == HELD:
        found = found.filter(Exists(held))
    elif state == PLANNED:
        found = found.filter(~Exists(held), closed_on=None)
    elif state == NOT_HELD:
        found = found.filter(~Exists(held), closed_on__isnull=False)
    return found.select_related("unit", "jurisdiction").order_by("opened_on", "pk")


def _held() -> QuerySet[Event]:
    """The holdings nothing later voided or replaced."""
    later = Event.objects.filter(case=OuterRef("case"), corrects=OuterRef("seq"))
    return Event.objects.filter(~Exists(later), act="hold", void=False)


def held_days(cases: Iterable[Case]) -> dict[int, date]:
    """Case → the day its session was held."""
    rows = _held().filter(case__in=[case.pk for case in cases]).order_by("seq")
    return dict(rows.values_list("case", "on"))


def lines(cases: Iterable[Case]) -> Iterator[Line]:
    """Each session as the register shows it, in order of the day it was held or is planned."""
    found = list(cases)
    kept = _Kept.of(found)
    told = [kept.line(case) for case in found]
    yield from sorted(told, key=lambda line: (_day(line), line.case.pk))


def _day(line: Line) -> date:
    return line.held_on or _date(line.case.facts.get("planned_on")) or line.case.opened_on


@dataclass(frozen=True, slots=True)
class _Kept:
    """What hangs on the sessions, asked once for all."""

    held: Mapping[int, date]
    counts: Mapping[int, Count]
    laws: Mapping[int, list[Chosen]]

    @classmethod
    def of(cls, cases: list[Case]) -> _Kept:
        sheets: dict[int, list[Attendance]] = {}
        for row in Attendance.objects.filter(case__in=[case.pk for case in cases]):
            sheets.setdefault(row.case_id, []).append(row)
        laws: dict[int, list[Chosen]] = {}
        rows = Chosen.objects.filter(case__in=[case.pk for case in cases])
        for one in rows.select_related("instrument"):
            laws.setdefault(one.case_id or 0, []).append(one)
        counts = {pk: counted(sheet) for pk, sheet in sheets.items()}
        return cls(held_days(cases), counts, laws)

    def line(self, case: Case) -> Line:
        facts = case.facts
        count, held = self.counts.get(case.pk), self.held.get(case.pk)
        content = str(facts.get("content") or "") or in_words(self.laws.get(case.pk, []))
        cells: tuple[CellValue, ...] = (
            str(facts.get("topic") or case.title),
            case.unit.name if case.unit else "",
            _date(facts.get("planned_on")),
            held,
            str(facts.get("form") or ""),
            content,
            str(facts.get("lecturer") or ""),
            count.expected if count else None,
            _number(facts.get("attendance")),
            _number(facts.get("hours")),
            self._state(case, held),
        )
        return Line(case, cells, held)

    def _state(self, case: Case, held: date | None) -> str:
        p = procedure_kept(case)
        if case.outcome in p.outcomes:
            return p.outcomes[case.outcome].label
        if case.closed_on is not None:
            return STATES[HELD if held else NOT_HELD]
        return p.steps[case.step].label if case.step in p.steps else ""


def _date(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _number(value: object) -> int | None:
    return int(value) if isinstance(value, int | float) else None
