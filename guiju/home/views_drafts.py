"""Drafts: saved while one types, resumed, merged when saved in two places, thrown away."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from guiju.core.errors import Refusal
from guiju.core.row_keys import row_key
from guiju.home.case_seen import Seen, seen_case
from guiju.home.draft_pages import address_of, save_and_return
from guiju.home.merging import said
from guiju.home.opening_sheet import openers
from guiju.home.scope import user_of
from guiju.home.typed import keep
from guiju.procedures.desk.drafting import WRITING, Place, StaleDraft, discard_draft
from guiju.procedures.desk.panels import editor_of
from guiju.procedures.desk.visibility import may_see, viewer_of
from guiju.procedures.models import Draft
from guiju.procedures.rulebook import office_rulebook


def _place(request: HttpRequest) -> Place:
    """What a form says it is for: `case/<pk>/<act>` or `open/<procedure>/<act>`. 404 otherwise."""
    kind, _, rest = request.POST.get("place", "").partition("/")
    name, _, act = rest.partition("/")
    if kind == "case" and (key := row_key(name)) is not None:
        seen = seen_case(request, key)
        if seen.kept and (act in seen.procedure.acts() or _is_plain_text(seen, act)):
            return Place(seen.case.jurisdiction, seen.case.procedure, act, seen.case)
    if kind == "open":
        viewer = viewer_of(user_of(request), on=timezone.localdate())
        for opener in openers(viewer):
            if (opener.procedure.id, opener.id) == (name, act) and opener.seats:
                return Place(opener.seats[0].post.jurisdiction, name, act)
    raise Http404


def _is_plain_text(seen: Seen, act: str) -> bool:
    return act == WRITING and not editor_of(seen.case.procedure)


@require_POST
def save(request: HttpRequest) -> JsonResponse:
    """Autosave. Answers the draft's number and token; 409 when it was saved elsewhere."""
    at = timezone.now()
    try:
        draft = keep(_place(request), request.POST, by=user_of(request), at=at)
    except StaleDraft as stale:
        return JsonResponse({"says": stale.reasons[0].says}, status=409)
    except Refusal as refusal:
        return JsonResponse({"says": "\n".join(map(str, refusal.reasons))}, status=403)
    saved = f"{timezone.localtime(at):%H:%M:%S}"
    return JsonResponse({"draft": draft.pk, "token": draft.token, "saved": saved})


@require_POST
def merge(request: HttpRequest) -> HttpResponse:
    """The merge page for a form whose draft was saved elsewhere; saves when it is not stale."""
    return save_and_return(request, _place(request))


def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """From the list of drafts into the form; its words alone where the case is out of sight."""
    user = user_of(request)
    draft = get_object_or_404(Draft.objects.select_related("case"), pk=pk, user=user)
    viewer = viewer_of(user, on=timezone.localdate())
    if draft.case is None or may_see(viewer, draft.case):
        return redirect(address_of(draft))
    p = office_rulebook().procedures[draft.procedure][-1]
    context = {"draft": draft, "rows": said(p, draft.fields)}
    return render(request, "home/draft_apart.html", context)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    user = user_of(request)
    discard_draft(get_object_or_404(Draft, pk=pk, user=user), by=user)
    messages.success(request, "草稿已删除。")
    return redirect("home")
