"""发文登记簿 and 用印登记: outgoing documents someone may see, in order.

(公文条例第二十五条第二项: 登记; 印章规定第二十五条: 用印须经批准，应当登记.)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from guiju.checkup.export_list import CellValue, Column
from guiju.documents.sheets import signer_of
from guiju.documents.slip import value_of
from guiju.procedures.desk.visibility import Viewer, visible_cases
from guiju.procedures.models import Case, Event, Opinion
from guiju.procedures.record import from_json
from guiju.procedures.selectors import procedure_kept

PROCEDURE = "outgoing_document"
STATES = {"drafting": "未编号", "numbered": "已编号未印发", "issued": "已印发", "closed": "已办结"}
COLUMNS = (
    Column("发文字号", 24),
    Column("标题", 46),
    Column("文种", 8),
    Column("紧急程度", 10),
    Column("公开属性", 12),
    Column("拟稿单位", 20),
    Column("拟稿日期", 12),
    Column("签发人", 10),
    Column("签发日期", 12),
    Column("份数", 6),
    Column("分送范围", 30),
    Column("用印日期", 12),
    Column("印发日期", 12),
    Column("办理情况", 16),
    Column("档号", 18),
)
SEAL_COLUMNS = (
    Column("用印日期", 12),
    Column("发文字号", 24),
    Column("文件标题", 46),
    Column("印章名称", 22),
    Column("用印份数", 10),
    Column("批准人", 12),
    Column("批准日期", 12),
    Column("用印单位", 20),
    Column("印章管理人", 16),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a register is narrowed; '' and None ask nothing. Both days count in."""

    since: date | None = None
    until: date | None = None
    state: str = ""
    text: str = ""

    @property
    def any(self) -> bool:
        return self != Wanted()


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a register, and the case it opens."""

    case: Case
    cells: tuple[CellValue, ...]


def documents(viewer: Viewer, wanted: Wanted) -> QuerySet[Case]:
    """Outgoing documents within what someone may see, in the order drafted."""
    found = visible_cases(viewer).filter(procedure=PROCEDURE)
    if wanted.since:
        found = found.filter(opened_on__gte=wanted.since)
    if wanted.until:
        found = found.filter(opened_on__lte=wanted.until)
    if wanted.text:
        found = found.filter(Q(title__icontains=wanted.text) | Q(number__icontains=wanted.text))
    return _in_state(found, wanted.state).select_related("unit").order_by("opened_on", "pk")


def _in_state(found: QuerySet[Case], state: str) -> QuerySet[Case]:
    issued = Exists(_standing("issue").filter(case=OuterRef("pk")))
    if state == "drafting":
        return found.filter(number="", closed_on=None)
    if state == "numbered":
        return found.filter(~issued, closed_on=None).exclude(number="")
    if state == "issued":
        return found.filter(issued)
    return found.filter(closed_on__isnull=False) if state == "closed" else found


def _standing(act: str) -> QuerySet[Event]:
    """Events of an act that nothing later took the place of."""
    later = Event.objects.filter(case=OuterRef("case"), corrects=OuterRef("seq"))
    return Event.objects.filter(~Exists(later), act=act, void=False)


def lines(cases: QuerySet[Case]) -> Iterator[Line]:
    """Each document as the register shows it: three questions for every five hundred."""
    whole = cases.prefetch_related(
        Prefetch("events", Event.objects.order_by("seq")),
        Prefetch("opinions", Opinion.objects.defer("handwriting").order_by("pk")),
    )
    for case in whole.iterator(chunk_size=500):
        yield Line(case, _cells(case))


def _cells(case: Case) -> tuple[CellValue, ...]:
    p = procedure_kept(case)
    facts = from_json(p, case.facts)
    signer = signer_of(case)
    copies = facts.get("copies")
    return (
        case.number,
        case.title,
        value_of(facts, "document_type"),
        value_of(facts, "urgency"),
        value_of(facts, "disclosure_attribute"),
        case.unit.name if case.unit else "",
        case.opened_on,
        signer.name if signer else "",
        signer.on if signer else None,
        int(copies) if isinstance(copies, int | float) else None,
        value_of(facts, "distribution"),
        _done_on(case, "seal"),
        _done_on(case, "issue"),
        _state_of(case),
        value_of(facts, "archive_number"),
    )


def _done_on(case: Case, act: str) -> date | None:
    """The last day an act was done that still stands."""
    events = list(case.events.all())
    replaced = {event.corrects for event in events if event.corrects is not None}
    done = [e.on for e in events if e.act == act and not e.void and e.seq not in replaced]
    return max(done, default=None)


def _state_of(case: Case) -> str:
    p = procedure_kept(case)
    if case.voided_on is not None:
        return "已作废"
    if case.outcome in p.outcomes:
        return p.outcomes[case.outcome].label
    return p.steps[case.step].label if case.step in p.steps else "已办结"


def sealings(viewer: Viewer, wanted: Wanted) -> QuerySet[Event]:
    """Every time a seal was put on a document someone may see, in order."""
    seen = visible_cases(viewer).filter(procedure=PROCEDURE)
    found = _standing("seal").filter(case__in=seen)
    if wanted.since:
        found = found.filter(on__gte=wanted.since)
    if wanted.until:
        found = found.filter(on__lte=wanted.until)
    if wanted.text:
        asked = Q(case__title__icontains=wanted.text) | Q(case__number__icontains=wanted.text)
        found = found.filter(asked)
    return found.select_related("case__unit", "post").order_by("on", "pk")


def seal_lines(events: QuerySet[Event]) -> Iterator[Line]:
    """Each sealing as the register shows it."""
    whole = events.prefetch_related(
        Prefetch("case__opinions", Opinion.objects.defer("handwriting").order_by("pk"))
    )
    for event in whole.iterator(chunk_size=500):
        yield Line(event.case, _seal_cells(event))


def _seal_cells(event: Event) -> tuple[CellValue, ...]:
    case = event.case
    facts = from_json(procedure_kept(case), event.facts)
    signer = signer_of(case)
    copies = facts.get("sealed_copies") or case.facts.get("copies")
    return (
        event.on,
        case.number,
        case.title,
        value_of(facts, "seal_name"),
        int(copies) if isinstance(copies, int | float) else None,
        signer.name if signer else "",
        signer.on if signer else None,
        case.unit.name if case.unit else "",
        event.post.name if event.post else event.by,
    )
