"""规范性文件目录: every published document, and what it is on a day.

Documents come from the desk and from ledgers; one that is in several ledgers is shown once. What
ends soon, or should have been evaluated or cleaned up, is read off the procedure's own limits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from guiju.checkup.export_list import CellValue, Column
from guiju.normative.decisions import Decided, decided
from guiju.normative.validity import PROCEDURE, Standing, Validity, validity_on
from guiju.numbers.reading import read
from guiju.org.models import Jurisdiction
from guiju.procedures.clock import read_limit
from guiju.procedures.definition import Procedure
from guiju.procedures.desk.visibility import Viewer, visible_cases
from guiju.procedures.history import Event as KernelEvent
from guiju.procedures.history import History, Value, text_of
from guiju.procedures.models import Case, Event, Origin
from guiju.procedures.rulebook import Rulebook, office_rulebook
from guiju.procedures.rules import as_day
from guiju.procedures.selectors import histories, procedure_of
from guiju.worktime.calendar import OutOfCalendar

COLUMNS = (
    Column("发文字号", 24),
    Column("文件名称", 46),
    Column("起草单位", 20),
    Column("公布日期", 12),
    Column("施行日期", 12),
    Column("有效期至", 12),
    Column("效力状态", 14),
    Column("自", 12),
    Column("依据", 36),
    Column("修改情况", 30),
    Column("清理结论", 12),
    Column("提醒", 40),
)
"""As they stand on the page, on paper and in the workbook."""
SOON = {"validity": 90, "validity_stated": 90, "post_evaluation": 60, "clean_up": 60}
"""Limit → so many days before it ends the office is told (a setting of practice)."""
_Known = Mapping[tuple[int, str], Sequence[Decided]]


@dataclass(frozen=True, slots=True)
class Alarm:
    """A duty that is near or past: the limit, its label, the day it ends."""

    limit: str
    label: str
    due: date
    past: bool

    @property
    def says(self) -> str:
        day = self.due.isoformat()
        return f"{self.label}已于{day}届满" if self.past else f"{self.label}将于{day}届满"


@dataclass(frozen=True, slots=True)
class Light:
    """As the desk shows a light: colour, its name, the word, and why."""

    colour: str
    name: str
    word: str
    why: str


@dataclass(frozen=True, slots=True)
class Line:
    """One document in the register, as of a day."""

    case: Case
    number: str
    validity: Validity
    alarms: tuple[Alarm, ...]
    cells: tuple[CellValue, ...]

    @property
    def title(self) -> str:
        return str(self.cells[1])

    @property
    def light(self) -> Light:
        """Green in force, yellow near a limit or without effect, red past one, grey no more."""
        says = "；".join(alarm.says for alarm in self.alarms)
        why = "；".join(filter(None, (self.validity.why, says)))
        colour, name = _light(self.validity, self.alarms)
        return Light(colour, name, self.validity.standing.value, why)


@dataclass(frozen=True, slots=True)
class Wanted:
    """How the register is asked: as of which day, and narrowed; '' asks nothing."""

    on: date
    standing: str = ""
    text: str = ""
    alarmed: bool = False


def register(viewer: Viewer, wanted: Wanted, rulebook: Rulebook | None = None) -> list[Line]:
    """The documents someone may see that were published by that day, the newest first."""
    found = lines(issued(visible_cases(viewer)), wanted.on, rulebook)
    return [line for line in found if _asked(line, wanted)]


def standing_in(
    jurisdiction: Jurisdiction, on: date, rulebook: Rulebook | None = None
) -> list[Line]:
    """Every document of a district that is in force on a day, whoever asks."""
    found = lines(issued(Case.objects.filter(jurisdiction=jurisdiction)), on, rulebook)
    return [line for line in found if line.validity.stands]


def issued(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Of these cases the normative documents that were published, or came from a ledger."""
    published = Event.objects.filter(case=OuterRef("pk"), act="publish")
    wanted = Q(Exists(published)) | Q(origin=Origin.IMPORTED)
    found = cases.filter(wanted, procedure=PROCEDURE, voided_on=None)
    return found.select_related("unit", "jurisdiction")


def lines(cases: QuerySet[Case], on: date, rulebook: Rulebook | None = None) -> list[Line]:
    """Each document as of a day, the newest first; those not yet published then are not there."""
    rules = rulebook or office_rulebook()
    known = decided(cases.order_by().values_list("jurisdiction", flat=True).distinct())
    found = [
        line_of(case, _with_decisions(case, history, known), on, rules)
        for case, history in histories(cases.order_by("pk"), rules)
    ]
    shown = (one for one in once(found) if one.validity.standing is not Standing.NOT_ISSUED)
    return sorted(shown, key=_newest, reverse=True)


def _newest(line: Line) -> tuple[date, int]:
    issued_on = line.cells[3]
    return (issued_on if isinstance(issued_on, date) else line.case.opened_on, line.case.pk)


def once(found: Iterable[Line]) -> Iterator[Line]:
    """A document that has a case and stands in ledgers is shown by its case, else by the last."""
    best: dict[tuple[int, str], Line] = {}
    for line in found:
        key = (line.case.jurisdiction_id, line.number or f"case/{line.case.pk}")
        if key not in best or _rank(line.case) > _rank(best[key].case):
            best[key] = line
    yield from best.values()


def _rank(case: Case) -> tuple[bool, int, int]:
    return (case.origin == Origin.LIVE, case.ledger_year or 0, case.pk)


def _with_decisions(case: Case, history: History, known: _Known) -> History:
    """The history with what clean-ups decided on a document that has no case to act on."""
    if case.origin != Origin.IMPORTED:
        return history
    for one in known.get((case.jurisdiction_id, number_of(case)), ()):
        facts: dict[str, Value] = {"clean_up_conclusion": one.conclusion}
        if one.basis:
            facts["repeal_basis"] = one.basis
        history = history.with_event(KernelEvent(one.act, one.on, facts=facts))
    return history


def line_of(case: Case, history: History, on: date, rules: Rulebook) -> Line:
    validity = validity_on(history, on)
    p = procedure_of(case, rules)
    alarms = tuple(alarms_of(p, history, on, rules)) if _watched(validity) else ()
    number = number_of(case)
    return Line(case, number, validity, alarms, tuple(_cells(case, history, validity, alarms)))


def _watched(validity: Validity) -> bool:
    return validity.stands or validity.standing in {Standing.PENDING, Standing.EXPIRED}


def number_of(case: Case) -> str:
    """The document number as the standard writes it; as it is where it cannot be read."""
    said = text_of(case.facts.get("document_number")) or case.number
    return str(read(said) or said)


def alarms_of(p: Procedure, history: History, on: date, rules: Rulebook) -> Iterator[Alarm]:
    """The duties of a document that are near or past on a day."""
    for name, days in SOON.items():
        due = _due(p, name, history, on, rules)
        if due is not None and on >= due - timedelta(days=days):
            yield Alarm(name, p.time_limits[name].label, due, due < on)


def _due(p: Procedure, name: str, history: History, on: date, rules: Rulebook) -> date | None:
    """The day a limit ends that nothing has met; None where it does not run."""
    if name not in p.time_limits:
        return None
    try:
        reading = read_limit(p, name, history, rules.calendar, on)
    except OutOfCalendar:
        return None
    if reading is None or reading.done is not None or reading.due is None:
        return None
    return as_day(reading.due)


def _cells(
    case: Case, history: History, validity: Validity, alarms: Iterable[Alarm]
) -> Iterator[CellValue]:
    facts, published = history.facts, history.first(("publish",))
    begins, until = facts.get("effective_from"), facts.get("valid_until")
    yield number_of(case)
    yield text_of(facts.get("title")) or case.title
    yield case.unit.name if case.unit else ""
    yield published.on if published else None
    yield begins if isinstance(begins, date) else (published.on if published else None)
    yield until if isinstance(until, date) else None
    yield validity.standing.value
    yield validity.since
    yield validity.why
    yield "；".join(f"{one.since.isoformat()}经{one.by}修改" for one in validity.amendments)
    yield text_of(facts.get("clean_up_conclusion"))
    yield "；".join(alarm.says for alarm in alarms)


def _light(validity: Validity, alarms: tuple[Alarm, ...]) -> tuple[str, str]:
    if validity.stands and any(one.past for one in alarms):
        return "red", "红"
    if validity.standing is Standing.IN_FORCE:
        return ("yellow", "黄") if alarms else ("green", "绿")
    if validity.standing in {Standing.SUSPENDED, Standing.PENDING}:
        return "yellow", "黄"
    return "grey", "灰"


def _asked(line: Line, wanted: Wanted) -> bool:
    if wanted.standing and line.validity.standing.name != wanted.standing:
        return False
    if wanted.alarmed and not line.alarms:
        return False
    if not wanted.text:
        return True
    words = f"{line.number} {line.cells[1]} {line.cells[2]}"
    return wanted.text in words or str(read(wanted.text)) == line.number
