"""The records behind a number: lists that can be narrowed, printed and taken along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from guiju.checkup.printing import page_of, per_page
from guiju.home.records_export import CellValue, Column, download, workbook
from guiju.home.scope import Scope, scope_for
from guiju.home.selectors import (
    NO_UNIT,
    Wanted,
    by_rule,
    by_unit,
    counted,
    figure_of,
    findings_of,
    listed,
    records_of,
    units_among,
    years_of,
)
from guiju.home.wording import findings_light, procedure_title, rule_label
from guiju.procedures.figure import Figure
from guiju.procedures.models import Case, Finding

PER_PAGE = 50
RECORD_COLUMNS = (
    Column("编号", 22),
    Column("标题", 60),
    Column("单位", 26),
    Column("开启日期"),
    Column("办结日期"),
    Column("检查情况"),
)
FINDING_COLUMNS = (
    Column("编号", 22),
    Column("标题", 48),
    Column("单位", 24),
    Column("程序", 18),
    Column("问题", 40),
    Column("说明", 52),
    Column("截止日期"),
    Column("实际日期"),
    Column("逾期天数", 10),
    Column("依据", 36),
)


def _asked(request: HttpRequest, name: str, longest: int) -> str:
    """What the address says under this name, without what no database text may hold."""
    return request.GET.get(name, "").replace("\x00", "").strip()[:longest]


def wanted_of(request: HttpRequest) -> Wanted:
    return Wanted(
        _asked(request, "unit", 15), _asked(request, "q", 100), _asked(request, "sort", 20)
    )


def _records(request: HttpRequest, name: str, year: int) -> tuple[Figure, Scope, QuerySet[Case]]:
    figure = figure_of(name)
    if figure is None:
        raise Http404("没有这个指标")
    scope = scope_for(request)
    return figure, scope, records_of(figure, scope, year)


def figure_records(request: HttpRequest, name: str, year: int) -> HttpResponse:
    """Exactly the records a figure counts, for whoever may see them all."""
    figure, scope, cases = _records(request, name, year)
    wanted = wanted_of(request)
    units = units_among(cases)
    found = listed(cases, wanted)
    total = sum(unit.n for unit in units)
    paginator = Paginator(found, per_page(request, PER_PAGE))
    if not (wanted.unit or wanted.text):
        paginator.count = total  # the units have been counted: no need to count again
    page = paginator.get_page(request.GET.get("page"))
    for case in page:
        case.light = findings_light(case.found)  # type: ignore[attr-defined]
    return render(
        request,
        "home/records.html",
        {
            "figure": figure,
            "year": year,
            "scope": scope,
            "total": total,
            "unlisted": max(counted(figure, scope, year) - total, 0),
            "units": units,
            "wanted": wanted,
            "page": page,
            "whole": "all" in request.GET,
            "matter": procedure_title(figure.procedure),
        },
    )


def figure_export(request: HttpRequest, name: str, year: int) -> HttpResponse:
    """The same records, narrowed the same way, as a workbook."""
    figure, _scope, cases = _records(request, name, year)
    title = f"{year}年{figure.label}清单"
    rows = _record_rows(listed(cases, wanted_of(request)))
    return download(workbook(title, RECORD_COLUMNS, rows), f"{title}.xlsx")


def _record_rows(cases: QuerySet[Case]) -> Iterator[Sequence[CellValue]]:
    for case in cases.iterator(chunk_size=2000):
        light = findings_light(case.found)  # type: ignore[attr-defined]
        yield (
            case.number or case.key,
            case.title,
            case.unit.name if case.unit else NO_UNIT,
            case.opened_on,
            case.closed_on,
            f"{light.name}　{light.word}",
        )


def findings_latest(request: HttpRequest) -> HttpResponse:
    """To the findings of the newest year."""
    years = years_of(scope_for(request))
    return redirect("findings", year=years[0] if years else timezone.localdate().year)


def findings(request: HttpRequest, year: int) -> HttpResponse:
    """What the check found in a year, by rule; one rule only with `rule`."""
    scope, rule, wanted = scope_for(request), _asked(request, "rule", 80), wanted_of(request)
    found = findings_of(scope, year, rule, wanted)
    page = page_of(request, found, PER_PAGE)
    for finding in page:
        finding.label = rule_label(finding.rule)
    return render(
        request,
        "home/findings.html",
        {
            "scope": scope,
            "year": year,
            "rule": rule,
            "rule_label": rule_label(rule) if rule else "",
            "rules": by_rule(scope, year),
            "units": by_unit(scope, year),
            "wanted": wanted,
            "page": page,
            "whole": "all" in request.GET,
            "years": years_of(scope),
        },
    )


def findings_export(request: HttpRequest, year: int) -> HttpResponse:
    """The same findings as a workbook."""
    scope, rule = scope_for(request), _asked(request, "rule", 80)
    title = f"{year}年检查发现清单"
    rows = _finding_rows(findings_of(scope, year, rule, wanted_of(request)))
    return download(workbook(title, FINDING_COLUMNS, rows), f"{title}.xlsx")


def _finding_rows(found: QuerySet[Finding]) -> Iterator[Sequence[CellValue]]:
    for f in found.iterator(chunk_size=2000):
        case = f.case
        yield (
            case.number or case.key,
            case.title,
            case.unit.name if case.unit else NO_UNIT,
            procedure_title(case.procedure),
            rule_label(f.rule),
            f.says,
            f.due,
            f.actual,
            f.days_late or None,
            f.basis,
        )
