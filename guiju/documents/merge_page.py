"""The page on which two wordings of an official document are made one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from guiju.core.errors import Reason
from guiju.documents.editing import Desk, keep_draft, typed_in
from guiju.documents.merging_paper import Other, merged, merging, other_draft, other_version
from guiju.org.selectors import names_of
from guiju.procedures.models import Draft


def stands_against(request: HttpRequest, desk: Desk) -> Other | None:
    """What was saved while someone typed: a draft of their own in another window, or a version."""
    if desk.draft is not None and str(desk.draft_token) != request.POST.get("draft_token"):
        return other_draft(desk.draft)
    if desk.latest is not None and desk.latest.digest != request.POST.get("saw", ""):
        return other_version(desk, names_of([desk.latest.by])[desk.latest.by])
    return None


def merge_page(
    request: HttpRequest,
    desk: Desk,
    other: Other,
    *,
    at: datetime,
    left: int = 0,
    anew: bool = False,
) -> HttpResponse:
    """Both sides of every element that differs; what was typed goes along in the form.

    Beside a version it is kept as the draft; beside another draft that place is taken.
    `left` counts the clashes left undecided; `anew`: yet another version came meanwhile.
    """
    mine = _mine(request)
    fields = merging(desk, mine, other.typed)
    said = {} if anew else request.POST
    token = request.POST.get("draft_token", "0")
    if not other.is_draft:
        token = str(_kept(desk, mine, at).token)
    context = {
        "case": desk.case,
        "them": other.them,
        "against": other.against,
        "draft_token": token,
        "mine": sorted(mine.items()),
        "merged": [(field, field.rows(said)) for field in fields],
        "reasons": () if left else (Reason("conflict.text", other.says),),
        "left": left,
    }
    return render(request, "documents/merge.html", context, status=422 if left else 409)


def _mine(request: HttpRequest) -> dict[str, str]:
    typed = typed_in(request.POST)
    return {n: t for n, t in typed.items() if n != "against" and not n.startswith("pick-")}


def put_together(request: HttpRequest, desk: Desk, *, at: datetime) -> HttpResponse:
    """The document as picked becomes the draft; what is undecided is asked again."""
    mine = _mine(request)
    other = stands_against(request, desk)
    if other is None:
        return redirect("document-write", pk=desk.case.pk)
    if other.against != request.POST.get("against"):
        return merge_page(request, desk, other, at=at, anew=True)
    fields = merging(desk, mine, other.typed)
    left = sum(field.undecided(request.POST) for field in fields)
    if left:
        return merge_page(request, desk, other, at=at, left=left)
    typed = merged(fields, mine, other.typed, request.POST)
    _kept(desk, typed, at)
    messages.success(request, "已按所选合并成草稿，请核对后保存为新的一稿。")
    return redirect("document-write", pk=desk.case.pk)


def _kept(desk: Desk, typed: Mapping[str, str], at: datetime) -> Draft:
    """What was typed is a draft while it is compared."""
    return keep_draft(desk.case, typed, token=desk.draft_token, by=desk.viewer.user, at=at)
