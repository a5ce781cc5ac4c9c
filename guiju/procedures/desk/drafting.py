"""Nothing typed is lost: drafts of acts and of cases to be, and the text in its versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from guiju.audit.chain import Json
from guiju.core.errors import Conflict, NotYours, Reason, Refusal
from guiju.org.models import Jurisdiction
from guiju.procedures.acts import Deed
from guiju.procedures.definition import Procedure
from guiju.procedures.desk.countersigning import is_return, named_holders
from guiju.procedures.desk.entries import enter, viewer_who_sees
from guiju.procedures.desk.returning import send_back
from guiju.procedures.desk.texts import bound, digest_of
from guiju.procedures.desk.turn import is_mine, tasks_of
from guiju.procedures.guard import offered
from guiju.procedures.models import Case, Draft, TaskState, Text
from guiju.procedures.record import day_of
from guiju.procedures.rulebook import Rulebook, office_rulebook
from guiju.procedures.searching import index_case
from guiju.procedures.selectors import history_of
from guiju.procedures.storing import lock

WRITING = "revise_text"
"""What a draft of the text itself is a draft of, in the place of an act."""


class StaleDraft(Conflict):
    """Somebody (or the same person elsewhere) saved in between: `stored` is what is there."""

    def __init__(self, stored: Draft) -> None:
        super().__init__([Reason("conflict.draft", "这份草稿刚刚在别处保存过，请比对后合并")])
        self.stored = stored


@dataclass(frozen=True, slots=True)
class Place:
    """What a draft is for: an act of a procedure, on a case or to open one."""

    jurisdiction: Jurisdiction
    procedure: str
    act: str
    case: Case | None = None


def save_draft(
    place: Place, fields: Mapping[str, str], *, token: int, by: User, at: datetime, pk: int = 0
) -> Draft:
    """Save what was typed. `token` is that of the draft it was typed into, 0 for a new one.

    `pk` names the draft of a case to be opened. Raises StaleDraft; NotYours for another's draft.
    """
    if place.case is not None:
        viewer_who_sees(place.case, by=by, at=at)
    with transaction.atomic():
        stored = _stored(place, pk, by)
        if stored is not None and stored.token != token:
            raise StaleDraft(stored)
        draft = stored or Draft(
            jurisdiction=place.jurisdiction,
            user=by,
            case=place.case,
            procedure=place.procedure,
            act=place.act,
            token=0,
            case_token=place.case.token if place.case else 0,
        )
        draft.fields = dict(fields)
        draft.title = str(fields.get("title") or (place.case.title if place.case else ""))[:500]
        draft.token += 1
        draft.saved_at = at
        draft.save()
    return draft


def _stored(place: Place, pk: int, by: User) -> Draft | None:
    drafts = Draft.objects.select_for_update().filter(user=by)
    if place.case is not None:
        return drafts.filter(case=place.case, act=place.act).first()
    if not pk:
        return None
    found = drafts.filter(pk=pk).first()
    if found is None:
        raise NotYours([Reason("draft", "草稿不存在或不是您的")])
    return found


def discard_draft(draft: Draft, *, by: User) -> None:
    """Raises NotYours for another's draft."""
    if draft.user_id != by.pk:
        raise NotYours([Reason("draft", "草稿不存在或不是您的")])
    draft.delete()


@dataclass(frozen=True, slots=True)
class Revision:
    """A new wording. `saw` is the digest of the version it was made from, '' for the first.

    `material` says that it changes what was decided; a slip of the pen does not, and says so in
    `note`. `structure` is that of an official document, whose plain text is `body`.
    """

    body: str
    saw: str = ""
    material: bool = True
    note: str = ""
    structure: str = ""

    @property
    def digest(self) -> str:
        return digest_of(self.structure or self.body)


def revise_text(
    case: Case, revision: Revision, *, by: User, at: datetime, rulebook: Rulebook | None = None
) -> tuple[Text, Case]:
    """Save a new version of the text; by whoever has the case in hand.

    A material change under a review or signature sends the case back for a new one where the
    chart offers that to this person, and otherwise closes the way onward until it is sent back.
    Whoever has the earlier text before them can no longer act on it: the case's token grows.
    Raises Conflict when someone else changed the text, NotYours, Refusal.
    """
    rules = rulebook or office_rulebook()
    with transaction.atomic():
        locked = lock(case)
        p = rules.version(locked.procedure, locked.version)
        _refuse_unless_holding(locked, p, by, at)
        found = bound(locked, p)
        latest = found.latest
        _refuse_unless_fit(revision, latest)
        text = _new_version(locked, revision, latest, by, at)
        said: dict[str, Json] = {
            "version": text.version,
            "digest": text.digest,
            "material": text.material,
        }
        enter(locked, WRITING, said, by=by, at=at)
        locked.token += 1
        locked.save(update_fields=["token"])
        index_case(locked)
        if revision.material and found.opinions and latest and latest.digest != text.digest:
            signed = {opinion.act for opinion in found.opinions}
            locked = _back_for_review(locked, signed, rules, by, at)
    return text, locked


def _refuse_unless_holding(case: Case, p: Procedure, by: User, at: datetime) -> None:
    viewer = viewer_who_sees(case, by=by, at=at)
    waiting = [t for t in tasks_of(case) if t.state == TaskState.OPEN and t.step == case.step]
    if not any(is_mine(t, by, viewer.seats) for t in waiting):
        says, helper = "本件不在您的待办中，不能修改正文", named_holders(waiting, p)
        raise NotYours([Reason("task", says, helper=helper)])


def _refuse_unless_fit(revision: Revision, latest: Text | None) -> None:
    if latest is not None and latest.digest != revision.saw:
        raise Conflict([Reason("conflict.text", "正文刚刚已被他人修改，请比对后合并")])
    if not revision.body.strip():
        raise Refusal([Reason("needs.text", "正文不能为空")])
    if not revision.material and not revision.note.strip():
        raise Refusal([Reason("needs.note", "非实质性修改须写明改了什么")])
    if latest is not None and latest.structure and not revision.structure:
        says = "本件正文是按公文要素编辑的，请在公文编辑页修改，以免丢失结构"
        raise Refusal([Reason("needs.structure", says)])


def _new_version(
    case: Case, revision: Revision, latest: Text | None, by: User, at: datetime
) -> Text:
    return Text.objects.create(
        jurisdiction_id=case.jurisdiction_id,
        case=case,
        version=latest.version + 1 if latest else 1,
        body=revision.body,
        structure=revision.structure,
        digest=revision.digest,
        material=revision.material,
        note=revision.note.strip(),
        by=by.get_username(),
        at=at,
    )


def _back_for_review(case: Case, signed: set[str], rules: Rulebook, by: User, at: datetime) -> Case:
    """Send the case back because its text has changed; stays where nobody may send it back.

    To the step where it was signed, if the chart has an arrow there, else to an earlier one.
    """
    p = rules.version(case.procedure, case.version)
    history = history_of(case, rules)
    on = max(day_of(at), history.events[-1].on)
    acts = p.acts()
    back = [name for name in offered(p, history) if is_return(p, acts[name], case.step)]
    for name in sorted(back, key=lambda n: not signed & set(p.steps[acts[n].to].acts)):
        deed = Deed(name, on, {"reason": "正文有实质性修改，须重新审核"})
        try:
            with transaction.atomic():
                return send_back(case, deed, by=by, at=at, rulebook=rules)
        except Refusal:
            continue
    return case
