"""A round of clean-up as someone sees it: its documents, what they may do, and who else must."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from guiju.checkup.export_list import CellValue, Column
from guiju.core.errors import NotYours, Reason
from guiju.normative.clean_up import DRAFTER, HEAD, LAW, OFFICE, WHO
from guiju.normative.models import CleanUp, CleanUpItem, Conclusion
from guiju.normative.resting import amended_by
from guiju.normative.validity import PROCEDURE
from guiju.org.models import Jurisdiction
from guiju.org.selectors import OVERSEER, called
from guiju.procedures.desk.visibility import ADMINISTRATOR, Viewer, visible_cases

COLUMNS = (
    Column("序号", 6),
    Column("发文字号", 24),
    Column("文件名称", 46),
    Column("起草单位", 20),
    Column("清理结论", 12),
    Column("理由", 50),
    Column("提出人", 12),
    Column("提出日期", 12),
)
HIDDEN = "（您无权查看的文件）"


@dataclass(frozen=True, slots=True)
class Row:
    """A document of the round. `seen`: its case may be opened; `mine`: it may be concluded on.

    `warns` names what was amended by a document that is to end.
    """

    item: CleanUpItem
    cells: tuple[CellValue, ...]
    seen: bool
    mine: bool
    warns: tuple[str, ...] = ()


def rounds_of(viewer: Viewer) -> QuerySet[CleanUp]:
    """The rounds someone may read, the latest first, with how many documents and conclusions.

    Raises NotYours for whoever has no part in normative documents and oversees no district.
    """
    theirs = [j for j in viewer.jurisdictions if _reads(viewer, j)]
    if not theirs:
        says = "规范性文件清理由制定规范性文件的各单位办理，不在您的岗位职责内"
        raise NotYours([Reason("clean_up.read", says, LAW, WHO[OFFICE])])
    counted = Count("items", filter=~Q(items__conclusion=""))
    found = CleanUp.objects.filter(jurisdiction__in=theirs).select_related("jurisdiction")
    return found.annotate(documents=Count("items"), concluded=counted)


def _reads(viewer: Viewer, jurisdiction: int) -> bool:
    held = {r for p in viewer.posts if p.jurisdiction_id == jurisdiction for r in p.roles}
    works = any(role.startswith(f"{PROCEDURE}.") for role in held)
    return works or bool(held & {OVERSEER, ADMINISTRATOR})


def may(viewer: Viewer, role: str, jurisdiction: Jurisdiction) -> bool:
    return viewer.holds(role, jurisdiction.pk)


def offices_of(viewer: Viewer) -> list[Jurisdiction]:
    """The districts in which they may open a round."""
    held = [post.jurisdiction_id for post in viewer.posts if OFFICE in post.roles]
    return list(Jurisdiction.objects.filter(pk__in=held).order_by("code"))


def rows_of(clean_up: CleanUp, viewer: Viewer) -> list[Row]:
    """Every document of the round in order; what they may not see is there without its name."""
    items = clean_up.items.select_related("unit", "concluded_by", "case__jurisdiction")
    wanted = list(items.order_by("pk"))
    cases = [item.case_id for item in wanted]
    seen = set(visible_cases(viewer).filter(pk__in=cases).values_list("pk", flat=True))
    return list(_rows(wanted, seen, clean_up, viewer))


def _rows(
    items: Iterable[CleanUpItem], seen: set[int], clean_up: CleanUp, viewer: Viewer
) -> Iterator[Row]:
    for place, item in enumerate(items, 1):
        known = item.case_id in seen
        open_now = known and clean_up.finished_on is None
        warns = tuple(_warnings(item, viewer)) if known and not clean_up.published_on else ()
        mine = open_now and _concludes(viewer, item)
        yield Row(item, tuple(_cells(place, item, known)), known, mine, warns)


def _concludes(viewer: Viewer, item: CleanUpItem) -> bool:
    if viewer.holds(OFFICE, item.jurisdiction_id):
        return True
    return any(p.unit_id == item.unit_id and DRAFTER in p.roles for p in viewer.posts)


def _cells(place: int, item: CleanUpItem, known: bool) -> Iterator[CellValue]:
    yield place
    yield item.number if known else ""
    yield item.title if known else HIDDEN
    yield item.unit.name if item.unit else ""
    yield item.conclusion
    yield item.reason if known else ""
    yield (called(item.concluded_by) if (item.concluded_by and known) else "")
    yield item.concluded_on


def _warnings(item: CleanUpItem, viewer: Viewer) -> Iterator[str]:
    """What was amended by a document that is to end, named to those who may see it."""
    if item.conclusion not in (Conclusion.REPEAL, Conclusion.LAPSE):
        return
    found = amended_by(item.case, item.number)
    seen = visible_cases(viewer).filter(pk__in=[one.case.pk for one in found])
    named = set(seen.values_list("pk", flat=True))
    for one in found:
        title = f"《{one.case.title}》" if one.case.pk in named else HIDDEN
        day = one.since.isoformat()
        yield f"{title}于{day}经本文件修改，本文件不再有效后是否恢复原文，须在决定中写明"


def steps_of(clean_up: CleanUp) -> list[tuple[str, str, object]]:
    """The stages of a round: what, by whom, and the day it was done (None while it is not)."""
    return [
        ("提出结论并完成", WHO[OFFICE], clean_up.finished_on),
        ("决定废止和失效", WHO[HEAD], clean_up.decided_on),
        ("公布清理结果", WHO[OFFICE], clean_up.published_on),
    ]
