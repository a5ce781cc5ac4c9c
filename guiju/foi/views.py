"""Pages of a request besides the case page: who asked, and the two composed records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from guiju.core.errors import NotYours, Reason, Refusal
from guiju.foi.applicants import amend, reveal
from guiju.foi.forms import AmendForm, PartialForm, RevealForm, SearchForm
from guiju.foi.identity import LABELS, Identity
from guiju.foi.models import Applicant
from guiju.foi.panels import PROCEDURE
from guiju.foi.prefilling import RECORDS, prefill
from guiju.foi.records import compose_partial_test, compose_search_record
from guiju.foi.register_sheet import register_sheet
from guiju.letters.selectors import may_take
from guiju.procedures.desk.visibility import Viewer, viewer_of, visible_cases
from guiju.procedures.models import Case, Origin
from guiju.procedures.selectors import procedure_of

NOT_OURS = "不属于本机关负责公开"
_GET_POST = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, slots=True)
class _Asking:
    """A live request, and who looks at it when."""

    case: Case
    viewer: Viewer
    at: datetime

    @property
    def user(self) -> User:
        return self.viewer.user


def _asking(request: HttpRequest, pk: int) -> _Asking:
    viewer = viewer_of(cast(User, request.user), on=timezone.localdate())
    live = visible_cases(viewer).filter(procedure=PROCEDURE).exclude(origin=Origin.IMPORTED)
    found = get_object_or_404(live.select_related("jurisdiction"), pk=pk)
    return _Asking(found, viewer, timezone.now())


@_GET_POST
def applicant(request: HttpRequest, pk: int) -> HttpResponse:
    """The applicant, masked; in full for a reason that goes on record; put right likewise."""
    asking = _asking(request, pk)
    wanted = request.POST.get("do", "")
    look = RevealForm(request.POST if wanted == "reveal" else None, auto_id="look_%s")
    change = AmendForm(request.POST if wanted == "amend" else None)
    reasons: tuple[Reason, ...] = ()
    shown: Identity | None = None
    status = 422 if request.method == "POST" else 200
    try:
        if wanted == "reveal" and look.is_valid():
            said = look.cleaned_data["reason"]
            shown = reveal(asking.case, reason=said, by=asking.user, at=asking.at)
            status = 200
        if wanted == "amend" and change.is_valid():
            return _amend(request, asking, change)
    except Refusal as refusal:
        reasons, status = refusal.reasons, _status(refusal)
    row = Applicant.objects.filter(case=asking.case).first()
    context = {
        "case": asking.case,
        "masked": row.masked if row else "",
        "involved": may_take(asking.case, asking.viewer),
        "shown": [(label, getattr(shown, name)) for name, label in LABELS.items()] if shown else [],
        "look": look,
        "change": change,
        "reasons": reasons,
    }
    response = render(request, "foi/applicant.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def _amend(request: HttpRequest, asking: _Asking, form: AmendForm) -> HttpResponse:
    changes = form.changes()
    if not changes:
        says = "请填写要登记、修改的内容，留空的各项保持不变"
        raise Refusal([Reason("applicant.nothing", says)])
    reason = form.cleaned_data["reason"]
    amend(asking.case, changes, reason=reason, by=asking.user, at=asking.at)
    messages.success(request, f"已登记{'、'.join(LABELS[name] for name in changes)}。")
    return redirect("foi-applicant", pk=asking.case.pk)


@require_safe
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """登记表, on paper."""
    asking = _asking(request, pk)
    sheet = register_sheet(asking.case)
    pairs = [sheet.fields[n : n + 2] for n in range(0, len(sheet.fields), 2)]
    context = {"case": asking.case, "sheet": sheet, "pairs": pairs, "today": asking.viewer.on}
    return render(request, "foi/register_sheet.html", context)


@_GET_POST
def search_record(request: HttpRequest, pk: int) -> HttpResponse:
    """The log of a search, composed into the draft of the act that records it."""
    asking = _asking(request, pk)
    searcher = asking.user.get_full_name()
    form = SearchForm(
        request.POST or None,
        results=procedure_of(asking.case).facts["search_result"].choices,
        initial={"on": asking.viewer.on, "searcher": searcher},
    )
    return _compose(request, asking, "search-record", form)


@_GET_POST
def partial_test(request: HttpRequest, pk: int) -> HttpResponse:
    """Whether parts can be told apart, composed into the draft of the reply."""
    return _compose(
        request, _asking(request, pk), "partial-test", PartialForm(request.POST or None)
    )


def _compose(request: HttpRequest, asking: _Asking, name: str, form: Form) -> HttpResponse:
    reasons: tuple[Reason, ...] = ()
    status = 422 if request.method == "POST" else 200
    try:
        if request.method == "POST" and form.is_valid():
            act, facts = _facts(form)
            prefill(asking.case, act, facts, by=asking.user, at=asking.at)
            messages.success(request, "已写入草稿，请核对后提交。")
            return redirect("case-act", pk=asking.case.pk, name=act)
    except Refusal as refusal:
        reasons, status = refusal.reasons, _status(refusal)
    context = {"case": asking.case, "form": form, "label": RECORDS[name].label, "reasons": reasons}
    return render(request, "foi/record.html", context, status=status)


def _facts(form: Form) -> tuple[str, dict[str, str]]:
    """The act that takes what was composed, and its facts."""
    if isinstance(form, SearchForm):
        log = form.log()
        act = "find_competent_organ" if log.result == NOT_OURS else "search"
        return act, {"search_record": compose_search_record(log), "search_result": log.result}
    assert isinstance(form, PartialForm)
    return "reply", {"partial_test": compose_partial_test(form.test())}


def _status(refusal: Refusal) -> int:
    return 403 if isinstance(refusal, NotYours) else 409
