"""What the pages ask of the tables, always within a scope."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Count, IntegerField, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from guiju.core.row_keys import row_key
from guiju.home.scope import Scope
from guiju.home.wording import procedure_title, rule_label
from guiju.procedures.figure import Figure, all_figures
from guiju.procedures.models import Case, Finding, Source
from guiju.reports import selectors as reports

NO_UNIT = "未写明单位"
WITHOUT = "none"
"""In the unit filter: cases that name no unit."""

SORTS: Mapping[str, str] = {
    "number": "number",
    "title": "title",
    "unit": "unit__name",
    "opened": "opened_on",
    "closed": "closed_on",
    "found": "found",
}


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure and how many records it has."""

    figure: Figure
    n: int


@dataclass(frozen=True, slots=True)
class Matter:
    """The figures of one kind of matter."""

    title: str
    figures: tuple[Counted, ...]

    @property
    def empty(self) -> bool:
        return not any(counted.n for counted in self.figures)


@dataclass(frozen=True, slots=True)
class RuleCount:
    rule: str
    label: str
    basis: str
    n: int


@dataclass(frozen=True, slots=True)
class UnitCount:
    """`key` is what the unit filter takes."""

    key: str
    name: str
    n: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a list is narrowed and ordered."""

    unit: str = ""
    text: str = ""
    sort: str = ""


def years_of(scope: Scope) -> list[int]:
    """The years of the ledgers, and every later one in which a case opened, newest first.

    One look at the index for each later year, however many cases there are.
    """
    sources = Source.objects.filter(jurisdiction__in=scope.jurisdictions)
    found = sorted(set(sources.values_list("year", flat=True)), reverse=True)
    last = found[0] if found else 0
    later: list[int] = []
    cases = Case.objects.filter(jurisdiction__in=scope.jurisdictions)
    opened = cases.order_by("-opened_on").values_list("opened_on", flat=True)
    here = opened.first()
    while here is not None and here.year > last:
        later.append(here.year)
        here = opened.filter(opened_on__lt=date(here.year, 1, 1)).first()
    return later + found


def figure_of(name: str) -> Figure | None:
    return next((figure for figure in all_figures() if figure.id == name), None)


def counted(figure: Figure, scope: Scope, year: int) -> int:
    """The figure itself, where its totals may be seen; those too secret to list count too."""
    return sum(reports.figures_of_year(j, year, [figure])[figure.id] for j in scope.overseen)


def records_of(figure: Figure, scope: Scope, year: int) -> QuerySet[Case]:
    """The cases behind a figure that may be seen; for an overseer their number is the figure."""
    asked = [reports.records_of(figure, j, year) for j in scope.jurisdictions]
    chosen = Q(pk__in=[])
    for cases in asked:
        chosen |= Q(pk__in=cases.order_by().values("pk"))
    return scope.cases().filter(chosen)


def matters_of(scope: Scope, year: int) -> list[Matter]:
    """Every figure of the year in the districts overseen, by kind of matter."""
    counts: Counter[str] = Counter()
    for jurisdiction in scope.overseen:
        counts.update(reports.figures_of_year(jurisdiction, year))
    return [
        Matter(procedure_title(name), tuple(Counted(f, counts[f.id]) for f in figures))
        for name, figures in groupby(all_figures(), lambda figure: figure.procedure)
    ]


def listed(cases: QuerySet[Case], wanted: Wanted) -> QuerySet[Case]:
    """The cases with their number of findings in `found`, narrowed and in order."""
    counts = (
        Finding.objects.filter(case=OuterRef("pk"))
        .order_by()
        .values("case")
        .annotate(n=Count("pk"))
        .values("n")
    )
    found = cases.select_related("unit").annotate(
        found=Coalesce(Subquery(counts, output_field=IntegerField()), 0)
    )
    found = found.filter(_asked(wanted, ""))
    order = SORTS.get(wanted.sort.removeprefix("-"), "opened_on")
    sign = "-" if wanted.sort.startswith("-") else ""
    return found.order_by(f"{sign}{order}", "pk")


def findings_of(scope: Scope, year: int, rule: str, wanted: Wanted) -> QuerySet[Finding]:
    """The findings of a year, narrowed; those of one rule together."""
    found = scope.findings().filter(_asked(wanted, "case__"), year=year)
    if rule:
        found = found.filter(rule=rule)
    return found.select_related("case__unit").order_by("rule", "case__opened_on", "case")


def _asked(wanted: Wanted, at: str) -> Q:
    asked = Q()
    if wanted.unit == WITHOUT:
        asked &= Q(**{f"{at}unit": None})
    elif (unit := row_key(wanted.unit)) is not None:
        asked &= Q(**{f"{at}unit": unit})
    if wanted.text:
        asked &= (
            Q(**{f"{at}title__icontains": wanted.text})
            | Q(**{f"{at}number__icontains": wanted.text})
            | Q(**{f"{at}key__icontains": wanted.text})
        )
    return asked


def units_among(cases: QuerySet[Case]) -> list[UnitCount]:
    """The units of these cases, with how many each has."""
    counted = cases.order_by().values("unit", "unit__name").annotate(n=Count("pk"))
    return _units((row["unit"], row["unit__name"], row["n"]) for row in counted)


def by_rule(scope: Scope, year: int) -> list[RuleCount]:
    """How many findings of the year each rule has, the most frequent first."""
    counted = (
        scope.findings()
        .filter(year=year)
        .values("rule")
        .annotate(n=Count("pk"), basis=Min("basis"))
        .order_by("-n", "rule")
    )
    return [
        RuleCount(row["rule"], rule_label(row["rule"]), row["basis"], row["n"]) for row in counted
    ]


def by_unit(scope: Scope, year: int) -> list[UnitCount]:
    """How many findings of the year each unit has, the most frequent first."""
    counted = (
        scope.findings()
        .filter(year=year)
        .values("case__unit", "case__unit__name")
        .annotate(n=Count("pk"))
        .order_by()
    )
    return _units((row["case__unit"], row["case__unit__name"], row["n"]) for row in counted)


def _units(rows: Iterator[tuple[int | None, str | None, int]]) -> list[UnitCount]:
    found = [UnitCount(str(pk or WITHOUT), name or NO_UNIT, n) for pk, name, n in rows]
    return sorted(found, key=lambda unit: (-unit.n, unit.name))
