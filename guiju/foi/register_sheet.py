"""登记表: what was registered of a request, what was done about it, and when it was owed.

(条例第三十一条: the day of receipt decides the limit, so it stands with its evidence.)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User

from guiju.foi.models import Applicant
from guiju.procedures.definition import Procedure
from guiju.procedures.history import History, text_of
from guiju.procedures.models import Case
from guiju.procedures.selectors import history_of, procedure_of

RECEIVE = "receive"
REGISTERED = (
    "channel",
    "receipt_evidence",
    "applicant_kind",
    "applicant",
    "identity_checked",
    "form_wanted",
)
DESCRIPTION, ARCHIVE_NUMBER = "description", "archive_number"


@dataclass(frozen=True, slots=True)
class Done:
    """A line of the course of a request."""

    on: date
    act: str
    by: str


@dataclass(frozen=True, slots=True)
class RegisterSheet:
    """`fields` are label and value as registered, blank ones included: paper is filled in."""

    received_on: date | None
    fields: tuple[tuple[str, str], ...]
    description: str
    due_on: date | None
    outcome: str
    archive_number: str
    course: tuple[Done, ...]


def register_sheet(case: Case) -> RegisterSheet:
    """The sheet of a live request. The applicant is named as lists name them, masked."""
    p, history = procedure_of(case), history_of(case)
    received = history.first([RECEIVE])
    said = {fact: text_of(history.facts.get(fact)) for fact in (*REGISTERED, DESCRIPTION)}
    row = Applicant.objects.filter(case=case).first()
    if row is not None:
        said["applicant"] = row.masked
    return RegisterSheet(
        received.on if received else None,
        tuple((p.label_of(fact), said[fact]) for fact in REGISTERED),
        said[DESCRIPTION],
        case.due_on,
        p.outcomes[case.outcome].label if case.outcome in p.outcomes else "",
        text_of(history.facts.get(ARCHIVE_NUMBER)),
        tuple(_course(p, history)),
    )


def _course(p: Procedure, history: History) -> Iterator[Done]:
    people = User.objects.filter(username__in={event.by for event in history.events})
    names = {user.get_username(): user.get_full_name() for user in people}
    for event in history.events:
        yield Done(event.on, p.label_of(event.act), names.get(event.by) or event.by)
