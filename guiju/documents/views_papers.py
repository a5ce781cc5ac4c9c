"""An outgoing document on paper: as it prints, its versions, its sheets, its archive package."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from guiju.checkup.export_list import download
from guiju.core.errors import Refusal
from guiju.core.office import office_folder
from guiju.documents import sheets
from guiju.documents.editing import Desk, desk_asked_for
from guiju.documents.marking import marked_copy
from guiju.documents.package import missing_in, package_of
from guiju.documents.paper import Version, completed, document_in, pictures_in, versions_of
from guiju.documents.slip import Slip, as_data
from guiju.files.kinds import DOCX
from guiju.typeset.fonts import FontMissing
from guiju.typeset.press import print_pdf
from guiju.typeset.press_official import CannotPrint, official_pdf
from guiju.typeset.word_official import official_docx

PAPER = Path(__file__).with_name("paper.typ")


@require_safe
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The document as it prints."""
    return _document(request, pk, word=False)


@require_safe
def docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The document as a Word file."""
    return _document(request, pk, word=True)


def _document(request: HttpRequest, pk: int, *, word: bool) -> HttpResponse:
    desk = _desk(request, pk)
    if desk.latest is None:
        raise Http404
    document = completed(desk.case, document_in(desk.latest))
    images, office = pictures_in(desk.case, document), office_folder()
    try:
        if word:
            content = official_docx(document, images=images, office=office).docx
        else:
            content = official_pdf(document, images=images, office=office).pdf
    except (FontMissing, CannotPrint) as problem:
        messages.error(request, str(problem))
        return redirect("case", pk=pk)
    name = f"{desk.case.title[:60]}.{'docx' if word else 'pdf'}"
    return download(content, name, DOCX if word else "application/pdf")


@require_safe
def marked(request: HttpRequest, pk: int) -> HttpResponse:
    """花脸稿: what one version changed of an earlier one; the last two unless asked otherwise."""
    desk = _desk(request, pk)
    versions = versions_of(desk.case)
    if not versions:
        raise Http404
    newer = _asked(request, "to", versions) or versions[-1]
    older = _asked(request, "from", versions) or versions[max(newer.text.version - 2, 0)]
    context = {
        "case": desk.case,
        "versions": versions,
        "older": older,
        "newer": newer,
        "paragraphs": list(marked_copy(older.text.body, newer.text.body)),
        "today": timezone.localdate(),
    }
    return render(request, "documents/marked.html", context)


@require_safe
def clean(request: HttpRequest, pk: int) -> HttpResponse:
    """清稿: one version without marks; the last unless asked otherwise."""
    desk = _desk(request, pk)
    versions = versions_of(desk.case)
    if not versions:
        raise Http404
    shown = _asked(request, "version", versions) or versions[-1]
    context = {
        "case": desk.case,
        "versions": versions,
        "shown": shown,
        "lines": shown.text.body.split("\n"),
        "today": timezone.localdate(),
    }
    return render(request, "documents/clean.html", context)


def _asked(request: HttpRequest, name: str, versions: list[Version]) -> Version | None:
    wanted = request.GET.get(name, "")
    return next((one for one in versions if str(one.text.version) == wanted), None)


@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """发文稿纸."""
    case = _desk(request, pk).case
    context = {"title": sheets.SHEET, "paper": sheets.sheet_of(case), "pdf": "outgoing-sheet-pdf"}
    return render(request, "documents/paper.html", {"case": case, "today": _today(), **context})


@require_safe
def sheet_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The same on A4."""
    case = _desk(request, pk).case
    return _printed(case.title, sheets.SHEET, sheets.sheet_of(case))


@require_safe
def countersign(request: HttpRequest, pk: int) -> HttpResponse:
    """会签单."""
    case = _desk(request, pk).case
    context = {
        "title": sheets.COUNTERSIGN,
        "paper": sheets.countersign_of(case),
        "pdf": "outgoing-countersign-pdf",
    }
    return render(request, "documents/paper.html", {"case": case, "today": _today(), **context})


@require_safe
def countersign_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The same on A4."""
    case = _desk(request, pk).case
    return _printed(case.title, sheets.COUNTERSIGN, sheets.countersign_of(case))


def _printed(called: str, title: str, slip: Slip) -> HttpResponse:
    data: Mapping[str, object] = {
        **as_data(slip),
        "heading": title,
        "printed_on": _today().isoformat(),
    }
    content = print_pdf(PAPER, data, office_folder()).pdf
    return download(content, f"{title}（{called[:40]}）.pdf", "application/pdf")


@require_safe
def package(request: HttpRequest, pk: int) -> HttpResponse:
    """The archive package: complete, or what is missing and who can help."""
    case = _desk(request, pk).case
    return render(request, "documents/package.html", {"case": case, "missing": missing_in(case)})


@require_safe
def package_zip(request: HttpRequest, pk: int) -> HttpResponse:
    """The package itself; an incomplete one is refused with what is missing."""
    case = _desk(request, pk).case
    try:
        content = package_of(case)
    except Refusal as refusal:
        context = {"case": case, "missing": refusal.reasons}
        return render(request, "documents/package.html", context, status=409)
    return download(content, f"归档包（{case.number or case.title[:40]}）.zip", "application/zip")


def _desk(request: HttpRequest, pk: int) -> Desk:
    return desk_asked_for(cast(User, request.user), pk, on=timezone.localdate())


def _today() -> date:
    return timezone.localdate()
