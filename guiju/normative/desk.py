"""What the pages of a normative document share: is it in this person's hands, and their drafts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.contrib.auth.models import User

from guiju.core.errors import NotYours, Reason, Refusal
from guiju.procedures.desk.drafting import Place, save_draft
from guiju.procedures.desk.entries import viewer_who_sees
from guiju.procedures.desk.turn import is_mine, open_ones, tasks_of
from guiju.procedures.desk.visibility import Viewer
from guiju.procedures.models import Case, Draft
from guiju.procedures.selectors import offers, procedure_of

PROCEDURE = "normative_document"
FIELD = "fact_{name}"
"""What the form of an act calls the input for a fact."""


def in_hand(case: Case, viewer: Viewer) -> bool:
    """The case waits for this person in the step it is in."""
    here = [task for task in open_ones(tasks_of(case)) if task.step == case.step]
    return any(is_mine(task, viewer.user, viewer.seats) for task in here)


def refuse_unless_open(
    case: Case, steps: Collection[str], says: str, *, by: User, at: datetime
) -> None:
    """Raise NotYours when the case is in other hands, Refusal when it has gone past the steps."""
    viewer = viewer_who_sees(case, by=by, at=at)
    if case.step not in steps:
        raise Refusal([Reason("normative.step", says)])
    if not in_hand(case, viewer):
        helper = procedure_of(case).roles[procedure_of(case).holder_of(case.step)]
        raise NotYours([Reason("task", "本件不在您的待办中，不能登记", helper=helper)])


def laid_into(case: Case, viewer: Viewer) -> set[str]:
    """The acts that are this person's to do in this step, whatever they still lack."""
    return {
        one.id
        for one in offers(case, user=viewer.user, on=viewer.on)
        if one.role and not any(reason.rule in ("chart", "task") for reason in one.reasons)
    }


def lay(case: Case, act: str, facts: Mapping[str, str], *, by: User, at: datetime) -> Draft:
    """Lay what was composed into someone's draft of an act, in place of what stood there.

    Raises NotYours when the act is not theirs to do now, StaleDraft.
    """
    viewer = viewer_who_sees(case, by=by, at=at)
    if act not in laid_into(case, viewer):
        says = f"现在不由您办理“{procedure_of(case).label_of(act)}”"
        raise NotYours([Reason("act", says)])
    draft = Draft.objects.filter(user=by, case=case, act=act).first()
    fields = dict(draft.fields) if draft else {}
    fields |= {FIELD.format(name=name): text for name, text in facts.items()}
    place = Place(case.jurisdiction, case.procedure, act, case)
    return save_draft(place, fields, token=draft.token if draft else 0, by=by, at=at)
