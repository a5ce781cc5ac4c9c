"""The administrator's corrections: later events that void, replace or move, never past a gate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction

from guiju.core.errors import NotYours, Reason, Refusal
from guiju.org.models import Post
from guiju.org.selectors import Seat, posts_of, roles_of
from guiju.procedures import private
from guiju.procedures.definition import Procedure
from guiju.procedures.desk.numbering import Numbering, put_right
from guiju.procedures.desk.opinions import is_opinion
from guiju.procedures.desk.tasks import Turn, settle, tasks_of, unwind
from guiju.procedures.desk.telling import tell
from guiju.procedures.desk.titles import LONGEST, refuse_unless_its_own, retitle, title_after
from guiju.procedures.gates import standing, with_outcome
from guiju.procedures.guard import CORRECTION
from guiju.procedures.history import Event as KernelEvent
from guiju.procedures.history import Value, effective
from guiju.procedures.models import Case
from guiju.procedures.record import day_of
from guiju.procedures.rulebook import Rulebook, office_rulebook
from guiju.procedures.storing import Entered, lock, put_on_record, recorded, restate
from guiju.worktime.calendar import Calendar

ADMINISTRATOR = "administrator"
"""In the roles of a post: may correct what was recorded wrongly, of any procedure."""


@dataclass(frozen=True, slots=True)
class Void:
    """The act recorded as `seq` never took place."""

    seq: int


@dataclass(frozen=True, slots=True)
class Replace:
    """The act recorded as `seq` took place on another day or with other facts.

    `at` is the moment on the wall's clock; without it the hour on record is kept.
    """

    seq: int
    on: date | None = None
    facts: Mapping[str, Value] | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """The case belongs in another step, as of a day."""

    step: str
    on: date


Correction = Void | Replace | Move


def correct(
    case: Case,
    correction: Correction,
    *,
    reason: str,
    by: User,
    at: datetime,
    rulebook: Rulebook | None = None,
) -> Case:
    """Record a correction of a case as `case` was read; returns the case as it is now.

    Who acted stays who acted. Raises Conflict; NotYours unless `by` is an administrator; Refusal
    without a reason, or when an act that stands could then no longer have been done: correct that
    one first.
    """
    rules = rulebook or office_rulebook()
    today = day_of(at)
    with transaction.atomic():
        locked = lock(case)
        post = corrects_from(locked, by, today)
        if not reason.strip():
            raise Refusal([Reason("needs.reason", "更正须写明理由")])
        p, record, event = _considered(locked, correction, by, today, rules)
        event = _with_number(locked, record, event, reason, Numbering(by, at, event.on))
        before = dict(locked.facts)
        shown, secret = private.split(locked.procedure, event.facts)
        event = replace(event, facts=shown)
        turn = Turn(locked, p, event, locked.step, by, Seat(post), at, tasks_of(locked))
        put_on_record(locked, event, Entered(by.get_username(), at, post, reason.strip()))
        private.keep(locked, secret)
        restate(locked, p, rules.calendar, as_of=today, record=[*record, event])
        retitle(locked, title_after(locked, before), by=by, at=at, reason=reason.strip())
        if isinstance(correction, Void):
            unwind(turn, _first_seq(record, correction.seq))
        elif isinstance(correction, Move) or locked.step != turn.before:
            settle(turn)
        tell(turn)
    return locked


def proposed(
    case: Case, correction: Correction, *, by: User, at: datetime, rulebook: Rulebook | None = None
) -> KernelEvent:
    """What `correct` would put on record, to be looked at first. Raises what `correct` raises."""
    rules = rulebook or office_rulebook()
    with transaction.atomic():
        locked = lock(case)
        corrects_from(locked, by, day_of(at))
        _, record, event = _considered(locked, correction, by, day_of(at), rules)
        event = _with_number(locked, record, event, "核对", Numbering(by, at, event.on))
        transaction.set_rollback(True)  # no number has been given out
    return event


def _with_number(
    case: Case, record: Sequence[KernelEvent], event: KernelEvent, reason: str, numbering: Numbering
) -> KernelEvent:
    """The correcting event; where it says another number than before, the register follows."""
    if event.corrects is None:
        return event
    old = next(one for one in record if one.seq == event.corrects)
    facts = put_right(case, event.act, old.facts, event.facts, reason, numbering)
    return event if facts == event.facts else replace(event, facts=facts)


def correct_title(case: Case, title: str, *, reason: str, by: User, at: datetime) -> Case:
    """Call a case, as `case` was read, by its right title; the one before stays on its chain.

    Raises Conflict; NotYours unless `by` is an administrator; Refusal without a title or a reason,
    for the title it has, and where the title is that of its document.
    """
    wanted = " ".join(title.split())
    with transaction.atomic():
        locked = lock(case)
        corrects_from(locked, by, day_of(at))
        refuse_unless_its_own(locked)
        if not reason.strip():
            raise Refusal([Reason("needs.reason", "更正须写明理由")])
        if not 0 < len(wanted) <= LONGEST:
            raise Refusal([Reason("title", f"请填写标题，不超过{LONGEST}字")])
        if not retitle(locked, wanted, by=by, at=at, reason=reason.strip()):
            raise Refusal([Reason("title", "标题没有改动，请填写与原来不同的标题")])
        locked.token += 1
        locked.save(update_fields=["token"])
    return locked


def _considered(
    case: Case, correction: Correction, by: User, today: date, rules: Rulebook
) -> tuple[Procedure, list[KernelEvent], KernelEvent]:
    """By which rules, after what record, and the event that would be added to it.

    Raises Refusal unless the event and what stands beside it could have been done.
    """
    p = rules.version(case.procedure, case.version)
    record = recorded(case, p)
    event = _event(p, record, correction, by.get_username())
    if event.on > today:
        raise Refusal([Reason("order", f"日期{event.on}还没有到")])
    _refuse_what_would_no_longer_stand(p, record, event, rules.calendar)
    return p, record, event


def _first_seq(record: Sequence[KernelEvent], seq: int) -> int:
    """The seq under which an act was first recorded: its tasks keep that one."""
    by_seq = {event.seq: event for event in record}
    while (earlier := by_seq[seq].corrects) is not None:
        seq = earlier
    return seq


def corrects_from(case: Case, by: User, on: date) -> Post:
    """The post from which someone corrects a case. Raises NotYours where they hold none."""
    held = roles_of(posts_of(by, on=on, jurisdiction=case.jurisdiction))
    if ADMINISTRATOR not in held:
        raise NotYours([Reason("role", "更正由系统管理员办理", helper="系统管理员")])
    return held[ADMINISTRATOR]


def _refuse_what_would_no_longer_stand(
    p: Procedure, record: Sequence[KernelEvent], event: KernelEvent, calendar: Calendar
) -> None:
    before = standing(p, record, calendar)
    after = standing(p, [*record, event], calendar)
    broken = sorted(after.keys() - before.keys(), key=lambda key: (key[1], key[0]))
    if broken:
        own = None if event.corrects is None else _first_seq(record, event.corrects)
        raise Refusal([_explained(after[key], own=key[0] == own) for key in broken])


def _explained(reason: Reason, *, own: bool) -> Reason:
    """`own`: it is against the corrected act itself, not against one that rests on it."""
    told = "该行为不能这样更正" if own else "更正后已办的行为不再成立，请先更正该行为"
    return replace(reason, says=f"{told}：{reason.says}")


def _event(
    p: Procedure, record: Sequence[KernelEvent], correction: Correction, by: str
) -> KernelEvent:
    seq = len(record) + 1
    if isinstance(correction, Move):
        step = p.steps.get(correction.step)
        if step is None or step.final:
            raise Refusal([Reason("chart", "只能更正到办理中的环节；办结须由办结的行为得出")])
        return KernelEvent(
            CORRECTION, correction.on, by, ADMINISTRATOR, {"step": correction.step}, seq=seq
        )
    found = [event for event in effective(record) if event.seq == correction.seq]
    if not found:
        raise Refusal([Reason("correction", f"第{correction.seq}条记录不存在或已被更正")])
    old = replace(found[0], seq=seq, corrects=correction.seq)
    if isinstance(correction, Void):
        if p.acts().get(old.act) is None or not p.acts()[old.act].opens:
            return replace(old, void=True)
        raise Refusal([Reason("correction", "开启事项的行为不能作废，可以更正其日期和内容")])
    if old.act == CORRECTION and correction.facts is not None:
        raise Refusal([Reason("correction", "移动环节的更正只能作废或改日期")])
    facts = old.facts if correction.facts is None else correction.facts
    _refuse_to_rewrite_opinions(p, old, facts)
    on = correction.on or old.on
    moment = correction.at or (old.at and datetime.combine(on, old.at.time()))
    return with_outcome(p, replace(old, on=on, at=moment, facts=dict(facts)))


def _refuse_to_rewrite_opinions(p: Procedure, old: KernelEvent, facts: Mapping[str, Value]) -> None:
    """What somebody signed is theirs: a fact that is the opinion of the act stays as it is."""
    act = p.acts().get(old.act)
    if act is None:
        return
    for name in sorted({*old.facts, *facts}):
        if is_opinion(p, act, name) and old.facts.get(name) != facts.get(name):
            says = f"“{p.label_of(name)}”是签署的意见，更正不能改写，须由签署人重新办理"
            raise Refusal([Reason("correction", says, helper=p.roles.get(old.role, ""))])
