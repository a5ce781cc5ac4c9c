"""规范性文件清理: the rounds, one round, what is done in it, and its notice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from guiju.checkup.export_list import download, workbook
from guiju.core.errors import NotYours, Reason, Refusal
from guiju.core.office import office_folder
from guiju.core.row_keys import row_keys
from guiju.files.kinds import DOCX
from guiju.normative import clean_up as acts
from guiju.normative.clean_up_page import (
    COLUMNS,
    Row,
    may,
    offices_of,
    rounds_of,
    rows_of,
    steps_of,
)
from guiju.normative.forms_register import ConcludeForm, DecideForm, OpenForm, PublishForm
from guiju.normative.models import CleanUp
from guiju.normative.notice import notice_of
from guiju.org.selectors import OVERSEER
from guiju.procedures.desk.visibility import Viewer, viewer_of
from guiju.typeset.fonts import FontMissing
from guiju.typeset.press_official import CannotPrint, official_pdf
from guiju.typeset.word_official import official_docx

MOST = 2000
"""Documents concluded on at once; more is no list a person has read."""


def _viewer(request: HttpRequest) -> Viewer:
    return viewer_of(cast(User, request.user), on=timezone.localdate())


def _refused(request: HttpRequest, refusal: NotYours) -> HttpResponse:
    context = {"reasons": refusal.reasons}
    return render(request, "normative/clean_up_refused.html", context, status=403)


@require_safe
def clean_ups(request: HttpRequest) -> HttpResponse:
    """Every round, and the form that opens one."""
    return _rounds_page(request)


def _rounds_page(request: HttpRequest, **given: Any) -> HttpResponse:
    viewer = _viewer(request)
    try:
        found = rounds_of(viewer)
    except NotYours as refusal:
        return _refused(request, refusal)
    opens = offices_of(viewer)
    context = {"rounds": found, "opens": opens, "form": OpenForm(), "label": "开始清理"}
    status = given.pop("status", 200)
    return render(request, "normative/clean_ups.html", {**context, **given}, status=status)


@require_POST
def open_round(request: HttpRequest) -> HttpResponse:
    """Begin a round over all that is in force in one's district."""
    viewer, form = _viewer(request), OpenForm(request.POST)
    offices = offices_of(viewer)
    if not offices:
        says = "规范性文件清理由政府办公室组织"
        return _refused(request, NotYours([Reason("clean_up.who", says, acts.LAW, "政府办公室")]))
    if not form.is_valid():
        return _rounds_page(request, form=form, status=422)
    try:
        opened = acts.open_clean_up(
            offices[0], by=viewer.user, at=timezone.now(), **form.cleaned_data
        )
    except Refusal as refusal:
        return _rounds_page(request, form=form, reasons=refusal.reasons, status=409)
    messages.success(request, f"已开始清理，共{opened.items.count()}件。")
    return redirect("normative-clean-up", pk=opened.pk)


def _round(request: HttpRequest, pk: int) -> tuple[Viewer, CleanUp]:
    """Raises NotYours; Http404 for another district's."""
    viewer = _viewer(request)
    return viewer, get_object_or_404(rounds_of(viewer), pk=pk)


@require_safe
def clean_up(request: HttpRequest, pk: int) -> HttpResponse:
    """A round: its documents with their conclusions, and what is to be done next."""
    try:
        viewer, found = _round(request, pk)
    except NotYours as refusal:
        return _refused(request, refusal)
    return _round_page(request, viewer, found)


def _round_page(request: HttpRequest, viewer: Viewer, found: CleanUp, **given: Any) -> HttpResponse:
    rows = rows_of(found, viewer)
    left = request.GET.get("left") == "1"
    lacking = [row for row in rows if not row.item.conclusion]
    context = {
        "round": found,
        "rows": lacking if left else rows,
        "left": left,
        "lacking": len(lacking),
        "columns": COLUMNS,
        "steps": steps_of(found),
        "concluding": ConcludeForm() if any(row.mine for row in rows) else None,
        "deciding": DecideForm(),
        "publishing": PublishForm(),
        "office": may(viewer, acts.OFFICE, found.jurisdiction),
        "head": may(viewer, acts.HEAD, found.jurisdiction),
        "notice": _reads_notice(viewer, found),
        "today": timezone.localdate(),
        "chosen": set(),
    }
    status = given.pop("status", 200)
    return render(request, "normative/clean_up.html", {**context, **given}, status=status)


@require_POST
def conclude(request: HttpRequest, pk: int) -> HttpResponse:
    """Say the same of one or several documents."""
    form = ConcludeForm(request.POST)
    chosen = set(row_keys(request.POST.getlist("item")[:MOST]))

    def act(found: CleanUp, by: User) -> str:
        if not chosen:
            says = "请先在清单中勾选文件"
            raise Refusal([Reason("clean_up.chosen", says)])
        conclusion = acts.Found(**form.cleaned_data)
        with transaction.atomic():
            for item in _items(found, chosen, request):
                acts.conclude(item, conclusion, by=by, at=timezone.now())
        return f"已对{len(chosen)}件文件提出结论：{conclusion.conclusion}。"

    shown = {"concluding": form, "chosen": chosen, "label": "提出结论"}
    return _done(request, pk, form, act, shown)


def _items(found: CleanUp, chosen: set[int], request: HttpRequest) -> list[Any]:
    """The chosen documents they may see; one that is not there is as if it had no number."""
    rows: list[Row] = rows_of(found, _viewer(request))
    items = [row.item for row in rows if row.seen and row.item.pk in chosen]
    if len(items) != len(chosen):
        raise Http404
    return items


@require_POST
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the conclusions; refused while one is missing."""

    def act(found: CleanUp, by: User) -> str:
        acts.finish(found, by=by, at=timezone.now())
        return "清理结论已全部登记，请送主要负责人决定。"

    return _done(request, pk, None, act, {"label": "完成清理"})


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """The head's decision: what was so concluded is repealed or lapses."""
    form = DecideForm(request.POST)

    def act(found: CleanUp, by: User) -> str:
        acts.decide(found, by=by, at=timezone.now(), **form.cleaned_data)
        return "已作出决定，废止、失效的文件自今日起不再作为依据。"

    return _done(request, pk, form, act, {"deciding": form, "label": "作出决定"})


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the notice was made public."""
    form = PublishForm(request.POST)

    def act(found: CleanUp, by: User) -> str:
        acts.publish(found, by=by, at=timezone.now(), **form.cleaned_data)
        return "清理结果已登记公布，目录已更新。"

    return _done(request, pk, form, act, {"publishing": form, "label": "登记公布"})


def _done(
    request: HttpRequest,
    pk: int,
    form: forms.Form | None,
    act: Callable[[CleanUp, User], str],
    shown: dict[str, Any],
) -> HttpResponse:
    """Do it and go back to the round; what cannot be done stays on the page with its reason."""
    try:
        viewer, found = _round(request, pk)
    except NotYours as refusal:
        return _refused(request, refusal)
    if form is not None and not form.is_valid():
        return _round_page(request, viewer, found, **shown, status=422)
    try:
        said = act(found, viewer.user)
    except Refusal as refusal:
        status = 403 if isinstance(refusal, NotYours) else 409
        given = {**shown, "reasons": refusal.reasons, "status": status}
        return _round_page(request, viewer, found, **given)
    messages.success(request, said)
    return redirect("normative-clean-up", pk=pk)


@require_safe
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """The list of a round as a workbook."""
    try:
        viewer, found = _round(request, pk)
    except NotYours as refusal:
        return _refused(request, refusal)
    rows = rows_of(found, viewer)
    name = f"{found.title[:60]}清单"
    return download(workbook(name, COLUMNS, (row.cells for row in rows)), f"{name}.xlsx")


@require_safe
def notice_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """清理结果公告 as it prints."""
    return _notice(request, pk, word=False)


@require_safe
def notice_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a Word file."""
    return _notice(request, pk, word=True)


def _reads_notice(viewer: Viewer, found: CleanUp) -> bool:
    """It lists every document of the round, all of them published before."""
    district = found.jurisdiction
    roles = (acts.OFFICE, acts.HEAD, OVERSEER)
    return found.finished_on is not None and any(may(viewer, r, district) for r in roles)


def _notice(request: HttpRequest, pk: int, *, word: bool) -> HttpResponse:
    try:
        viewer, found = _round(request, pk)
    except NotYours as refusal:
        return _refused(request, refusal)
    if not _reads_notice(viewer, found):
        raise Http404
    document, office = notice_of(found, timezone.localdate()), office_folder()
    try:
        if word:
            content = official_docx(document, office=office).docx
        else:
            content = official_pdf(document, office=office).pdf
    except (FontMissing, CannotPrint) as problem:
        messages.error(request, str(problem))
        return redirect("normative-clean-up", pk=pk)
    name = f"清理结果公告.{'docx' if word else 'pdf'}"
    return download(content, name, DOCX if word else "application/pdf")
