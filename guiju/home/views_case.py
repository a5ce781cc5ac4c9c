"""The page of one case, who can see it, and its sheet on paper."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from guiju.home import case_page
from guiju.home.case_beside import beside
from guiju.home.case_desk import CaseDesk, open_tasks_of
from guiju.home.case_path import path_chart
from guiju.home.case_seen import Seen, seen_case
from guiju.home.records_export import Column, download, workbook
from guiju.home.wording import rule_label
from guiju.notices.acts import mark_read_about
from guiju.org.selectors import called, names_of
from guiju.procedures.chart import chart
from guiju.procedures.desk.countersigning import named_holders
from guiju.procedures.desk.on_chain import OnChain, on_chain
from guiju.procedures.desk.opinions import block
from guiju.procedures.desk.panels import panels_of
from guiju.procedures.desk.visibility import who_sees
from guiju.procedures.models import Case, Origin
from guiju.procedures.rulebook import office_rulebook
from guiju.procedures.selectors import readings


def case(request: HttpRequest, pk: int) -> HttpResponse:
    """Events, limits, findings, rules and chart of a case the reader may see; 404 otherwise.

    A live case shows the desk beside them; a record out of a ledger what may be done with one.
    Whoever opens it has read what they were told about it.
    """
    seen = seen_case(request, pk)
    mark_read_about(seen.user, f"case/{seen.case.pk}", at=seen.at)
    imported = seen.case.origin == Origin.IMPORTED
    context = _record(seen, OnChain() if imported else on_chain(seen.case))
    if seen.kept:
        desk = CaseDesk(seen)
        context |= {"limits": _limits(seen), "desk": desk, "panels": _panels(request, seen)}
        if not imported:
            context |= _live(desk)
    return render(request, "home/case.html", context)


def _live(desk: CaseDesk) -> dict[str, object]:
    """The desk's part of a live case; seeing the page marks one's own task as read."""
    seen = desk.seen
    open_tasks_of(seen)
    return {
        "live": True,
        "corrects": seen.corrects and seen.case.voided_on is None,
        "chart": mark_safe(chart(seen.procedure, marks=desk.marks)),  # noqa: S308 - escaped
        "path": mark_safe(path_chart(desk)),  # noqa: S308 - escaped
        "texts": case_page.texts_shown(seen.case, desk.names),
    }


def _record(seen: Seen, told: OnChain) -> dict[str, object]:
    found, p = seen.case, seen.procedure
    imported = found.origin == Origin.IMPORTED
    events = sorted(found.events.all(), key=lambda e: e.seq)
    people = {n for e in events for n in (e.by, e.recorder)} | {one.by for one in told.retitled}
    names = {} if imported else names_of(people)
    zones = [] if imported else block(found)
    facts = list(case_page.facts_shown(p, found))
    if not imported:
        facts = case_page.beyond_the_head(facts, found)
    return {
        "seen": seen,
        "case": found,
        "procedure": p,
        "kept": seen.kept,
        "state": case_page.state_word(p, found),
        "imported": imported,
        "events": case_page.events_shown(p, events, names, told.entered),
        "retitled": [(one, names.get(one.by, one.by)) for one in told.retitled],
        "rows": case_page.sheet_rows(facts, [zone.name for zone in zones]),
        "zones": zones,
        "findings": [(rule_label(f.rule), f) for f in found.findings.all()],
        "rules": case_page.rules_shown(p),
        "chart": mark_safe(chart(p, now=_now(found))),  # noqa: S308 - escaped by chart()
        "years": sorted({f.year for f in found.findings.all()}),
    }


def _panels(request: HttpRequest, seen: Seen) -> list[dict[str, str]]:
    """The sections of the procedure's own app, each with only what it brought along."""
    return [
        {
            "title": panel.title,
            "html": render_to_string(panel.template, dict(panel.context), request),
        }
        for panel in panels_of(seen.case, seen.viewer, seen.on)
    ]


def _limits(seen: Seen) -> list[case_page.LimitShown]:
    found = seen.case
    imported = found.origin == Origin.IMPORTED
    broken = frozenset(f.broke for f in found.findings.all()) if imported else None
    calendar = office_rulebook().calendar
    limits = case_page.Limits(seen.procedure, seen.history, calendar, seen.on, broken)
    return limits.shown(readings(found, on=seen.on))


def _now(found: Case) -> str:
    return "" if found.origin == Origin.IMPORTED else found.step


def glance(request: HttpRequest, pk: int) -> HttpResponse:
    """What tells which of a list to take first; with `?beside` for the panel beside the list.

    Glancing is not opening: no task is marked as read, and whoever sent it may take it back.
    """
    seen = seen_case(request, pk)
    context = {
        "case": seen.case,
        "beside": beside(seen),
        "holders": named_holders(seen.open_tasks, seen.procedure),
        "since": min((task.opened_at for task in seen.open_tasks), default=None),
        "text": seen.case.texts.order_by("-version").first(),
        "papers": seen.case.attachments.select_related("file").order_by("pk"),
    }
    alone = "beside" in request.GET
    name = "home/parts/case_glance.html" if alone else "home/case_glance.html"
    return render(request, name, context)


def who(request: HttpRequest, pk: int) -> HttpResponse:
    """谁能看到本件: everyone who may see the case today, from which post, and why."""
    seen = seen_case(request, pk)
    people = who_sees(seen.case, on=seen.on)
    return render(request, "home/case_who.html", {"case": seen.case, "people": people})


def who_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a workbook."""
    seen = seen_case(request, pk)
    columns = (Column("人员", 16), Column("岗位", 40), Column("为什么", 30))
    rows = (
        (called(one.user), str(one.post or ""), one.why) for one in who_sees(seen.case, on=seen.on)
    )
    title = f"谁能看到：{seen.case.title}"
    return download(workbook(title, columns, rows), f"谁能看到本件（{seen.on}）.xlsx")


def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet on A4: all that was recorded, the opinions, and the history.

    `?history=0` leaves the history out. Printing is not opening: no task is marked as read.
    """
    seen = seen_case(request, pk)
    context = _record(seen, OnChain()) | {
        "desk": CaseDesk(seen),
        "history": request.GET.get("history", "1") != "0",
        "sheet_title": case_page.sheet_title(seen.procedure),
    }
    return render(request, "home/case_sheet.html", context)
