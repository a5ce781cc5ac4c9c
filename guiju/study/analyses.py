"""案例剖析: written by whoever works on study, read by the district, hence no personal data.

What the format rules find personal before publishing (identity, mobile and card numbers, rules
B01 to B03) is refused here (个人信息保护法第六条); names are for whoever writes to leave out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet

from guiju.audit import acts as audit
from guiju.checkup.export_list import CellValue, Column
from guiju.core.errors import NotYours, Reason, Refusal
from guiju.org.models import Unit
from guiju.procedures.desk.visibility import Viewer, viewer_of, visible_cases
from guiju.procedures.models import Case
from guiju.procedures.record import day_of
from guiju.study.choosing import Named, in_words, rows
from guiju.study.models import CaseAnalysis, Chosen
from guiju.study.plans import PROCEDURE, units_of
from guiju.typeset.check.judging import check
from guiju.typeset.check.reading import sheet_of_lines

PERSONAL = frozenset({"B01", "B02", "B03"})
COLUMNS = (
    Column("标题", 36),
    Column("单位", 20),
    Column("基本案情", 60),
    Column("适用规则", 44),
    Column("涉及的法律和条文", 40),
    Column("启示", 44),
    Column("编写日期", 12),
)


@dataclass(frozen=True, slots=True)
class Written:
    """An analysis as written."""

    unit: Unit
    title: str
    facts: str
    rule: str
    lesson: str
    laws: tuple[Named, ...]
    session: Case | None = None


def analyses_of(viewer: Viewer, text: str = "") -> QuerySet[CaseAnalysis]:
    """The analyses of someone's district, the newest first; `text` narrows them."""
    found = CaseAnalysis.objects.all()
    if not viewer.user.is_superuser:
        found = found.filter(jurisdiction__in=viewer.jurisdictions)
    for word in text.split():
        said = Q(title__icontains=word) | Q(facts__icontains=word) | Q(lesson__icontains=word)
        found = found.filter(said | Q(rule__icontains=word))
    shown = found.select_related("unit", "jurisdiction", "made_by", "session")
    return shown.prefetch_related("chosen__instrument").order_by("-made_at", "-pk")


def sessions_for(viewer: Viewer) -> QuerySet[Case]:
    """The sessions an analysis may have been discussed at, of those someone may see."""
    found = visible_cases(viewer).filter(procedure=PROCEDURE, voided_on=None)
    return found.order_by("-opened_on", "-pk")


def may_change(viewer: Viewer, analysis: CaseAnalysis) -> bool:
    return analysis.unit_id in {unit.pk for unit in units_of(viewer)}


def write_analysis(
    written: Written, *, by: User, at: datetime, analysis: CaseAnalysis | None = None
) -> CaseAnalysis:
    """Write an analysis, or `analysis` anew.

    Raises NotYours; Refusal for personal data, naming the place.
    """
    viewer = viewer_of(by, on=day_of(at))
    wanted = [written.unit, *([analysis.unit] if analysis else [])]
    if not {unit.pk for unit in wanted} <= {unit.pk for unit in units_of(viewer)}:
        says = "案例剖析由承担学法工作的人员编写"
        raise NotYours([Reason("study.analysis", says, helper="学法组织人")])
    _refuse_personal(written)
    with transaction.atomic():
        kept = analysis or CaseAnalysis(made_by=by, made_at=at)
        kept.jurisdiction, kept.unit = written.unit.jurisdiction, written.unit
        kept.title, kept.session = written.title, written.session
        kept.facts, kept.rule, kept.lesson = written.facts, written.rule, written.lesson
        kept.save()
        kept.chosen.all().delete()
        made = rows(written.laws)
        for row in made:
            row.analysis = kept
        Chosen.objects.bulk_create(made)
        _enter(kept, made, "study.analysis.change" if analysis else "study.analysis.write", by, at)
    return kept


def _enter(kept: CaseAnalysis, made: list[Chosen], verb: str, by: User, at: datetime) -> None:
    audit.append(
        audit.Record(
            kept.jurisdiction_id,
            f"study/analysis/{kept.pk}",
            verb,
            by.get_username(),
            at,
            {
                "title": kept.title,
                "facts": kept.facts,
                "rule": kept.rule,
                "lesson": kept.lesson,
                "laws": [str(one) for one in made],
                "session": kept.session_id,
            },
        )
    )


def _refuse_personal(written: Written) -> None:
    troubles = []
    said = {"标题": written.title, "基本案情": written.facts}
    for label, text in {**said, "适用规则": written.rule, "启示": written.lesson}.items():
        for one in check(sheet_of_lines(tuple(text.splitlines())), publish=True):
            if one.rule.id in PERSONAL:
                says = f"{label}中的“{one.quote}”像是个人信息，请去掉或者作去标识处理"
                troubles.append(Reason(f"study.analysis.{one.rule.id}", says, one.rule.basis))
    if troubles:
        raise Refusal(troubles)


def cells(analysis: CaseAnalysis) -> tuple[CellValue, ...]:
    """A row of the list as a workbook."""
    return (
        analysis.title,
        analysis.unit.name,
        analysis.facts,
        analysis.rule,
        in_words(list(analysis.chosen.all())),
        analysis.lesson,
        day_of(analysis.made_at),
    )
