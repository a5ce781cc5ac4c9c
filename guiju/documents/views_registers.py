"""发文登记簿 and 用印登记: on the page, on paper, in a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from guiju.checkup.export_list import Column, download, workbook
from guiju.checkup.printing import page_of
from guiju.documents.forms import OutgoingForm
from guiju.documents.numbers_register import read_by
from guiju.documents.outgoing import (
    COLUMNS,
    SEAL_COLUMNS,
    Line,
    Wanted,
    documents,
    lines,
    seal_lines,
    sealings,
)
from guiju.procedures.desk.visibility import Viewer, viewer_of

PER_PAGE = 50
OUTGOING, SEALS = "发文登记簿", "用印登记簿"


@require_safe
def outgoing(request: HttpRequest) -> HttpResponse:
    """A page of 发文登记簿, with `all` one to be printed."""
    form = OutgoingForm(request.GET)
    found = documents(_viewer(request), form.wanted())
    page = page_of(request, found, PER_PAGE)
    shown = lines(found.filter(pk__in=[case.pk for case in page]))
    context = {"title": OUTGOING, "export": "outgoing-register-export", "columns": COLUMNS}
    context["kind"] = "outgoing"
    return _register(request, form, {**context, "page": page, "lines": list(shown)})


@require_safe
def outgoing_export(request: HttpRequest) -> HttpResponse:
    """The same lines, narrowed the same way, as a workbook."""
    found = documents(_viewer(request), OutgoingForm(request.GET).wanted())
    return _exported(OUTGOING, COLUMNS, lines(found))


@require_safe
def seals(request: HttpRequest) -> HttpResponse:
    """A page of 用印登记簿, with `all` one to be printed."""
    form = OutgoingForm(request.GET, by_state=False)
    found = sealings(_viewer(request), form.wanted())
    page = page_of(request, found, PER_PAGE)
    shown = seal_lines(found.filter(pk__in=[event.pk for event in page]))
    context = {"title": SEALS, "export": "seal-register-export", "columns": SEAL_COLUMNS}
    context["kind"] = "seals"
    return _register(request, form, {**context, "page": page, "lines": list(shown)})


@require_safe
def seals_export(request: HttpRequest) -> HttpResponse:
    """The same lines, narrowed the same way, as a workbook."""
    found = sealings(_viewer(request), OutgoingForm(request.GET, by_state=False).wanted())
    return _exported(SEALS, SEAL_COLUMNS, seal_lines(found))


def _viewer(request: HttpRequest) -> Viewer:
    return viewer_of(cast(User, request.user), on=timezone.localdate())


def _register(
    request: HttpRequest, form: OutgoingForm, context: Mapping[str, object]
) -> HttpResponse:
    said = {
        **context,
        "form": form,
        "whole": "all" in request.GET,
        "narrowed": form.wanted() != Wanted(),
        "numbers": read_by(_viewer(request)),
        "today": timezone.localdate(),
    }
    return render(request, "documents/outgoing_register.html", said)


def _exported(title: str, columns: Sequence[Column], rows: Iterable[Line]) -> HttpResponse:
    name = f"{title}（{timezone.localdate().isoformat()}）"
    return download(workbook(name, columns, (line.cells for line in rows)), f"{name}.xlsx")
