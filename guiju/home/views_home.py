"""The front page: one's own desk first, then the year's figures and what the check found."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from guiju.home.home_desk import desk_of
from guiju.home.scope import Scope, scope_for
from guiju.home.selectors import by_rule, by_unit, matters_of, years_of


def chosen_year(request: HttpRequest, years: list[int]) -> int:
    """The year asked for, else the newest with cases. Raises Http404 for what is no year."""
    asked = request.GET.get("year", "")
    if not asked:
        return years[0] if years else 0
    if not (asked.isdecimal() and 1990 <= int(asked) <= 2099):
        raise Http404("没有这个年度")
    return int(asked)


def home(request: HttpRequest) -> HttpResponse:
    """What waits for whoever asks; then the figures of a year, one click from their records."""
    scope = scope_for(request)
    years = years_of(scope)
    if not scope.jurisdictions:
        return render(request, "home/empty.html", {"scope": scope})
    context: dict[str, object] = {"scope": scope, **desk_of(scope.viewer)}
    if years:
        context |= _figures(scope, years, chosen_year(request, years))
    return render(request, "home/home.html", context)


def _figures(scope: Scope, years: list[int], year: int) -> dict[str, object]:
    rules, units = by_rule(scope, year), by_unit(scope, year)
    return {
        "years": years,
        "year": year,
        "matters": matters_of(scope, year) if scope.overseen else [],
        "rules": rules,
        "units": units,
        "findings": sum(rule.n for rule in rules),
    }
