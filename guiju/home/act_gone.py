"""An act that can no longer be done, as the case has moved on: what was typed is shown and kept."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guiju.core.errors import Reason, Refusal
from guiju.home.act_sheet import ActSheet
from guiju.home.case_desk import CaseDesk
from guiju.home.merging import said
from guiju.home.typed import keep, typed
from guiju.org.selectors import names_of
from guiju.procedures.models import Draft


def gone_page(request: HttpRequest, sheet: ActSheet, *, posted: bool) -> HttpResponse:
    """What was typed, why it was not done, and who has the case now; 409 for what was sent."""
    if posted:
        sheet.draft = _kept(request, sheet)
    fields: Mapping[str, str] = typed(request.POST) if posted else {}
    if sheet.draft is not None and not posted:
        fields = sheet.draft.fields
    context = {
        "sheet": sheet,
        "case": sheet.seen.case,
        "label": sheet.act.label,
        "reasons": (_moved_on(sheet),),
        "rows": said(sheet.seen.procedure, fields),
    }
    return render(request, "home/act_gone.html", context, status=409 if posted else 200)


def _kept(request: HttpRequest, sheet: ActSheet) -> Draft | None:
    """Into the drafts, where it can be found again; one saved elsewhere in between stays."""
    try:
        return keep(sheet.place, request.POST, by=sheet.seen.user, at=sheet.seen.at)
    except Refusal:
        own = Draft.objects.filter(user=sheet.seen.user, case=sheet.seen.case, act=sheet.name)
        return own.first()


def _moved_on(sheet: ActSheet) -> Reason:
    seen, p = sheet.seen, sheet.seen.procedure
    step = p.steps.get(seen.case.step)
    rows = sorted(seen.case.events.all(), key=lambda row: row.seq)
    last = rows[-1]
    who = names_of({last.by}).get(last.by, last.by)
    says = (
        f"{who}已于{last.on}办理“{p.label_of(last.act)}”，本件现在是"
        f"“{step.label if step else seen.case.step}”环节，不能再“{sheet.act.label}”"
    )
    return Reason("chart", says, sheet.basis, CaseDesk(seen).holders)
