"""The page of a plain text: written, kept as a draft, merged with what somebody else has saved."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guiju.core.errors import Reason, Refusal
from guiju.home.case_seen import Seen
from guiju.home.side_forms import TextForm
from guiju.home.typed import held, keep
from guiju.org.selectors import names_of
from guiju.procedures.desk.drafting import WRITING, Place
from guiju.procedures.desk.merging import Field, parts
from guiju.procedures.models import Draft, Text

MERGE = "merge"


def place_of(seen: Seen) -> Place:
    return Place(seen.case.jurisdiction, seen.case.procedure, WRITING, seen.case)


def draft_of(seen: Seen) -> Draft | None:
    return Draft.objects.filter(user=seen.user, case=seen.case, act=WRITING).first()


def latest_of(seen: Seen) -> Text | None:
    return seen.case.texts.order_by("-version").first()


def blank_form(seen: Seen, draft: Draft | None) -> TextForm:
    """The form as the draft has it, else with the newest version."""
    latest = latest_of(seen)
    start = {"body": latest.body, "saw": latest.digest} if latest else {}
    return TextForm(initial=draft.fields if draft else start)


def text_page(
    request: HttpRequest,
    seen: Seen,
    form: TextForm,
    reasons: tuple[Reason, ...] = (),
    draft: Draft | None = None,
) -> HttpResponse:
    seen.case.refresh_from_db(fields=["token"])
    latest = latest_of(seen)
    saw = str(form["saw"].value() or "")
    context = {
        "seen": seen,
        "case": seen.case,
        "form": form,
        "reasons": reasons,
        "draft": draft,
        "held": held(draft, request.POST),
        "spot": f"case/{seen.case.pk}/{WRITING}",
        "mine": any(task.step == seen.case.step for task in seen.my_tasks),
        "behind": latest if latest and saw != latest.digest else None,
    }
    status = 200 if not form.is_bound else 409 if reasons else 422
    return render(request, "home/case_text.html", context, status=status)


def merge_page(
    request: HttpRequest, seen: Seen, form: TextForm, reasons: tuple[Reason, ...], left: int = 0
) -> HttpResponse:
    """Yours, theirs and what both were made from, paragraph by paragraph; yours is kept.

    `left` says how many clashes were left undecided.
    """
    theirs = latest_of(seen)
    assert theirs is not None, "somebody has saved a version"
    seen.case.refresh_from_db(fields=["token"])
    field = merging(seen, form, theirs)
    context = {
        "case": seen.case,
        "form": form,
        "theirs": theirs,
        "them": names_of({theirs.by}).get(theirs.by, theirs.by),
        "merged": [(field, field.rows(request.POST))],
        "reasons": reasons,
        "left": left,
        "held": held(_kept(request, seen), request.POST),
        "spot": f"case/{seen.case.pk}/{WRITING}",
    }
    return render(request, "home/text_merge.html", context, status=422 if left else 409)


def merging(seen: Seen, form: TextForm, theirs: Text) -> Field:
    """The three wordings of the text."""
    saw, yours = str(form["saw"].value() or ""), str(form["body"].value() or "")
    base = seen.case.texts.filter(digest=saw).order_by("-version").first() if saw else None
    return Field("body", "正文", parts(base.body if base else "", yours, theirs.body))


def _kept(request: HttpRequest, seen: Seen) -> Draft | None:
    """What was typed goes into the drafts, unless it was saved elsewhere in between."""
    try:
        return keep(place_of(seen), request.POST, by=seen.user, at=seen.at)
    except Refusal:
        return None
