"""Research folders: articles collected for a draft, with the citation of each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from guiju.checkup.export_list import download
from guiju.core.errors import Refusal
from guiju.home import law_pages
from guiju.home.folder_paper import WORD, folder_paper
from guiju.home.scope import scope_for, user_of
from guiju.law.models import Article, Folder, Version
from guiju.procedures.models import Case
from guiju.procedures.research import (
    article_there,
    clipped,
    collect,
    folders_of,
    give_up,
    leave_out,
    make_folder,
)

PER_PAGE = 40


def folders(request: HttpRequest) -> HttpResponse:
    """The folders someone sees, and the form that begins one."""
    scope = scope_for(request)
    page = Paginator(folders_of(scope.viewer), PER_PAGE).get_page(request.GET.get("page"))
    cases = scope.cases().in_bulk([f.subject for f in page if f.subject is not None])
    rows = [(one, cases.get(one.subject or 0), one.clippings.count()) for one in page]
    return render(request, "home/folders.html", {"rows": rows, "page": page})


@require_POST
def folder_new(request: HttpRequest) -> HttpResponse:
    """Begin a folder; with an article, put it in at once."""
    scope = scope_for(request)
    case = _case(request)
    if not scope.jurisdictions:
        messages.error(request, "您还没有任何岗位，不能建立研究夹。")
        return redirect("folders")
    made: list[Folder] = []
    title = request.POST.get("title", "").replace("\x00", "")
    if _said(request, lambda: made.append(_made(request, title, case))):
        return redirect("folder", made[0].pk)
    return redirect("folders")


def _made(request: HttpRequest, title: str, case: Case | None) -> Folder:
    district = scope_for(request).jurisdictions[0]
    return make_folder(
        title, jurisdiction=district, case=case, by=user_of(request), at=timezone.now()
    )


def _case(request: HttpRequest) -> Case | None:
    asked = request.POST.get("case", "")
    if not asked.isdecimal():
        return None
    return get_object_or_404(scope_for(request).cases(), pk=int(asked[:18]))


def _folder(request: HttpRequest, pk: int) -> Folder:
    return get_object_or_404(folders_of(scope_for(request).viewer), pk=pk)


def folder(request: HttpRequest, pk: int) -> HttpResponse:
    """What lies in a folder, each article with its light today and its citation to copy."""
    found = _folder(request, pk)
    on = timezone.localdate()
    rows = [
        (one, law_pages.light_of_version(one.article.version, on) if one.article else None)
        for one in clipped(found)
    ]
    case = scope_for(request).cases().filter(pk=found.subject or 0).first()
    context = {"folder": found, "rows": rows, "case": case, "own": found.owner == request.user}
    return render(request, "home/folder.html", context)


def folder_word(request: HttpRequest, pk: int) -> HttpResponse:
    """The folder as a Word document."""
    found = _folder(request, pk)
    return download(folder_paper(found.title, clipped(found)), f"{found.title}.docx", WORD)


@require_POST
def folder_collect(request: HttpRequest) -> HttpResponse:
    """Put the article of a page into the folder chosen there, then back to the article."""
    asked = request.POST.get("folder", "")
    found = _folder(request, int(asked[:18]) if asked.isdecimal() else 0)
    article = _article(request)
    note = request.POST.get("note", "").replace("\x00", "")

    def put() -> None:
        new = collect(found, article, note=note, by=user_of(request), at=timezone.now())
        what = "已摘录到" if new else "早已摘录在"
        messages.success(request, f"{article.label}{what}研究夹“{found.title}”。")

    _said(request, put)
    number = law_pages.number_of(article)
    where = redirect("law-article", article.version.instrument_id, number)
    where["Location"] += f"?version={article.version.on}"
    return where


def _article(request: HttpRequest) -> Article:
    """The article a form names: its law's wording and its number. Raises Http404."""
    version, number = request.POST.get("version", ""), request.POST.get("number", "")
    laws = law_pages.own_instruments(scope_for(request))
    rows = Version.objects.filter(instrument__in=laws)
    of = get_object_or_404(rows, pk=int(version[:18]) if version.isdecimal() else 0)
    n, _, suffix = number.partition("-")
    if not (n.isdecimal() and len(n) < 6 and (not suffix or suffix.isdecimal())):
        n, suffix = "0", ""
    found = get_object_or_404(of.articles.all(), number=int(n), suffix=int(suffix[:3] or 0))
    day: date = of.on
    return article_there(of.instrument, day, found.number, found.suffix)


@require_POST
def folder_leave_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one article out of a folder."""
    found = _folder(request, pk)
    asked = request.POST.get("clipping", "")
    one = get_object_or_404(found.clippings, pk=int(asked[:18]) if asked.isdecimal() else 0)
    if _said(request, lambda: leave_out(one, by=user_of(request), at=timezone.now())):
        messages.success(request, f"已从研究夹移出{one}。")
    return redirect("folder", pk)


@require_POST
def folder_give_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a folder away, by its owner."""
    found = _folder(request, pk)
    if _said(request, lambda: give_up(found, by=user_of(request))):
        messages.success(request, f"已删除研究夹“{found.title}”。")
        return redirect("folders")
    return redirect("folder", pk)


def _said(request: HttpRequest, act: Callable[[], object]) -> bool:
    """Do it; what is refused is told on the next page."""
    try:
        act()
    except Refusal as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason.says)
        return False
    return True
