"""What a case is called in lists, registers and searches, and what it was called before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.contrib.auth.models import User

from guiju.audit.chain import Json
from guiju.core.errors import Reason, Refusal
from guiju.procedures.desk.entries import enter
from guiju.procedures.desk.panels import editor_of
from guiju.procedures.history import Value
from guiju.procedures.models import Case
from guiju.procedures.searching import index_case
from guiju.search.tokens import initials

LONGEST = 500
RETITLE = "retitle"
"""The verb of the entry on a case's chain: `from`, `to`, and the `reason` of a correction."""


def retitle(case: Case, title: str, *, by: User, at: datetime, reason: str = "") -> bool:
    """Call a held case by another title; False where it is called so already."""
    title = title[:LONGEST]
    if title == case.title:
        return False
    said: dict[str, Json] = {"from": case.title, "to": title}
    if reason:
        said["reason"] = reason
    enter(case, RETITLE, said, by=by, at=at)
    case.title, case.initials = title, initials(title)[:LONGEST]
    case.save(update_fields=["title", "initials"])
    index_case(case)
    return True


def title_after(case: Case, before: Mapping[str, Value]) -> str:
    """The title of a case whose facts were others `before`; as it is unless it was one of them.

    Who registers writes the sender's title once, and the case bears it.
    """
    for name, value in before.items():
        now = case.facts.get(name)
        changed = value == case.title and isinstance(now, str) and now != value and now.strip()
        if changed and not _called_by_its_text(case):
            return str(now).strip()
    return case.title


def refuse_unless_its_own(case: Case) -> None:
    """Raise Refusal where a document was written whose title the case bears."""
    if _called_by_its_text(case):
        says = "本件以正文的标题为标题，请拟稿人在正文中修改"
        raise Refusal([Reason("title", says, helper="拟稿人")])


def _called_by_its_text(case: Case) -> bool:
    return bool(editor_of(case.procedure)) and case.texts.exists()
