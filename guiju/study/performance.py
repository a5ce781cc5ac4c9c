"""述法: what a leader did for the rule of law in a year, with the records behind every number.

No national template was found; the headings follow what must be in the statement (学法用法情况 and
履行推进法治建设职责情况 go into the yearly statement of office), the words are the leader's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from guiju.audit import acts as audit
from guiju.core.errors import NotYours, Reason, Refusal
from guiju.org.models import Post, Unit
from guiju.org.selectors import holders_of
from guiju.procedures.desk.visibility import Viewer, viewer_of
from guiju.procedures.models import Case, Event
from guiju.procedures.record import day_of
from guiju.procedures.selectors import procedure_kept
from guiju.study.models import Attendance, PerformanceReport
from guiju.study.plans import PROCEDURE
from guiju.study.reading import units_read
from guiju.study.register import held_days

BASIS = "学法用法述职要求"
PARTS = {
    "duty": "履行推进法治建设职责情况",
    "shortcomings": "存在的不足和原因",
    "intended": "下一年度安排",
}
"""Field → heading of what the leader writes."""
STUDIED = "参加学法活动"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the statement and the records behind it."""

    label: str
    unit: str
    cases: tuple[int, ...]

    @property
    def n(self) -> int:
        return len(self.cases)


def figures_for(user: User, unit: Unit, year: int) -> list[Figure]:
    """Sessions somebody came to, and matters they acted on in the district, by procedure."""
    came = Attendance.objects.filter(
        user=user,
        present=True,
        case__voided_on=None,
        case__procedure=PROCEDURE,
        case__jurisdiction=unit.jurisdiction_id,
    )
    held = held_days([row.case for row in came.select_related("case")])
    studied = tuple(sorted(pk for pk, on in held.items() if on.year == year))
    return [Figure(STUDIED, "次", studied), *_acted(user, unit, year)]


def _acted(user: User, unit: Unit, year: int) -> Iterator[Figure]:
    later = Event.objects.filter(case=OuterRef("case"), corrects=OuterRef("seq"))
    events = Event.objects.filter(
        ~Exists(later),
        void=False,
        by=user.get_username(),
        year=year,
        jurisdiction=unit.jurisdiction_id,
        case__voided_on=None,
    )
    by_title: dict[str, list[int]] = {}
    for case in Case.objects.filter(pk__in=events.values("case")).order_by("pk"):
        by_title.setdefault(procedure_kept(case).title, []).append(case.pk)
    for title in sorted(by_title):
        yield Figure(title, "件", tuple(by_title[title]))


def figures_of(report: PerformanceReport) -> list[Figure]:
    """As they stand today; once submitted, as they stood then."""
    if report.submitted_on is None:
        return figures_for(report.user, report.unit, report.year)
    return [Figure(one["label"], one["unit"], tuple(one["cases"])) for one in report.figures]


def led_units(viewer: Viewer) -> list[Unit]:
    """The units someone leads themselves; standing in for a head makes no statement."""
    found = {s.post.unit_id: s.post.unit for s in viewer.seats if s.post.leads and not s.acting_for}
    return list(found.values())


def reports_of(viewer: Viewer) -> QuerySet[PerformanceReport]:
    """One's own, and the submitted ones of the units one follows."""
    seen = Q(user=viewer.user)
    seen |= Q(unit__in=[unit.pk for unit in units_read(viewer)], submitted_on__isnull=False)
    found = PerformanceReport.objects.filter(seen)
    return found.select_related("unit", "user", "jurisdiction").order_by("-year", "pk")


@dataclass(frozen=True, slots=True)
class Status:
    """How far a leader is with the statement of a year."""

    unit: Unit
    user: User
    report: PerformanceReport | None

    @property
    def says(self) -> str:
        if self.report is None:
            return "未起草"
        return "已提交" if self.report.submitted_on else "起草中"


def statuses(units: Iterable[Unit], year: int, viewer: Viewer) -> list[Status]:
    """Every leader of these units."""
    posts = list(
        Post.objects.filter(unit__in=list(units), leads=True)
        .select_related("unit")
        .order_by("unit__name", "rank", "pk")
    )
    held = holders_of(posts, on=viewer.on)
    rows = PerformanceReport.objects.filter(unit__in=[p.unit_id for p in posts], year=year)
    made = {(row.unit_id, row.user_id): row for row in rows}
    found: dict[tuple[int, int], Status] = {}
    for post in posts:
        for user in held.get(post.pk, ()):
            key = post.unit_id, user.pk
            found.setdefault(key, Status(post.unit, user, made.get(key)))
    return list(found.values())


def begin_report(unit: Unit, year: int, *, by: User, at: datetime) -> PerformanceReport:
    """The leader's statement of a year, begun when there is none. Raises NotYours."""
    if unit.pk not in {one.pk for one in led_units(viewer_of(by, on=day_of(at)))}:
        says = "述法报告由单位负责人本人起草"
        raise NotYours([Reason("study.statement", says, BASIS, "单位负责人")])
    with transaction.atomic():
        report, new = PerformanceReport.objects.get_or_create(
            unit=unit, user=by, year=year, defaults={"jurisdiction": unit.jurisdiction}
        )
        if new:
            _enter(report, "study.statement.begin", by, at)
    return report


def write_report(
    report: PerformanceReport, *, duty: str, shortcomings: str, intended: str, by: User,
    at: datetime,
) -> None:  # fmt: skip
    """Keep what the leader wrote. Raises NotYours, Refusal once it is submitted."""
    with transaction.atomic():
        kept = _own(report, by)
        kept.duty, kept.shortcomings, kept.intended = duty, shortcomings, intended
        kept.save(update_fields=list(PARTS))
        _enter(kept, "study.statement.write", by, at)


def submit_report(report: PerformanceReport, *, by: User, at: datetime) -> None:
    """Hand it in: numbers and records stay as they are now. Raises NotYours, Refusal."""
    with transaction.atomic():
        kept = _own(report, by)
        empty = [heading for field, heading in PARTS.items() if not getattr(kept, field).strip()]
        if empty:
            says = f"请先写明{'、'.join(empty)}"
            raise Refusal([Reason("study.statement.parts", says, BASIS)])
        kept.figures = [
            {"label": one.label, "unit": one.unit, "cases": list(one.cases)}
            for one in figures_of(kept)
        ]
        kept.submitted_on = day_of(at)
        kept.save(update_fields=["figures", "submitted_on"])
        _enter(kept, "study.statement.submit", by, at)


def _own(report: PerformanceReport, by: User) -> PerformanceReport:
    rows = PerformanceReport.objects.select_for_update(of=("self",)).select_related("unit", "user")
    kept = rows.get(pk=report.pk)
    if kept.user_id != by.pk:
        says = "述法报告由单位负责人本人起草、提交"
        raise NotYours([Reason("study.statement", says, BASIS, "单位负责人")])
    if kept.submitted_on is not None:
        raise Refusal([Reason("study.statement.submitted", "述法报告已经提交，不再改动", BASIS)])
    return kept


def _enter(report: PerformanceReport, verb: str, by: User, at: datetime) -> None:
    audit.append(
        audit.Record(
            report.jurisdiction_id,
            f"study/statement/{report.pk}",
            verb,
            by.get_username(),
            at,
            {
                "unit": report.unit_id,
                "year": report.year,
                "figures": report.figures,
                **{field: getattr(report, field) for field in PARTS},
            },
        )
    )
