"""What an outgoing document adds to its page, and what its acts ask of its papers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from guiju.core.errors import Reason
from guiju.documents.editing import EDITOR as EDITOR
from guiju.documents.package import missing_in
from guiju.procedures.desk.panels import Panel
from guiju.procedures.desk.visibility import Viewer
from guiju.procedures.models import Case, Origin

PROCEDURE = "outgoing_document"
DRAFTING = "党政机关公文处理工作条例第十九条"
NEEDS_TEXT = frozenset(
    {
        "consult",
        "submit",
        "submit_with_reason",
        "submit_after_opinion",
        "ask_disclosure_unit",
        "review",
        "sign_off",
        "sign_off_by_deputy",
        "sign_off_by_authority",
    }
)
"""Acts that judge a text: without one there is nothing to judge."""


def panels(case: Case, viewer: Viewer, on: date) -> list[Panel]:
    """The panel of papers of a live document."""
    if case.origin == Origin.IMPORTED:
        return []
    context = {"case": case, "versions": case.texts.count()}
    return [Panel("公文稿纸和归档包", "documents/outgoing_panel.html", context)]


def obstacles(case: Case, act: str) -> Sequence[Reason]:
    """Why an act may not be done as the papers stand: no text, or a file not complete."""
    if act in NEEDS_TEXT and not case.texts.exists():
        return [Reason("document.text", "还没有正文，请先编辑公文", DRAFTING, "拟稿单位")]
    if act == "archive":
        return missing_in(case)
    return []
