"""The register of incoming documents, and the sheets of one: on the page and on paper."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import cast

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from guiju.checkup.export_list import download, workbook
from guiju.checkup.printing import page_of
from guiju.core.office import office_folder
from guiju.documents import readers as circulation
from guiju.documents import slip as handling
from guiju.documents.forms import RegisterForm
from guiju.documents.numbers_register import read_by
from guiju.documents.register import COLUMNS, PROCEDURE, documents, line_of, lines
from guiju.procedures.desk.visibility import viewer_of, visible_cases
from guiju.procedures.models import Case
from guiju.procedures.rulebook import office_rulebook
from guiju.typeset.press import print_pdf

PER_PAGE = 50
A3, A4 = "a3", "a4"
PAPER = Path(__file__).with_name("paper.typ")


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """A page of the register, with `all` one to be printed."""
    form = _form(request)
    viewer = viewer_of(_user(request), on=timezone.localdate())
    found = documents(viewer, form.wanted())
    page = page_of(request, found, PER_PAGE)
    context = {
        "form": form,
        "page": page,
        "lines": [line_of(case) for case in page],
        "columns": COLUMNS,
        "whole": "all" in request.GET,
        "paper": A3 if request.GET.get("paper") == A3 else A4,
        "narrowed": form.wanted().any,
        "numbers": read_by(viewer),
        "today": timezone.localdate(),
    }
    return render(request, "documents/register.html", context)


@require_safe
def register_export(request: HttpRequest) -> HttpResponse:
    """The same lines, narrowed the same way, as a workbook."""
    found = documents(viewer_of(_user(request), on=timezone.localdate()), _form(request).wanted())
    title = f"收文登记簿（{timezone.localdate().isoformat()}）"
    rows = (line.cells for line in lines(found))
    return download(workbook(title, COLUMNS, rows), f"{title}.xlsx")


@require_safe
def slip(request: HttpRequest, pk: int) -> HttpResponse:
    """收文处理笺 of a document."""
    case = _case(request, pk)
    context = {"title": handling.TITLE, "paper": handling.slip_of(case), "pdf": "incoming-slip-pdf"}
    return _shown(request, case, context)


@require_safe
def slip_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The same on A4."""
    case = _case(request, pk)
    return _printed(case, handling.TITLE, handling.as_data(handling.slip_of(case)))


@require_safe
def readers(request: HttpRequest, pk: int) -> HttpResponse:
    """传阅单 of a document."""
    case = _case(request, pk)
    found = circulation.readers_of(case)
    context = {
        "title": circulation.TITLE,
        "paper": found,
        "heads": circulation.HEADS,
        "rows": [
            (list(zip(circulation.HEADS, row, strict=True)), strokes)
            for row, strokes in zip(found.rows, found.drawn, strict=True)
        ],
        "pdf": "incoming-readers-pdf",
    }
    return _shown(request, case, context)


@require_safe
def readers_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The same on A4."""
    case = _case(request, pk)
    return _printed(case, circulation.TITLE, circulation.as_data(circulation.readers_of(case)))


def _case(request: HttpRequest, pk: int) -> Case:
    """An incoming document the one who asks may see; 404 otherwise."""
    viewer = viewer_of(_user(request), on=timezone.localdate())
    cases = visible_cases(viewer).filter(procedure=PROCEDURE)
    return get_object_or_404(cases.select_related("unit", "jurisdiction"), pk=pk)


def _shown(request: HttpRequest, case: Case, context: Mapping[str, object]) -> HttpResponse:
    said = {"case": case, "today": timezone.localdate(), **context}
    return render(request, "documents/paper.html", said)


def _printed(case: Case, title: str, data: Mapping[str, object]) -> HttpResponse:
    dated = {**data, "printed_on": timezone.localdate().isoformat()}
    pdf = print_pdf(PAPER, dated, office_folder()).pdf
    return download(pdf, f"{title}（{case.title[:40]}）.pdf", "application/pdf")


def _form(request: HttpRequest) -> RegisterForm:
    facts = office_rulebook().in_force(PROCEDURE, timezone.localdate()).facts
    return RegisterForm(
        request.GET, urgencies=facts["urgency"].choices, kinds=facts["kind"].choices
    )


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)
