"""更正 by the administrator: a later event, with its reason; what stood stays on record."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from guiju.core.errors import Reason, Refusal
from guiju.home.case_page import event_label
from guiju.home.case_seen import Seen, seen_case
from guiju.home.correcting import CorrectionSheet
from guiju.home.side_forms import CorrectionForm
from guiju.org.selectors import names_of
from guiju.procedures.corrections import (
    Correction,
    Move,
    Void,
    correct,
    correct_title,
    corrects_from,
)
from guiju.procedures.history import Event, effective
from guiju.procedures.record import to_kernel

_GET_POST = require_http_methods(["GET", "HEAD", "POST"])


def _seen(request: HttpRequest, pk: int) -> Seen:
    """A case as its administrator sees it. Raises NotYours for anybody else, Refusal."""
    seen = seen_case(request, pk)
    corrects_from(seen.case, seen.user, seen.on)
    seen.refuse_unless_kept()
    return seen


@_GET_POST
def put_right(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the act to put right; or the title, an act that never was, the step of the case."""
    seen = _seen(request, pk)
    rows = sorted(seen.case.events.all(), key=lambda row: row.seq)
    standing = effective([to_kernel(seen.procedure, row) for row in rows])
    form = CorrectionForm(
        seen.procedure, standing, request.POST or None, initial={"title": seen.case.title}
    )
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        why, now = form.cleaned_data["reason"], seen.case.token
        case = seen.held_since(request.POST.get("token", ""))
        try:
            if form.cleaned_data["what"] == form.TITLE:
                title = form.cleaned_data["title"]
                correct_title(case, title, reason=why, by=seen.user, at=seen.at)
            else:
                correct(case, _correction(form), reason=why, by=seen.user, at=seen.at)
        except Refusal as refusal:
            reasons, case.token = refusal.reasons, now
        else:
            return _done(request, pk)
    context = {"case": seen.case, "label": "更正", "form": form, "reasons": reasons}
    context["standing"] = _listed(seen, standing)
    status = _status(reasons) if request.method == "POST" else 200
    return render(request, "home/case_correct.html", context, status=status)


def _listed(seen: Seen, standing: tuple[Event, ...]) -> list[tuple[Event, str, str]]:
    """The acts that stand, what they are called and who did them."""
    names = names_of({event.by for event in standing})
    p = seen.procedure
    return [(e, event_label(p, e.act), names.get(e.by, e.by)) for e in standing]


def _correction(form: CorrectionForm) -> Correction:
    said = form.cleaned_data
    return Void(said["seq"]) if said["what"] == form.VOID else Move(said["step"], said["on"])


@_GET_POST
def put_facts_right(request: HttpRequest, pk: int, seq: int) -> HttpResponse:
    """The day and facts of one act: changed, looked at as old and new, then put on record."""
    sheet = CorrectionSheet(_seen(request, pk), seq)
    if sheet.old is None:
        raise Http404
    if request.method != "POST":
        sheet.refuse_unless_it_stands()
        return _facts_page(request, sheet, 200)
    sheet.data = request.POST
    if "again" in request.POST:
        return _facts_page(request, sheet, 200)
    changes = sheet.changes()
    if changes and "sure" not in request.POST:
        return render(request, "home/case_correct_sure.html", {"sheet": sheet, "changes": changes})
    if changes and sheet.do():
        return _done(request, pk)
    return _facts_page(request, sheet, _status(sheet.reasons))


def _facts_page(request: HttpRequest, sheet: CorrectionSheet, status: int) -> HttpResponse:
    return render(request, "home/case_correct_facts.html", {"sheet": sheet}, status=status)


def _done(request: HttpRequest, pk: int) -> HttpResponse:
    messages.success(request, "已更正，原记录保留。")
    return redirect(f"{reverse('case', args=[pk])}#events")


def _status(reasons: tuple[Reason, ...]) -> int:
    return 409 if reasons else 422
