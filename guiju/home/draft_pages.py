"""Where a draft leads: back into its form, or to the merge page when it was saved elsewhere."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from guiju.core.errors import Refusal
from guiju.home.merging import compared
from guiju.home.scope import user_of
from guiju.home.typed import keep, typed
from guiju.procedures.desk.drafting import WRITING, Place, StaleDraft
from guiju.procedures.models import Draft
from guiju.procedures.rulebook import office_rulebook


def save_and_return(request: HttpRequest, place: Place) -> HttpResponse:
    """The button 保存草稿: saved, then back in the form; to the merge page when stale."""
    user, at = user_of(request), timezone.now()
    try:
        draft = keep(place, request.POST, by=user, at=at)
    except StaleDraft as stale:
        return merge_page(request, place, stale.stored)
    except Refusal as refusal:
        for reason in refusal.reasons:
            messages.error(request, str(reason))
        return redirect("home")
    messages.success(request, f"草稿已保存（{timezone.localtime(at):%H:%M}）。")
    return redirect(address_of(draft))


def address_of(draft: Draft) -> str:
    """The form a draft belongs to."""
    if draft.case_id is not None and draft.act == WRITING:
        return reverse("case-text", kwargs={"pk": draft.case_id})
    if draft.case_id is not None:
        return reverse("case-act", kwargs={"pk": draft.case_id, "name": draft.act})
    address = reverse("case-open", kwargs={"procedure": draft.procedure})
    return f"{address}?act={draft.act}&draft={draft.pk}"


def merge_page(request: HttpRequest, place: Place, stored: Draft) -> HttpResponse:
    """Both wordings side by side; what is sent from here is saved over what is stored."""
    p = office_rulebook().in_force(place.procedure, timezone.localdate())
    if place.case is not None:
        p = office_rulebook().version(place.procedure, place.case.version)
    spot = f"case/{place.case.pk}" if place.case is not None else f"open/{place.procedure}"
    context = {
        "rows": compared(p, stored.fields, typed(request.POST)),
        "stored": stored,
        "place": f"{spot}/{place.act}",
        "label": "正文" if place.act == WRITING else p.label_of(place.act),
        "saw": request.POST.get("saw", "") if place.act == WRITING else None,
    }
    return render(request, "home/draft_merge.html", context, status=409)
