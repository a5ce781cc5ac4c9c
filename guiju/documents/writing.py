"""Writing an official document: one version more, with its structure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from guiju.audit.chain import Json
from guiju.core.errors import Reason, Refusal
from guiju.documents.paper import document_of, plain_text
from guiju.procedures.desk.drafting import Revision, revise_text
from guiju.procedures.desk.entries import enter
from guiju.procedures.desk.titles import retitle
from guiju.procedures.models import Case, Text
from guiju.procedures.record import day_of
from guiju.procedures.rulebook import Rulebook
from guiju.procedures.urgency import level_of, level_said
from guiju.typeset.official import OfficialDocument

TITLE = "党政机关公文处理工作条例第九条第七项"


@dataclass(frozen=True, slots=True)
class Change:
    """How a new version is meant: made from the version with this digest, material or not."""

    saw: str = ""
    material: bool = True
    note: str = ""


def write_document(  # noqa: PLR0913 - the document, how it is meant, who, when, the rules
    case: Case,
    document: OfficialDocument,
    change: Change,
    *,
    by: User,
    at: datetime,
    rulebook: Rulebook | None = None,
) -> tuple[Text, Case]:
    """Save a new version; the case is called as the document is, and as urgent.

    Raises as `revise_text`; Refusal also for a document without a title.
    """
    if not document.title.strip():
        raise Refusal(
            [Reason("document.title", "公文须有标题", "党政机关公文处理工作条例第九条第七项")]
        )
    revision = Revision(
        plain_text(document), change.saw, change.material, change.note, document.canonical()
    )
    before = document_of(case, day_of(at)).urgency
    with transaction.atomic():
        text, now = revise_text(case, revision, by=by, at=at, rulebook=rulebook)
        # Registers and lists name a document by the title it bears.
        retitle(now, "".join(document.title.split("\n")), by=by, at=at)
        if document.urgency != before:
            _bear(now, document.urgency, by, at)
    return text, now


def _bear(case: Case, words: str, by: User, at: datetime) -> None:
    """The case is as urgent as its document now says, unless its record says how urgent it is."""
    level = level_said(case.facts, level_of(words))
    if level == case.urgency:
        return
    said: dict[str, Json] = {"from": case.urgency, "to": int(level)}
    enter(case, "change_urgency", said, by=by, at=at)
    case.urgency = level
    case.save(update_fields=["urgency"])
