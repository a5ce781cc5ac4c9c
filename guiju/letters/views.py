"""The letters of a case: what is due, its preview, its words, its issue, what went out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from guiju.core.errors import NotYours, Reason, Refusal
from guiju.files.sending import attachment
from guiju.letters.acts import Which, find, issue, save_words, take_along
from guiju.letters.cited import cited_in
from guiju.letters.composing import Letter
from guiju.letters.forms import IssueForm, WordsForm
from guiju.letters.models import Issued
from guiju.letters.panel import letters_panel
from guiju.letters.paper import as_pdf
from guiju.letters.selectors import Due, is_stale, may_issue, may_take, preview, words_wanted
from guiju.org.selectors import names_of
from guiju.procedures.desk.visibility import Viewer, viewer_of, visible_cases
from guiju.procedures.models import Case

WORDS, ISSUE = "words", "issue"


@dataclass(frozen=True, slots=True)
class _Seen:
    """A letter due on a case that whoever asks may see."""

    case: Case
    due: Due
    viewer: Viewer

    @property
    def which(self) -> Which:
        return Which(self.due.letter, self.due.seq)


@require_safe
def letters(request: HttpRequest, pk: int) -> HttpResponse:
    """Every letter of a case, due and gone out."""
    case, viewer = _case(request, pk)
    panel = letters_panel(case, viewer)
    return render(request, "letters/letters.html", {"case": case, "panel": panel})


@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, pk: int, name: str, seq: int) -> HttpResponse:
    """One letter: read it before it goes out, type what it lacks, issue it."""
    seen = _seen(request, pk, name, seq)
    labels = words_wanted(seen.case, name)
    wanted = request.POST.get("do", "")
    words = WordsForm(
        labels, request.POST if wanted == WORDS else None, initial=dict(seen.due.words)
    )
    out = IssueForm(
        request.POST if wanted == ISSUE else None,
        again=seen.due.latest is not None,
        today=seen.viewer.on,
        initial={"on": seen.due.called.on},
    )
    reasons: tuple[Reason, ...] = ()
    status = 200
    if request.method == "POST":
        try:
            if wanted == WORDS and words.is_valid():
                return _save_words(request, seen, words)
            if wanted == ISSUE and out.is_valid():
                return _issue(request, seen, out)
            status = 422
        except Refusal as refusal:
            reasons, status = refusal.reasons, 403 if isinstance(refusal, NotYours) else 409
    context = {**_shown(seen, out), "words": words, "out": out, "reasons": reasons}
    return render(request, "letters/letter.html", context, status=status)


@require_safe
def preview_pdf(request: HttpRequest, pk: int, name: str, seq: int) -> HttpResponse:
    """The letter typeset, masked as on the page, before it goes out."""
    seen = _seen(request, pk, name, seq)
    try:
        shown = preview(seen.case, seen.due, on=_day(request, seen.due.called.on))
    except Refusal as refusal:
        return _refused(request, seen.case, refusal)
    response = HttpResponse(as_pdf(shown), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="preview.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def issued(request: HttpRequest, pk: int, issue_id: int, kind: str) -> HttpResponseBase:
    """A letter as it went out; who takes it is on record."""
    case, viewer = _case(request, pk)
    row = get_object_or_404(
        Issued.objects.select_related("case", "pdf", "docx"), pk=issue_id, case=case
    )
    try:
        file = take_along(row, word=kind == "docx", by=viewer.user, at=timezone.now())
        return attachment(file, name=f"{row.kind}（{row.number.replace('/', '／')}）.{kind}")
    except Refusal as refusal:
        return _refused(request, case, refusal)


def _shown(seen: _Seen, out: IssueForm) -> dict[str, Any]:
    on = seen.due.called.on
    if out.is_bound and out.is_valid():
        on = out.cleaned_data["on"]
    drawn: Letter | None = None
    lacks: tuple[Reason, ...] = ()
    try:
        drawn = preview(seen.case, seen.due, on=on)
    except Refusal as refusal:
        lacks = refusal.reasons
    gone = seen.due.issued
    names = names_of(row.by for row in gone)
    return {
        "case": seen.case,
        "due": seen.due,
        "gone": [(row, names.get(row.by, row.by)) for row in reversed(gone)],
        "drawn": drawn,
        "cited": cited_in(drawn, seen.case.jurisdiction) if drawn else [],
        "lacks": lacks,
        "stale": is_stale(seen.case, seen.due),
        "may_issue": may_issue(seen.case, seen.viewer),
        "may_take": may_take(seen.case, seen.viewer),
    }


def _save_words(request: HttpRequest, seen: _Seen, form: WordsForm) -> HttpResponse:
    save_words(seen.case, seen.which, form.cleaned_data, by=seen.viewer.user, at=timezone.now())
    messages.success(request, "已保存，请核对预览。")
    return _back(seen)


def _issue(request: HttpRequest, seen: _Seen, form: IssueForm) -> HttpResponse:
    said = form.cleaned_data
    row = issue(
        seen.case,
        seen.which,
        on=said["on"],
        reason=said.get("reason", ""),
        by=seen.viewer.user,
        at=timezone.now(),
    )
    messages.success(request, f"已出具{row}，可以下载打印。")
    return _back(seen)


def _back(seen: _Seen) -> HttpResponse:
    return redirect("letter", pk=seen.case.pk, name=seen.due.letter, seq=seen.due.seq)


def _case(request: HttpRequest, pk: int) -> tuple[Case, Viewer]:
    viewer = viewer_of(cast(User, request.user), on=timezone.localdate())
    cases = visible_cases(viewer).select_related("jurisdiction", "unit", "source")
    found = get_object_or_404(cases, pk=pk)
    request.law_day = found.opened_on  # type: ignore[attr-defined]
    return found, viewer


def _seen(request: HttpRequest, pk: int, name: str, seq: int) -> _Seen:
    case, viewer = _case(request, pk)
    try:
        return _Seen(case, find(case, Which(name, seq)), viewer)
    except Refusal as refusal:
        raise Http404(str(refusal)) from refusal


def _day(request: HttpRequest, otherwise: date) -> date:
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return otherwise


def _refused(request: HttpRequest, case: Case, refusal: Refusal) -> HttpResponse:
    status = 403 if isinstance(refusal, NotYours) else 409
    context = {"case": case, "reasons": refusal.reasons}
    return render(request, "letters/refused.html", context, status=status)
