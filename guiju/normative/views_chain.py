"""Pages beside the case: opinions received, clause-by-clause bases, filings."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
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

from guiju.checkup.export_list import CellValue, Column, download, workbook
from guiju.core.errors import NotYours, Reason, Refusal
from guiju.normative import clauses, consultation, filings
from guiju.normative.desk import PROCEDURE, in_hand, laid_into, lay
from guiju.normative.forms import ClauseForm, CommentForm, FilingForm
from guiju.normative.materials import for_review
from guiju.normative.models import ClauseBasis, Comment, FiledWith
from guiju.procedures.desk.visibility import Viewer, viewer_of, visible_cases
from guiju.procedures.models import Case, Origin

_GET_POST = require_http_methods(["GET", "HEAD", "POST"])
COMMENTS, CLAUSES = "意见采纳情况表", "逐条依据表"


@dataclass(frozen=True, slots=True)
class _Asking:
    """A live document, and who looks at it when."""

    case: Case
    viewer: Viewer
    at: datetime

    @property
    def user(self) -> User:
        return self.viewer.user

    def may(self, steps: Collection[str]) -> bool:
        return self.case.step in steps and in_hand(self.case, self.viewer)

    def takes(self, *acts: str) -> str:
        """Which of these acts is this person's to do now; ''."""
        mine = laid_into(self.case, self.viewer)
        return next((name for name in acts if name in mine), "")


def _asking(request: HttpRequest, pk: int) -> _Asking:
    viewer = viewer_of(cast(User, request.user), on=timezone.localdate())
    live = visible_cases(viewer).filter(procedure=PROCEDURE).exclude(origin=Origin.IMPORTED)
    found = get_object_or_404(live.select_related("jurisdiction"), pk=pk)
    return _Asking(found, viewer, timezone.now())


def _status(refusal: Refusal) -> int:
    return 403 if isinstance(refusal, NotYours) else 409


@_GET_POST
def comments(request: HttpRequest, pk: int) -> HttpResponse:
    """意见采纳情况表; sent, it is laid into the act that closes the study of the opinions."""
    asking = _asking(request, pk)
    act = asking.takes("hear_business", "settle_opinions")
    if request.method == "POST":
        facts = {"adoption_table": consultation.summary(asking.case)}
        return _laid(request, asking, act or "settle_opinions", facts)
    rows = consultation.comments_of(asking.case)
    context = {
        "rows": rows,
        "open": len(rows.filter(handling="")),
        "may": asking.may(consultation.STEPS),
    }
    return _page(request, asking, "comments.html", {**context, "act": act, "title": COMMENTS})


@_GET_POST
def clause_table(request: HttpRequest, pk: int) -> HttpResponse:
    """逐条依据表; sent, it and 起草说明 are laid into the act that sends to the review."""
    asking = _asking(request, pk)
    act = asking.takes("submit_for_review")
    if request.method == "POST":
        facts = for_review(asking.case, asking.viewer.on)
        return _laid(request, asking, "submit_for_review", facts)
    rows = clauses.judged(asking.case, asking.viewer.on)
    context = {
        "rows": rows,
        "wrong": sum(row.is_wrong for row in rows),
        "may": asking.may(clauses.STEPS),
    }
    return _page(request, asking, "clauses.html", {**context, "act": act, "title": CLAUSES})


@_GET_POST
def filing_table(request: HttpRequest, pk: int) -> HttpResponse:
    """报送备案: when it went to each of the two organs, and their receipts."""
    asking = _asking(request, pk)
    held = filings.receipts(asking.case)
    if request.POST.get("do") == "lay":
        facts = {
            "filing_city": held.get(FiledWith.GOVERNMENT, ""),
            "filing_congress": held.get(FiledWith.CONGRESS, ""),
        }
        return _laid(request, asking, "record_filing", facts)
    form = FilingForm(request.POST or None, initial={"sent_on": asking.viewer.on})
    reasons: Sequence[Reason] = ()
    if request.method == "POST" and form.is_valid():
        try:
            row = filings.record_sent(asking.case, form.sent(), by=asking.user, at=asking.at)
        except Refusal as refusal:
            return _filing_page(request, asking, form, refusal.reasons, _status(refusal))
        messages.success(request, f"已登记：{row}。")
        return redirect("normative-filings", pk=pk)
    status = 422 if request.method == "POST" else 200
    return _filing_page(request, asking, form, reasons, status)


def _filing_page(
    request: HttpRequest, asking: _Asking, form: Form, reasons: Sequence[Reason], status: int
) -> HttpResponse:
    context = {
        "title": "报送备案",
        "form": form,
        "reasons": reasons,
        "rows": filings.filings_of(asking.case),
        "may": asking.may(filings.STEPS),
        "act": asking.takes("record_filing"),
        "missing": filings.missing_receipts(asking.case),
    }
    return _page(request, asking, "filings.html", context, status)


def _laid(
    request: HttpRequest, asking: _Asking, act: str, facts: Mapping[str, str]
) -> HttpResponse:
    try:
        lay(asking.case, act, facts, by=asking.user, at=asking.at)
    except Refusal as refusal:
        return _refused(request, asking, refusal)
    messages.success(request, "已写入草稿，请核对后提交。")
    return redirect("case-act", pk=asking.case.pk, name=act)


def _refused(request: HttpRequest, asking: _Asking, refusal: Refusal) -> HttpResponse:
    context = {"title": "不能办理", "reasons": refusal.reasons, "label": "写入办理表单"}
    return _page(request, asking, "refused.html", context, _status(refusal))


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a table being written: its form, where it is kept, where to go back to."""

    title: str
    form: Form
    keep: Callable[[], object]
    back: str
    drop: Callable[[], None] | None = None


@_GET_POST
def comment_new(request: HttpRequest, pk: int) -> HttpResponse:
    """An opinion that came in."""
    asking = _asking(request, pk)
    form = CommentForm(request.POST or None, initial={"received_on": asking.viewer.on})

    def keep() -> object:
        return consultation.register_comment(asking.case, form.said(), by=asking.user, at=asking.at)

    return _write(request, asking, _Row("登记意见", form, keep, "normative-comments"))


@_GET_POST
def comment(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """What becomes of an opinion."""
    asking = _asking(request, pk)
    found = get_object_or_404(Comment.objects.select_related("case"), pk=row, case=asking.case)
    form = CommentForm(request.POST or None, initial=CommentForm.of(found))

    def keep() -> object:
        return consultation.decide_comment(found, form.said(), by=asking.user, at=asking.at)

    return _write(request, asking, _Row("研究意见", form, keep, "normative-comments"))


@_GET_POST
def clause_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A clause of the draft, and the law it rests on."""
    asking = _asking(request, pk)
    form = ClauseForm(request.POST or None)

    def keep() -> object:
        return clauses.register_clause(asking.case, form.said(), by=asking.user, at=asking.at)

    return _write(request, asking, _Row("登记条款依据", form, keep, "normative-clauses"))


@_GET_POST
def clause(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """A clause put right, or taken out of the table."""
    asking = _asking(request, pk)
    found = get_object_or_404(ClauseBasis.objects.select_related("case"), pk=row, case=asking.case)
    form = ClauseForm(request.POST or None, initial=ClauseForm.of(found))

    def keep() -> object:
        return clauses.change_clause(found, form.said(), by=asking.user, at=asking.at)

    def drop() -> None:
        clauses.remove_clause(found, by=asking.user, at=asking.at)

    return _write(request, asking, _Row("修改条款依据", form, keep, "normative-clauses", drop))


def _write(request: HttpRequest, asking: _Asking, row: _Row) -> HttpResponse:
    reasons: Sequence[Reason] = ()
    status = 422 if request.method == "POST" else 200
    try:
        if row.drop is not None and request.POST.get("do") == "drop":
            row.drop()
            messages.success(request, "已从表中删去。")
            return redirect(row.back, pk=asking.case.pk)
        if request.method == "POST" and row.form.is_valid():
            row.keep()
            messages.success(request, "已登记。")
            return redirect(row.back, pk=asking.case.pk)
    except Refusal as refusal:
        reasons, status = refusal.reasons, _status(refusal)
    context = {
        "title": row.title,
        "form": row.form,
        "reasons": reasons,
        "label": row.title,
        "back": row.back,
        "may_drop": row.drop is not None,
    }
    return _page(request, asking, "row.html", context, status)


@require_safe
def comments_export(request: HttpRequest, pk: int) -> HttpResponse:
    """意见采纳情况表 as a workbook."""
    case = _asking(request, pk).case
    return _exported(COMMENTS, case, consultation.COLUMNS, consultation.table(case))


@require_safe
def clauses_export(request: HttpRequest, pk: int) -> HttpResponse:
    """逐条依据表 as a workbook."""
    asking = _asking(request, pk)
    rows = clauses.table(asking.case, asking.viewer.on)
    return _exported(CLAUSES, asking.case, clauses.COLUMNS, rows)


def _exported(
    title: str, case: Case, columns: Sequence[Column], rows: Iterable[Sequence[CellValue]]
) -> HttpResponse:
    name = f"{title}：{case.title}"
    return download(workbook(name, columns, rows), f"{title}.xlsx")


def _page(
    request: HttpRequest,
    asking: _Asking,
    template: str,
    context: Mapping[str, object],
    status: int = 200,
) -> HttpResponse:
    said = {"case": asking.case, **context}
    return render(request, f"normative/{template}", said, status=status)
