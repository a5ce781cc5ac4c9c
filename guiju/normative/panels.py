"""What a normative document adds to its page, and what of its papers is there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from guiju.documents.editing import EDITOR as EDITOR
from guiju.letters.panel import letters_panel
from guiju.normative.clauses import clauses_of, unfounded
from guiju.normative.consultation import comments_of, undecided
from guiju.normative.desk import PROCEDURE as PROCEDURE
from guiju.normative.filings import filings_of, missing_receipts
from guiju.normative.resting import not_in_force
from guiju.normative.validity_panel import validity_panel
from guiju.procedures.desk.panels import Lack, Look, Panel
from guiju.procedures.desk.texts import same_substance
from guiju.procedures.desk.visibility import Viewer
from guiju.procedures.models import Case, Origin
from guiju.procedures.selectors import history_of

REVIEWS = ("legality_review", "confirm_changes")


def panels(case: Case, viewer: Viewer, on: date) -> list[Panel]:
    """The panels of a document: its validity, and of a live one its papers, tables and letters."""
    validity = validity_panel(case, viewer, on)
    if case.origin == Origin.IMPORTED:
        return validity
    context = {
        "case": case,
        "versions": case.texts.count(),
        "comments": comments_of(case).count(),
        "clauses": clauses_of(case).count(),
        "filings": filings_of(case).exclude(receipt="").count(),
    }
    papers = Panel("文件和材料", "normative/papers_panel.html", context)
    return [*validity, papers, letters_panel(case, viewer)]


def _text(case: Case) -> list[Lack]:
    return [] if case.texts.exists() else [Lack()]


def _founded_clauses(case: Case) -> list[Lack]:
    """By the law of the day of the last act: what day it is today, only a page may ask."""
    return [Lack(says) for says in unfounded(case, history_of(case).events[-1].on)]


def _bases_in_force(case: Case) -> list[Lack]:
    """By that day as well."""
    text = case.texts.order_by("version").last()
    on = history_of(case).events[-1].on
    found = not_in_force(text.body, case.jurisdiction, on) if text else []
    return [Lack(reason.says) for reason in found]


def _reviewed_text(case: Case) -> list[Lack]:
    """The text is still what was reviewed, however often it was sent back since."""
    signed = case.opinions.filter(bound=True, act__in=REVIEWS).order_by("pk").last()
    if signed is None or signed.digest in same_substance(list(case.texts.order_by("version"))):
        return []
    return [Lack()]


PAPERS: Mapping[str, Look] = {
    "text": _text,
    "reviewed_text": _reviewed_text,
    "decided_opinions": lambda case: [Lack(says) for says in undecided(case)],
    "basis_table": lambda case: [] if clauses_of(case).exists() else [Lack()],
    "founded_clauses": _founded_clauses,
    "bases_in_force": _bases_in_force,
    "receipts": lambda case: [Lack(says) for says in missing_receipts(case)],
}
