"""收文登记簿: the incoming documents someone may see, narrowed and in order.

(公文条例第二十四条第二项: the main data of a document and how it is handled are recorded.)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from guiju.checkup.export_list import CellValue, Column
from guiju.procedures.definition import Procedure
from guiju.procedures.desk.visibility import Viewer, visible_cases
from guiju.procedures.history import text_of
from guiju.procedures.models import Case
from guiju.procedures.record import from_json
from guiju.procedures.selectors import procedure_kept

PROCEDURE = "incoming_document"
OPEN, CLOSED, VOIDED = "open", "closed", "voided"
STATES = {OPEN: "办理中", CLOSED: "已办结", VOIDED: "已作废"}
COLUMNS = (
    Column("收文编号", 20),
    Column("收文日期", 12),
    Column("来文单位", 22),
    Column("来文字号", 24),
    Column("标题", 46),
    Column("文种", 8),
    Column("份数", 6),
    Column("紧急程度", 10),
    Column("件类", 8),
    Column("主办单位", 20),
    Column("办理时限", 12),
    Column("办理情况", 18),
    Column("办结日期", 12),
    Column("答复文号", 22),
    Column("档号", 18),
)
"""As they stand on the page, on paper and in the workbook."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """How the register is narrowed; '' and None ask nothing. Both days count in."""

    since: date | None = None
    until: date | None = None
    sender: str = ""
    urgency: str = ""
    kind: str = ""
    state: str = ""
    text: str = ""

    @property
    def any(self) -> bool:
        return self != Wanted()


@dataclass(frozen=True, slots=True)
class Line:
    """One document in the register."""

    case: Case
    cells: tuple[CellValue, ...]


def documents(viewer: Viewer, wanted: Wanted) -> QuerySet[Case]:
    """The documents received, in the order received, within what someone may see.

    One entered by mistake stays, marked void: a register explains every number it gave.
    """
    found = visible_cases(viewer).filter(_asked(wanted), procedure=PROCEDURE)
    return found.select_related("unit").order_by("opened_on", "pk")


def _asked(wanted: Wanted) -> Q:
    asked = _in_state(wanted.state)
    for lookup, value in (
        ("opened_on__gte", wanted.since),
        ("opened_on__lte", wanted.until),
        ("facts__sender__icontains", wanted.sender),
        ("facts__urgency", wanted.urgency),
        ("facts__kind", wanted.kind),
    ):
        asked &= Q((lookup, value)) if value else Q()
    if wanted.text:
        words = Q(title__icontains=wanted.text) | Q(number__icontains=wanted.text)
        for fact in ("sender_title", "sender_number", "receipt_number"):
            words |= Q((f"facts__{fact}__icontains", wanted.text))
        asked &= words
    return asked


def _in_state(state: str) -> Q:
    if state not in STATES:
        return Q()
    if state == VOIDED:
        return Q(voided_on__isnull=False)
    return Q(voided_on=None, closed_on__isnull=state == OPEN)


def lines(cases: QuerySet[Case]) -> Iterator[Line]:
    """Each document as the register shows it."""
    for case in cases.iterator(chunk_size=500):
        yield line_of(case)


def line_of(case: Case) -> Line:
    p = procedure_kept(case)
    facts = from_json(p, case.facts)

    def said(name: str) -> str:
        return text_of(facts.get(name))

    copies, due = facts.get("copies"), facts.get("due_on")
    cells: tuple[CellValue, ...] = (
        said("receipt_number") or case.number,
        case.opened_on,
        said("sender"),
        said("sender_number"),
        said("sender_title") or case.title,
        said("document_type"),
        int(copies) if isinstance(copies, int | float) else None,
        said("urgency"),
        said("kind"),
        said("lead_unit"),
        due if isinstance(due, date) else None,
        _state(p, case),
        case.closed_on,
        said("reply_number"),
        said("archive_number"),
    )
    return Line(case, cells)


def _state(p: Procedure, case: Case) -> str:
    if case.voided_on is not None:
        return STATES[VOIDED]
    if case.outcome in p.outcomes:
        return p.outcomes[case.outcome].label
    return p.steps[case.step].label if case.step in p.steps else STATES[CLOSED]
