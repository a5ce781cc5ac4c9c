"""Who has read what: one's own list, and laws × people of a unit."""

from __future__ import annotations

from datetime import date
from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from guiju.checkup.export_list import CellValue, Column, download, workbook
from guiju.core.errors import NotYours, Reason, Refusal
from guiju.core.row_keys import row_keys
from guiju.procedures.desk.visibility import Viewer, viewer_of
from guiju.study.forms import UnitYearForm, YearForm
from guiju.study.reading import (
    Matrix,
    headed,
    mark_read,
    matrix_of,
    own_list,
    require_units,
    summaries,
)
from guiju.study.sessions import name_of


def _viewer(request: HttpRequest) -> Viewer:
    return viewer_of(cast(User, request.user), on=timezone.localdate())


@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """What one is to read this year; what is read is marked with its day."""
    viewer = _viewer(request)
    form = YearForm(request.GET, today=viewer.on.year)
    year, _ = form.wanted()
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST":
        try:
            wanted = row_keys(request.POST.getlist("read"))
            on = _day(request.POST.get("on", ""), viewer.on)
            count = mark_read(wanted, year, on=on, by=viewer.user, at=timezone.now())
            messages.success(request, f"已标记{count}处。" if count else "没有新的标记。")
            return redirect(f"{reverse('study-mine')}?year={year}")
        except Refusal as refusal:
            reasons = refusal.reasons
    rows = own_list(viewer, year)
    context = {
        "form": form,
        "year": year,
        "rows": rows,
        "read": sum(row.on is not None for row in rows),
        "today": viewer.on,
        "reasons": reasons,
        "label": "标为已学",
    }
    return render(request, "study/mine.html", context, status=409 if reasons else 200)


def _day(typed: str, today: date) -> date:
    try:
        return date.fromisoformat(typed) if typed else today
    except ValueError as wrong:
        says = "学习日期写成 2026-10-08 的样子"
        raise Refusal([Reason("study.reading.day", says)]) from wrong


@require_safe
def reading(request: HttpRequest) -> HttpResponse:
    """The units one follows in figures, and one of them with all its laws and people."""
    viewer = _viewer(request)
    try:
        units = require_units(viewer)
    except NotYours as refusal:
        return _refused(request, refusal)
    form = UnitYearForm(request.GET, today=viewer.on.year, units=units)
    year, unit = form.chosen()
    matrix = matrix_of(unit, year, viewer)
    context = {
        "form": form,
        "year": year,
        "matrix": matrix,
        "heads": _heads(matrix),
        "summaries": summaries(units, year, viewer) if len(units) > 1 else [],
        "today": viewer.on,
    }
    return render(request, "study/reading.html", context)


def _refused(request: HttpRequest, refusal: NotYours) -> HttpResponse:
    context = {"reasons": refusal.reasons, "label": "查看学法情况"}
    return render(request, "study/refused.html", context, status=403)


def _heads(matrix: Matrix) -> list[str]:
    return headed(matrix, {one.user.pk: name_of(one.user) for one in matrix.people})


@require_safe
def reading_export(request: HttpRequest) -> HttpResponse:
    """The matrix as a workbook; its last line counts what each has read."""
    viewer = _viewer(request)
    try:
        units = require_units(viewer)
    except NotYours as refusal:
        return _refused(request, refusal)
    year, unit = UnitYearForm(request.GET, today=viewer.on.year, units=units).chosen()
    matrix = matrix_of(unit, year, viewer)
    columns = [Column(head, 44 if n == 0 else 12) for n, head in enumerate(_heads(matrix))]
    rows: list[tuple[CellValue, ...]] = [(str(row.law), *row.days, row.read) for row in matrix.rows]
    rows.append(("已学处数", *matrix.counts, matrix.read))
    title = f"学法情况（{unit}{year}年）"
    return download(workbook(title, columns, rows), f"{title}.xlsx")
