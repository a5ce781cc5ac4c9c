"""The editor of official documents: written, saved, looked over, brought in from Word."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from guiju.core.errors import Conflict, NotYours, Reason, Refusal
from guiju.documents.citing_law import citation, cited, taken_back
from guiju.documents.editing import (
    Desk,
    bring,
    desk_asked_for,
    desk_of,
    keep_draft,
    put_on_desk,
    typed_in,
)
from guiju.documents.looking_over import Looked, look_over
from guiju.documents.merge_page import merge_page, put_together, stands_against
from guiju.documents.merging_paper import other_draft
from guiju.documents.paper_form import PaperForm, form_of
from guiju.documents.writing import Change, write_document
from guiju.procedures.desk.attaching import attach
from guiju.procedures.desk.drafting import StaleDraft, discard_draft
from guiju.procedures.models import Draft
from guiju.typeset.check.mending import mend_document


def _desk(request: HttpRequest, pk: int) -> Desk:
    return desk_asked_for(cast(User, request.user), pk, on=timezone.localdate())


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """The editor; every button of it works without JavaScript."""
    desk = _desk(request, pk)
    if request.method != "POST":
        return _page(request, desk, form_of(desk.typed, more=1))
    form = form_of(request.POST.dict(), more=1)
    do, _, what = request.POST.get("do", "save").partition(":")
    try:
        if do in _UNCHECKED:
            return _UNCHECKED[do](request, desk)
        if not form.is_valid():
            return _page(request, desk, form, status=422)
        return _CHECKED.get(do, _saved)(request, desk, form, what)
    except StaleDraft as stale:
        return merge_page(request, desk, other_draft(stale.stored), at=timezone.now())
    except Refusal as refusal:
        status = 403 if isinstance(refusal, NotYours) else 409
        return _page(request, desk, form, reasons=refusal.reasons, status=status)


def _page(  # noqa: PLR0913 - what one page shows
    request: HttpRequest,
    desk: Desk,
    form: PaperForm,
    *,
    looked: Looked | None = None,
    reasons: tuple[Reason, ...] = (),
    status: int = 200,
) -> HttpResponse:
    typed = form.data
    context = {
        "desk": desk,
        "case": desk.case,
        "form": form,
        "looked": looked,
        "reasons": reasons,
        "saw": typed.get("saw", desk.saw) if request.method == "POST" else desk.saw,
        "draft_token": typed.get("draft_token") or desk.draft_token,
        "material": typed.get("material", "yes"),
        "note": typed.get("change_note", ""),
        "cited": request.GET.get("cited", ""),
        "behind": desk.draft is not None and desk.latest and desk.saw != desk.latest.digest,
    }
    return render(request, "documents/write.html", context, status=status)


def _looked(request: HttpRequest, desk: Desk, form: PaperForm, what: str) -> HttpResponse:
    """The pages and what to look at, for a browser without JavaScript."""
    looked = look_over(desk.case, form.document(), desk.viewer.on)
    return _page(request, desk, form, looked=looked)


def _saved(request: HttpRequest, desk: Desk, form: PaperForm, what: str) -> HttpResponse:
    """A new version; somebody else's in between is told, and nothing typed is lost."""
    said = request.POST
    change = Change(
        said.get("saw", ""), said.get("material", "yes") == "yes", said.get("change_note", "")
    )
    at, user = timezone.now(), desk.viewer.user
    before = desk.case.step
    try:
        text, now = write_document(desk.case, form.document(), change, by=user, at=at)
    except Conflict as conflict:
        return _stale(request, desk, form, conflict)
    if desk.draft is not None:
        discard_draft(desk.draft, by=user)
    messages.success(request, f"已保存第{text.version}稿。")
    if now.step != before:
        messages.warning(request, "正文有实质性修改，本件已退回原签批环节重新办理。")
    return redirect("case", pk=desk.case.pk)


def _stale(request: HttpRequest, desk: Desk, form: PaperForm, conflict: Conflict) -> HttpResponse:
    """Somebody saved in between: both side by side, element by element."""
    fresh = desk_of(desk.case, desk.viewer)
    other = stands_against(request, fresh)
    if other is None:
        return _page(request, desk, form, reasons=conflict.reasons, status=409)
    return merge_page(request, fresh, other, at=timezone.now())


def _merged(request: HttpRequest, desk: Desk) -> HttpResponse:
    return put_together(request, desk, at=timezone.now())


def _kept(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Saved as a draft; the page comes back with one more attachment to fill in."""
    _keep(request, desk, timezone.now())
    messages.success(request, "草稿已保存。")
    return redirect("document-write", pk=desk.case.pk)


def _cited(request: HttpRequest, desk: Desk) -> HttpResponse:
    """A citation at the end of the body, or taken back from there, for want of JavaScript."""
    do, _, which = request.POST["do"].partition(":")
    words = citation(desk.case, which, desk.viewer)
    change = cited if do == "cite" else taken_back
    _keep(request, desk, timezone.now(), change(typed_in(request.POST), words))
    told = "已在正文末尾插入{}，请移到合适的位置。" if do == "cite" else "已撤销插入{}。"
    messages.success(request, told.format(words))
    back = redirect("document-write", pk=desk.case.pk)
    if do == "cite":
        back["Location"] += f"?cited={which}#h-folders"
    return back


def _keep(
    request: HttpRequest, desk: Desk, at: datetime, typed: Mapping[str, str] | None = None
) -> Draft:
    token = request.POST.get("draft_token", "")
    number = int(token) if token.isascii() and token.isdigit() and len(token) < 10 else 0
    typed = typed_in(request.POST) if typed is None else typed
    return keep_draft(desk.case, typed, token=number, by=desk.viewer.user, at=at)


def _dropped(request: HttpRequest, desk: Desk) -> HttpResponse:
    if desk.draft is not None:
        discard_draft(desk.draft, by=desk.viewer.user)
    messages.success(request, "草稿已删除，下面是最近保存的一稿。")
    return redirect("document-write", pk=desk.case.pk)


def _brought(request: HttpRequest, desk: Desk) -> HttpResponse:
    """A Word file becomes the draft; it is not yet a version."""
    upload = request.FILES.get("file")
    if upload is None:
        messages.error(request, "请先选择 Word 文件（.docx）。")
        return redirect("document-write", pk=desk.case.pk)
    brought = bring(desk, upload.read(), at=timezone.now())
    messages.success(request, f"已导入“{upload.name}”，请核对后保存。")
    for says in brought:
        messages.warning(request, says)
    return redirect("document-write", pk=desk.case.pk)


def _mended(request: HttpRequest, desk: Desk, form: PaperForm, what: str) -> HttpResponse:
    """The fix of one rule, or with none named every safe one."""
    mended = mend_document(form.document(), (what,) if what else ())
    put_on_desk(desk_of(desk.case, desk.viewer), mended, by=desk.viewer.user, at=timezone.now())
    messages.success(request, "已改正，请核对。" if mended != form.document() else "没有可改之处。")
    return redirect("document-write", pk=desk.case.pk)


_UNCHECKED: dict[str, Callable[[HttpRequest, Desk], HttpResponse]] = {
    "bring": _brought,
    "cite": _cited,
    "uncite": _cited,
    "drop": _dropped,
    "draft": _kept,
    "merge": _merged,
}
_CHECKED: dict[str, Callable[[HttpRequest, Desk, PaperForm, str], HttpResponse]] = {
    "look": _looked,
    "mend": _mended,
}


@require_POST
def autosave(request: HttpRequest, pk: int) -> JsonResponse:
    """Keep what is typed. 409 when it was saved elsewhere in between."""
    desk = _desk(request, pk)
    at = timezone.now()
    try:
        draft = _keep(request, desk, at)
    except StaleDraft as stale:
        return JsonResponse({"says": stale.reasons[0].says}, status=409)
    saved = f"{timezone.localtime(at):%H:%M:%S}"
    return JsonResponse({"draft_token": draft.token, "saved": saved})


@require_POST
def preview(request: HttpRequest, pk: int) -> JsonResponse:
    """The pages as they will print and what to look at, for what is in the form now."""
    desk = _desk(request, pk)
    form = form_of(request.POST.dict(), more=1)
    if not form.is_valid():
        wrong = [f"{form[name].label}：{errors[0]}" for name, errors in form.errors.items()]
        return JsonResponse({"trouble": "；".join(wrong), "pages": [], "told": []}, status=422)
    looked = look_over(desk.case, form.document(), desk.viewer.on)
    told = [
        {name: getattr(one, name) for name in ("level", "where", "says", "quote", "mend", "basis")}
        for one in looked.told
    ]
    return JsonResponse({"pages": looked.pages, "told": told, "trouble": looked.trouble})


@require_POST
def picture(request: HttpRequest, pk: int) -> JsonResponse:
    """Put a picture with the case; answers the line that shows it in the body."""
    desk = _desk(request, pk)
    upload = request.FILES.get("file")
    if upload is None:
        return JsonResponse({"says": "请选择图片。"}, status=422)
    if not (upload.name or "").lower().endswith((".png", ".jpg", ".jpeg")):
        return JsonResponse({"says": "图片用 PNG 或 JPG 格式。"}, status=422)
    try:
        added = attach(
            desk.case, upload, name=upload.name or "", by=desk.viewer.user, at=timezone.now()
        )
    except Refusal as refusal:
        return JsonResponse({"says": "；".join(map(str, refusal.reasons))}, status=409)
    return JsonResponse({"line": f"[图 {added.file.digest} 宽=120]"})
