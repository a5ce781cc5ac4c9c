"""The page of one case."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.safestring import mark_safe

from guiju.home import case_page
from guiju.home.scope import scope_for
from guiju.home.wording import rule_label
from guiju.procedures.chart import chart
from guiju.procedures.definition import Procedure
from guiju.procedures.library import UnknownProcedure
from guiju.procedures.models import Case, Origin
from guiju.procedures.rulebook import office_rulebook
from guiju.procedures.selectors import history_of, offers, readings


def case(request: HttpRequest, pk: int) -> HttpResponse:
    """Events, limits, findings, rules and chart of a case the reader may see; 404 otherwise."""
    cases = scope_for(request).cases().select_related("unit", "jurisdiction", "source")
    found = get_object_or_404(cases.prefetch_related("events__post__unit", "findings"), pk=pk)
    p, kept = _procedure(found)
    context = {
        "case": found,
        "procedure": p,
        "kept": kept,
        "state": case_page.state_word(p, found),
        "imported": found.origin == Origin.IMPORTED,
        "events": case_page.events_shown(p, sorted(found.events.all(), key=lambda e: e.seq)),
        "facts": list(case_page.facts_shown(p, found)),
        "findings": [(rule_label(f.rule), f) for f in found.findings.all()],
        "rules": case_page.rules_shown(p),
        "chart": mark_safe(chart(p, now=_now(found))),  # noqa: S308 - escaped by chart()
        "years": sorted({f.year for f in found.findings.all()}),
    }
    if kept:
        context |= _running(request, found, p)
    return render(request, "home/case.html", context)


def _procedure(found: Case) -> tuple[Procedure, bool]:
    """The version the case keeps, else the one in force when it opened and False."""
    rules = office_rulebook()
    try:
        return rules.version(found.procedure, found.version), True
    except UnknownProcedure:
        return rules.in_force(found.procedure, found.opened_on), False


def _running(request: HttpRequest, found: Case, p: Procedure) -> dict[str, object]:
    today = timezone.localdate()
    rules = office_rulebook()
    imported = found.origin == Origin.IMPORTED
    broken = frozenset(f.broke for f in found.findings.all()) if imported else None
    limits = case_page.Limits(p, history_of(found), rules.calendar, today, broken)
    return {
        "limits": limits.shown(readings(found, on=today)),
        "offers": offers(found, user=request.user, on=today),  # type: ignore[arg-type]
    }


def _now(found: Case) -> str:
    return "" if found.origin == Origin.IMPORTED else found.step
