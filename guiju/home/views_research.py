"""Research folders: articles collected for a draft, with the citation of each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from guiju.checkup.export_list import download
from guiju.core.errors import Refusal
from guiju.core.row_keys import row_key
from guiju.files.kinds import DOCX
from guiju.home import law_pages
from guiju.home.folder_paper import folder_paper
from guiju.home.law_picking import offered
from guiju.home.scope import scope_for, user_of
from guiju.law.models import Article, Folder, Instrument, Version
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
from guiju.search.asking import LONGEST_QUESTION
from guiju.search.laws import Place

PER_PAGE = 40
NO_POST = "您还没有任何岗位，不能建立研究夹。"


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
        messages.error(request, NO_POST)
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
    if not request.POST.get("case"):
        return None
    return get_object_or_404(scope_for(request).cases(), pk=row_key(request.POST["case"]))


def _folder(request: HttpRequest, pk: int) -> Folder:
    return get_object_or_404(folders_of(scope_for(request).viewer), pk=pk)


def folder(request: HttpRequest, pk: int) -> HttpResponse:
    """What lies in a folder, each article with its light today and its citation to copy.

    With `q` the articles that answer it, each to be taken in by a button.
    """
    found = _folder(request, pk)
    on = timezone.localdate()
    asked = _question(request.GET.get("q", ""))
    rows = [
        (one, law_pages.light_of_version(one.article.version, on) if one.article else None)
        for one in clipped(found)
    ]
    case = scope_for(request).cases().filter(pk=found.subject or 0).first()
    context = {
        "folder": found, "rows": rows, "case": case, "own": found.owner == request.user,
        "asked": asked,
        "offers": offered(asked, found, by=user_of(request), on=on) if asked else [],
    }  # fmt: skip
    return render(request, "home/folder.html", context)


def _question(text: str) -> str:
    return text.replace("\x00", "").strip()[:LONGEST_QUESTION]


def folder_word(request: HttpRequest, pk: int) -> HttpResponse:
    """The folder as a Word document."""
    found = _folder(request, pk)
    return download(folder_paper(found.title, clipped(found)), f"{found.title}.docx", DOCX)


@require_POST
def folder_collect(request: HttpRequest) -> HttpResponse:
    """Put an article into a folder: from its page, then back to it; from the folder's own search.

    With a `title` in the place of a folder, into a new one.
    """
    article = _article(request)
    found = _folder_asked(request)
    if found is None:
        return redirect("folders")
    note = request.POST.get("note", "").replace("\x00", "")

    def put() -> None:
        new = collect(found, article, note=note, by=user_of(request), at=timezone.now())
        what = "已摘录到" if new else "早已摘录在"
        messages.success(request, f"{article.label}{what}研究夹“{found.title}”。")

    _said(request, put)
    if "q" in request.POST:
        query = urlencode({"q": _question(request.POST["q"])})
        return redirect(f"{reverse('folder', args=[found.pk])}?{query}#offers")
    number = law_pages.number_of(article)
    where = redirect("law-article", article.version.instrument_id, number)
    where["Location"] += f"?version={article.version.on}"
    return where


def _folder_asked(request: HttpRequest) -> Folder | None:
    """The folder chosen, or a new one by its title; None when that is refused. Raises Http404."""
    title = request.POST.get("title", "")
    if "title" not in request.POST:
        return _folder(request, row_key(request.POST.get("folder")) or 0)
    made: list[Folder] = []
    if not scope_for(request).jurisdictions:
        messages.error(request, NO_POST)
    else:
        _said(request, lambda: made.append(_made(request, title.replace("\x00", ""), None)))
    return made[0] if made else None


def _article(request: HttpRequest) -> Article:
    """The article a form names, by its wording and number or by its ref. Raises Http404."""
    laws = law_pages.own_instruments(scope_for(request))
    if "ref" in request.POST:
        return _article_of(request.POST["ref"], laws)
    version, number = request.POST.get("version", ""), request.POST.get("number", "")
    rows = Version.objects.filter(instrument__in=laws)
    of = get_object_or_404(rows, pk=row_key(version))
    n, _, suffix = number.partition("-")
    if not (n.isdecimal() and len(n) < 6 and (not suffix or suffix.isdecimal())):
        n, suffix = "0", ""
    found = get_object_or_404(of.articles.all(), number=int(n), suffix=int(suffix[:3] or 0))
    day: date = of.on
    return article_there(of.instrument, day, found.number, found.suffix)


def _article_of(ref: str, laws: QuerySet[Instrument]) -> Article:
    try:
        place = Place.of(ref)
        law = get_object_or_404(laws, pk=place.instrument)
        return article_there(law, place.version, place.number, place.suffix)
    except (ValueError, OverflowError, Refusal):
        raise Http404("没有这一条") from None


@require_POST
def folder_leave_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one article out of a folder."""
    found = _folder(request, pk)
    one = get_object_or_404(found.clippings, pk=row_key(request.POST.get("clipping")))
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
