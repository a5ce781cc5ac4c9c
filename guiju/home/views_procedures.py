"""The procedures the office works by, as pages for a lawyer to read."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from guiju.procedures.chart import chart
from guiju.procedures.rulebook import office_rulebook
from guiju.procedures.sheet import tables


def procedures(request: HttpRequest) -> HttpResponse:
    """Every procedure in its newest version."""
    newest = [versions[-1] for versions in office_rulebook().procedures.values()]
    return render(
        request,
        "home/procedures.html",
        {
            "procedures": sorted(newest, key=lambda p: p.id),
            "limits": sum(len(p.time_limits) for p in newest),
            "rules": sum(len(p.invariants) for p in newest),
        },
    )


def sheet(request: HttpRequest, name: str) -> HttpResponse:
    """Acts, limits, rules, outcomes and chart of one procedure."""
    versions = office_rulebook().procedures.get(name)
    if versions is None:
        raise Http404("没有这个程序")
    p = versions[-1]
    return render(
        request,
        "home/sheet.html",
        {
            "procedure": p,
            "tables": [table for table in tables(p) if table.rows],
            "chart": mark_safe(chart(p)),  # noqa: S308 - escaped by chart()
        },
    )
