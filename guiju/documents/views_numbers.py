"""编号登记: the series, one year of one of them, and what the registrar does in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guiju.checkup.export_list import download, workbook
from guiju.checkup.printing import page_of
from guiju.core.errors import NotYours, Refusal
from guiju.documents.numbers_forms import EnterForm, ReserveForm, StateForm, VoidForm
from guiju.documents.numbers_register import (
    COLUMNS,
    judged,
    lines,
    may_keep,
    missing_lines,
    numbers_of,
    require_keeper,
    series_of,
    summaries,
    void_number,
)
from guiju.numbers import acts
from guiju.numbers.models import Number, Series
from guiju.procedures.desk.visibility import Viewer, viewer_of

PER_PAGE = 100
_RESERVE, _ENTER, _VOID = "预留编号", "补登编号", "作废编号"


def _viewer(request: HttpRequest) -> Viewer:
    return viewer_of(cast(User, request.user), on=timezone.localdate())


def _refused(request: HttpRequest, refusal: NotYours) -> HttpResponse:
    context = {"reasons": refusal.reasons, "label": "查看或者登记编号"}
    return render(request, "documents/numbers_refused.html", context, status=403)


@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """Every series with its years in figures; and a number somebody wrote, read and judged."""
    try:
        series = list(series_of(_viewer(request)))
    except NotYours as refusal:
        return _refused(request, refusal)
    written = request.GET.get("written", "").strip()[:100]
    found = summaries(series)
    numbered = {summary.series.pk for summary in found}
    context = {
        "summaries": found,
        "empty": [one for one in series if one.pk not in numbered],
        "written": written,
        "read": judged(written) if written else None,
        "year": timezone.localdate().year,
    }
    return render(request, "documents/numbers.html", context)


@require_safe
def year(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """One year of a series: its gaps, then a page of its numbers, with `all` one to be printed."""
    viewer = _viewer(request)
    try:
        series = get_object_or_404(series_of(viewer), pk=pk)
    except NotYours as refusal:
        return _refused(request, refusal)
    return _year_page(request, viewer, series, year)


def _year_page(
    request: HttpRequest, viewer: Viewer, series: Series, year: int, **given: Any
) -> HttpResponse:
    form = StateForm(request.GET)
    found = numbers_of(series, year, form.wanted())
    page = page_of(request, found, PER_PAGE)
    context = {
        "series": series,
        "year": year,
        "form": form,
        "page": page,
        "lines": list(lines(page, viewer)),
        "missing": missing_lines(series, year),
        "columns": COLUMNS,
        "whole": "all" in request.GET,
        "keeps": may_keep(viewer, series.jurisdiction_id),
        "reserving": ReserveForm(prefix="reserve"),
        "entering": EnterForm(prefix="enter"),
        "today": timezone.localdate(),
    }
    status = given.pop("status", 200)
    return render(request, "documents/numbers_year.html", {**context, **given}, status=status)


@require_safe
def export(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """The same rows as a workbook, the gaps first."""
    viewer = _viewer(request)
    try:
        series = get_object_or_404(series_of(viewer), pk=pk)
    except NotYours as refusal:
        return _refused(request, refusal)
    state = StateForm(request.GET).wanted()
    gone = [] if state else missing_lines(series, year)
    rows = [*gone, *lines(numbers_of(series, year, state), viewer)]
    title = f"编号登记簿（{series.word}{year}年）"
    return download(workbook(title, COLUMNS, (row.cells for row in rows)), f"{title}.xlsx")


@require_POST
def reserve(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """Keep the next numbers back, with the reason."""
    form = ReserveForm(request.POST, prefix="reserve")

    def act(series: Series, by: User) -> str:
        kept = acts.reserve(series, year=year, by=by, at=timezone.now(), **form.cleaned_data)
        return f"已预留{kept[0]}至{kept[-1]}。" if len(kept) > 1 else f"已预留{kept[0]}。"

    return _done(request, (pk, year), form, act, {"reserving": form, "label": _RESERVE})


@require_POST
def enter(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """Put a number on record that was given on paper: what fills a gap."""
    form = EnterForm(request.POST, prefix="enter")

    def act(series: Series, by: User) -> str:
        number = acts.enter(series, year=year, by=by, at=timezone.now(), **form.cleaned_data)
        return f"已补登{number}。"

    return _done(request, (pk, year), form, act, {"entering": form, "label": _ENTER})


def _done(
    request: HttpRequest,
    place: tuple[int, int],
    form: forms.Form,
    act: Callable[[Series, User], str],
    shown: dict[str, Any],
) -> HttpResponse:
    """Do it and go back to the year; what cannot be done stays on the page with its reason."""
    viewer, (pk, year) = _viewer(request), place
    try:
        series = get_object_or_404(series_of(viewer), pk=pk)
        require_keeper(viewer, series)
    except NotYours as refusal:
        return _refused(request, refusal)
    if not form.is_valid():
        return _year_page(request, viewer, series, year, **shown, status=422)
    try:
        said = act(series, viewer.user)
    except Refusal as refusal:
        given = {**shown, "reasons": refusal.reasons}
        return _year_page(request, viewer, series, year, **given, status=409)
    messages.success(request, said)
    return redirect("numbers-year", pk=pk, year=year)


@require_http_methods(["GET", "HEAD", "POST"])
def void(request: HttpRequest, pk: int) -> HttpResponse:
    """Void a number: it is never given out again, so the page asks first."""
    viewer = _viewer(request)
    try:
        theirs = series_of(viewer)
        number = get_object_or_404(Number.objects.filter(series__in=theirs), pk=pk)
        require_keeper(viewer, number.series)
    except NotYours as refusal:
        return _refused(request, refusal)
    form = VoidForm(request.POST or None)
    if request.method != "POST":
        return _void_page(request, viewer, number, form)
    if not form.is_valid():
        return _void_page(request, viewer, number, form, status=422)
    try:
        void_number(number, by=viewer.user, at=timezone.now(), **form.cleaned_data)
    except Refusal as refusal:
        return _void_page(request, viewer, number, form, reasons=refusal.reasons, status=409)
    messages.success(request, f"{number}已作废。")
    return redirect("numbers-year", pk=number.series_id, year=number.year)


def _void_page(
    request: HttpRequest, viewer: Viewer, number: Number, form: VoidForm, **given: Any
) -> HttpResponse:
    (line,) = lines([number], viewer)
    status = given.pop("status", 200)
    context = {"number": number, "line": line, "form": form, "label": _VOID, **given}
    return render(request, "documents/number_void.html", context, status=status)
