"""What a normative document adds to its page, and what its acts ask of its papers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from guiju.core.errors import Reason
from guiju.documents.editing import EDITOR as EDITOR
from guiju.letters.panel import letters_panel
from guiju.normative.clauses import clauses_of, unfounded
from guiju.normative.consultation import comments_of, undecided
from guiju.normative.desk import PROCEDURE as PROCEDURE
from guiju.normative.filings import filings_of, missing_receipts
from guiju.normative.resting import not_in_force
from guiju.normative.validity_panel import validity_panel
from guiju.procedures.desk.panels import Panel
from guiju.procedures.desk.texts import same_substance
from guiju.procedures.desk.visibility import Viewer
from guiju.procedures.models import Case, Origin
from guiju.procedures.selectors import history_of

DRAFTING = "国办发〔2018〕37号"
REVIEW = "国办发〔2018〕115号（七）"
REVIEWS = ("legality_review", "confirm_changes")


def panels(case: Case, viewer: Viewer, on: date) -> list[Panel]:
    """The panels of a live document: its validity, its papers and tables, its letters."""
    if case.origin == Origin.IMPORTED:
        return []
    validity = validity_panel(case, viewer, on)
    context = {
        "case": case,
        "versions": case.texts.count(),
        "comments": comments_of(case).count(),
        "clauses": clauses_of(case).count(),
        "filings": filings_of(case).exclude(receipt="").count(),
    }
    papers = Panel("文件和材料", "normative/papers_panel.html", context)
    return [*validity, papers, letters_panel(case, viewer)]


def obstacles(case: Case, act: str) -> Sequence[Reason]:
    """Why an act may not be done as the papers stand."""
    return [reason for ask in _ASKED.get(act, ()) for reason in ask(case)]


def _without_text(case: Case) -> list[Reason]:
    if case.texts.exists():
        return []
    return [Reason("normative.text", "还没有正文，请先编辑公文", DRAFTING, "起草单位")]


def _unfounded(case: Case) -> list[Reason]:
    """By the law of the day of the last act: what day it is today, only a page may ask."""
    return unfounded(case, history_of(case).events[-1].on)


def _rests_on_what_ended(case: Case) -> list[Reason]:
    """By that day as well (B-7)."""
    text = case.texts.order_by("version").last()
    on = history_of(case).events[-1].on
    return not_in_force(text.body, case.jurisdiction, on) if text else []


def _unreviewed(case: Case) -> list[Reason]:
    """The text is no longer what was reviewed, however often it was sent back since."""
    signed = case.opinions.filter(bound=True, act__in=REVIEWS).order_by("pk").last()
    if signed is None or signed.digest in same_substance(list(case.texts.order_by("version"))):
        return []
    says = "合法性审核之后正文有实质性修改，须退回重新送审"
    return [Reason("text.changed", says, REVIEW, "政府办公室")]


_ASKED: Mapping[str, tuple[Callable[[Case], list[Reason]], ...]] = {
    "open_consultation": (_without_text,),
    "shorten_consultation": (_without_text,),
    "hear_business": (undecided,),
    "settle_opinions": (undecided,),
    "submit_for_review": (_without_text, undecided, _unfounded, _rests_on_what_ended),
    "legality_review": (_without_text,),
    "confirm_changes": (_without_text,),
    "deliberate": (_without_text, _unreviewed),
    "submit_for_signature": (_unreviewed,),
    "sign_off": (_without_text, _unreviewed),
    "number": (_unreviewed,),
    "publish": (_unreviewed,),
    "record_filing": (missing_receipts,),
}
