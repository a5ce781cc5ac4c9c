"""述法: who has handed in, and one statement, written, submitted, printed."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guiju.checkup.export_list import CellValue, Column, download, workbook
from guiju.core.errors import NotYours, Reason, Refusal
from guiju.files.kinds import DOCX
from guiju.procedures.desk.visibility import Viewer, viewer_of, visible_cases
from guiju.procedures.models import Case
from guiju.study.forms import StatementForm, YearForm
from guiju.study.models import PerformanceReport
from guiju.study.performance import (
    PARTS,
    Figure,
    begin_report,
    figures_of,
    led_units,
    reports_of,
    statuses,
    submit_report,
    write_report,
)
from guiju.study.performance_paper import as_docx, as_pdf, paper_of
from guiju.study.reading import units_read
from guiju.study.sessions import name_of
from guiju.typeset.fonts import FontMissing

_COLUMNS = (
    Column("单位", 28), Column("单位负责人", 14), Column("述法情况", 12), Column("提交日期", 12),
)  # fmt: skip


def _viewer(request: HttpRequest) -> Viewer:
    return viewer_of(cast(User, request.user), on=timezone.localdate())


@require_safe
def statements(request: HttpRequest) -> HttpResponse:
    """One's own statements, and how far the leaders of the units one follows are."""
    viewer = _viewer(request)
    form = YearForm(request.GET, today=viewer.on.year)
    year, _ = form.wanted()
    context = {
        "form": form,
        "year": year,
        "own": reports_of(viewer).filter(user=viewer.user),
        "led": led_units(viewer),
        "rows": statuses(units_read(viewer), year, viewer),
    }
    return render(request, "study/statements.html", context)


@require_safe
def statements_export(request: HttpRequest) -> HttpResponse:
    """The list of who has handed in as a workbook."""
    viewer = _viewer(request)
    year, _ = YearForm(request.GET, today=viewer.on.year).wanted()
    rows: list[tuple[CellValue, ...]] = [
        (
            one.unit.name,
            name_of(one.user),
            one.says,
            one.report.submitted_on if one.report else None,
        )
        for one in statuses(units_read(viewer), year, viewer)
    ]
    title = f"述法情况（{year}年）"
    return download(workbook(title, _COLUMNS, rows), f"{title}.xlsx")


@require_POST
def statement_new(request: HttpRequest) -> HttpResponse:
    """Begin the statement of a year, or go on with it."""
    viewer = _viewer(request)
    year, _ = YearForm(request.POST, today=viewer.on.year).wanted()
    unit = next((u for u in led_units(viewer) if str(u.pk) == request.POST.get("unit")), None)
    if unit is None:
        reason = Reason("study.statement", "述法报告由单位负责人本人起草", helper="单位负责人")
        context = {"reasons": (reason,), "label": "起草述法报告"}
        return render(request, "study/refused.html", context, status=403)
    report = begin_report(unit, year, by=viewer.user, at=timezone.now())
    return redirect("study-statement", pk=report.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def statement(request: HttpRequest, pk: int) -> HttpResponse:
    """A statement: its numbers with their records, and what the leader writes."""
    viewer = _viewer(request)
    report = get_object_or_404(reports_of(viewer), pk=pk)
    form = StatementForm(
        request.POST or None, initial={field: getattr(report, field) for field in PARTS}
    )
    reasons: tuple[Reason, ...] = ()
    status = 200
    if request.method == "POST":
        status = 422
        try:
            if form.is_valid():
                at = timezone.now()
                write_report(report, **form.cleaned_data, by=viewer.user, at=at)
                if request.POST.get("do") == "submit":
                    submit_report(report, by=viewer.user, at=at)
                messages.success(request, "述法报告已保存。")
                return redirect("study-statement", pk=pk)
        except Refusal as refusal:
            reasons = refusal.reasons
            status = 403 if isinstance(refusal, NotYours) else 409
    shown = _shown(viewer, report)
    context = {**shown, "form": form, "reasons": reasons, "label": "保存、提交述法报告"}
    return render(request, "study/statement.html", context, status=status)


def _shown(viewer: Viewer, report: PerformanceReport) -> dict[str, object]:
    figures = figures_of(report)
    paper = paper_of(report, figures)
    return {
        "report": report,
        "figures": [_opened(viewer, one) for one in figures],
        "paper": paper,
        "writes": report.user_id == viewer.user.pk and report.submitted_on is None,
    }


def _opened(viewer: Viewer, figure: Figure) -> tuple[Figure, list[Case], int]:
    """The records of a number someone may see, and how many more there are."""
    cases = list(visible_cases(viewer).filter(pk__in=figure.cases).order_by("opened_on", "pk"))
    return figure, cases, figure.n - len(cases)


@require_safe
def statement_word(request: HttpRequest, pk: int) -> HttpResponse:
    """The statement as a Word document."""
    report = get_object_or_404(reports_of(_viewer(request)), pk=pk)
    return download(as_docx(paper_of(report, figures_of(report))), f"{report}.docx", DOCX)


@require_safe
def statement_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The statement as it prints."""
    report = get_object_or_404(reports_of(_viewer(request)), pk=pk)
    try:
        printed = as_pdf(paper_of(report, figures_of(report)))
    except FontMissing as problem:
        messages.error(request, str(problem))
        return redirect("study-statement", pk=pk)
    return download(printed, f"{report}.pdf", "application/pdf")
