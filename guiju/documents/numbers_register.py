"""编号登记: the series of a district, and every number of a year accounted for.

(公文条例第二十五条第二项: a document is registered before it is printed.) Whoever registers
documents keeps the register, whoever oversees the district reads it; what a number is used for
is named to those who may see the case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet
from django.utils.timezone import get_current_timezone

from guiju.checkup.export_list import CellValue, Column
from guiju.core.errors import NotYours, Reason
from guiju.numbers import acts
from guiju.numbers.models import Number, Series, State
from guiju.numbers.reading import REGULATION, faults, read
from guiju.numbers.selectors import gaps
from guiju.org.selectors import OVERSEER, called
from guiju.procedures.desk.numbering import refuse_while_borne
from guiju.procedures.desk.visibility import ADMINISTRATOR, Viewer, visible_cases
from guiju.procedures.models import Case, Task

COLUMNS = (
    Column("编号", 26),
    Column("状态", 8),
    Column("用于", 50),
    Column("原因", 36),
    Column("登记人", 12),
    Column("登记日期", 12),
)
REGISTRAR = ".registrar"
"""What the roles of those who register end in, in every procedure."""
_USE = re.compile(r"(?P<what>case|task)/(?P<pk>[0-9]{1,18})(/.*)?")
"""What a number says it is used for: a case, its letter or event, or a task that is urged."""
_HIDDEN = "（您无权查看的事项）"


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the register: a number, or a run of serials nobody has put on record."""

    cells: tuple[CellValue, ...]
    number: Number | None = None
    case: Case | None = None

    @property
    def missing(self) -> bool:
        return self.number is None

    @property
    def may_be_void(self) -> bool:
        return self.number is not None and self.number.state != State.VOID


@dataclass(frozen=True, slots=True)
class Summary:
    """One year of a series in figures. `missing` counts serials without any record."""

    series: Series
    year: int
    last: int
    used: int
    reserved: int
    void: int
    missing: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What a number written by somebody was taken for; '' where it could not be read."""

    written: str
    meant: str
    faults: tuple[Reason, ...]


def judged(written: str) -> Reading:
    """A document number read leniently and judged strictly."""
    meant = read(written)
    return Reading(written, str(meant) if meant else "", faults(written))


def may_keep(viewer: Viewer, jurisdiction: int | None = None) -> bool:
    """Whether they reserve, void and enter numbers."""
    return any(
        role == ADMINISTRATOR or role.endswith(REGISTRAR)
        for post in viewer.posts
        if jurisdiction in (None, post.jurisdiction_id)
        for role in post.roles
    )


def read_by(viewer: Viewer) -> list[int]:
    """The districts whose register of numbers they may read."""
    return [j for j in viewer.jurisdictions if may_keep(viewer, j) or viewer.holds(OVERSEER, j)]


def series_of(viewer: Viewer) -> QuerySet[Series]:
    """The series whose register they may read. Raises NotYours when there is none for them."""
    theirs = read_by(viewer)
    if not theirs:
        says = "编号登记由登记人员办理，不在您的岗位职责内"
        raise NotYours([Reason("number.register", says, REGULATION, "本单位登记人员")])
    return Series.objects.filter(jurisdiction_id__in=theirs).order_by("kind", "word", "pk")


def require_keeper(viewer: Viewer, series: Series) -> None:
    """Raises NotYours for whoever only reads."""
    if not may_keep(viewer, series.jurisdiction_id):
        says = "预留、补登、作废编号由登记人员办理"
        raise NotYours([Reason("number.keeper", says, REGULATION, "本单位登记人员")])


def void_number(number: Number, *, reason: str, by: User, at: datetime) -> Number:
    """Void a number that no case going on bears. Raises Refusal, also as `numbers.acts.void`."""
    with transaction.atomic():
        refuse_while_borne(number)
        return acts.void(number, reason=reason, by=by, at=at)


def summaries(series: Iterable[Series]) -> list[Summary]:
    """Every year each series has numbers of, the latest first."""
    known = {one.pk: one for one in series}
    rows = (
        Number.objects.filter(series__in=known)
        .values("series", "year")
        .annotate(
            last=Max("serial"),
            all=Count("pk"),
            used=Count("pk", filter=Q(state=State.USED)),
            reserved=Count("pk", filter=Q(state=State.RESERVED)),
            void=Count("pk", filter=Q(state=State.VOID)),
        )
    )
    found = [
        Summary(
            series=known[row["series"]],
            year=row["year"],
            last=row["last"],
            used=row["used"],
            reserved=row["reserved"],
            void=row["void"],
            missing=row["last"] - row["all"],
        )
        for row in rows
    ]
    order = {pk: place for place, pk in enumerate(known)}
    return sorted(found, key=lambda one: (order[one.series.pk], -one.year))


def numbers_of(series: Series, year: int, state: str = "") -> QuerySet[Number]:
    """The numbers of a year in order; `state` narrows them."""
    rows = Number.objects.filter(series=series, year=year).select_related("series", "by")
    return (rows.filter(state=state) if state else rows).order_by("serial")


def lines(numbers: Iterable[Number], viewer: Viewer) -> Iterator[Line]:
    """Each number as the register shows it."""
    rows = list(numbers)
    known = _cases_of(rows)
    cases = visible_cases(viewer).in_bulk(set(known.values()))
    for number in rows:
        used_for, case = number.used_for, cases.get(known.get(number.pk, 0))
        if number.pk in known:
            used_for = case.title if case else _HIDDEN
        yield _line(number, used_for, case)


def _line(number: Number, used_for: str, case: Case | None) -> Line:
    cells: tuple[CellValue, ...] = (
        number.text,
        number.get_state_display(),
        used_for,
        number.reason,
        called(number.by),
        _day(number.at),
    )
    return Line(cells, number, case)


def missing_lines(series: Series, year: int) -> list[Line]:
    """The runs of serials without a record, each as a row of the register."""
    found = []
    for first, last in gaps(series, year).missing:
        text = _text(series, year, first)
        if last > first:
            text = f"{text}至{_text(series, year, last)}"
        count = last - first + 1
        found.append(Line((text, "断号", "", f"缺{count}个，没有任何登记", "", None)))
    return found


def _text(series: Series, year: int, serial: int) -> str:
    return Number(series=series, year=year, serial=serial).text


def _cases_of(numbers: Iterable[Number]) -> dict[int, int]:
    """Numbers → the cases they, their letters or their slips are of; none for what is on paper."""
    used = [(number.pk, _USE.fullmatch(number.used_for)) for number in numbers]
    found = {pk: (use["what"], int(use["pk"])) for pk, use in used if use is not None}
    tasks = {pk for what, pk in found.values() if what == "task"}
    cases = dict(Task.objects.filter(pk__in=tasks).values_list("pk", "case")) if tasks else {}
    return {
        number: cases.get(pk, 0) if what == "task" else pk for number, (what, pk) in found.items()
    }


def _day(at: datetime) -> date:
    return at.astimezone(get_current_timezone()).date()
