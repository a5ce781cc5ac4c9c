"""Sending back (退回) and taking back (取回). A return always says to whom, how the case comes
back, and what becomes of the other units' tasks; the chart and the law limit the choice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction

from guiju.core.errors import NotYours, Reason, Refusal
from guiju.org.selectors import Seat, names_of, seats_of
from guiju.procedures.acts import Deed, perform
from guiju.procedures.definition import Procedure
from guiju.procedures.desk.countersigning import is_return
from guiju.procedures.desk.on_paper import entered_by, refuse_unless_still_entering
from guiju.procedures.desk.tasks import tasks_of, unwind
from guiju.procedures.desk.telling import tell, tell_taken_back
from guiju.procedures.desk.terms import Target, not_straight, targets
from guiju.procedures.desk.turn import Turn
from guiju.procedures.history import Event, effective
from guiju.procedures.models import Case, Task, TaskState
from guiju.procedures.record import day_of
from guiju.procedures.rulebook import Rulebook, office_rulebook
from guiju.procedures.storing import Entered, lock, put_on_record, recorded, restate

__all__ = ["Target", "may_take_back", "not_straight", "send_back", "take_back", "targets"]

TAKEN_BACK = "取回"
"""The reason on record of an event its own author took back."""

NOT_YOURS = "take_back.person"


def send_back(
    case: Case, deed: Deed, *, by: User, at: datetime, rulebook: Rulebook | None = None
) -> Case:
    """Return a case as `deed.back` says; `deed.to` names whom, default whoever had it last.

    Raises what `perform` raises, and Refusal when the act sends nothing back from here.
    """
    rules = rulebook or office_rulebook()
    p = rules.version(case.procedure, case.version)
    act = p.acts().get(deed.act)
    if act is None or not is_return(p, act, case.step):
        raise Refusal([Reason("return.act", "这一行为在当前环节不是退回")])
    return perform(case, replace(deed, to=deed.to[:1]), by=by, at=at, rulebook=rules)


def may_take_back(
    p: Procedure, record: Sequence[Event], tasks: Iterable[Task], by: User, *, entered_by: str = ""
) -> list[Reason]:
    """Why someone may not take the last act back; empty when they may.

    It is the act of who did it, and of who entered it from their paper (`entered_by`, 代录).
    """
    standing = effective(record)
    last = standing[-1] if standing else None
    act = p.acts().get(last.act) if last else None
    if last is None or act is None or record[-1] is not last or last.corrects is not None:
        return [Reason("take_back", "没有可以取回的行为")]
    if by.get_username() not in (last.by, entered_by):
        return [Reason(NOT_YOURS, "只有提交人本人可以取回", helper=names_of([last.by])[last.by])]
    if act.opens or (act.to == "same" and not _is_signature(p, last.act)):
        return [Reason("take_back", "只有送出本环节的行为和会签可以取回")]
    outcome = p.outcomes.get(str(last.facts.get("outcome") or ""))
    if act.letter or (outcome is not None and outcome.letter and not _unserved(p, act.to)):
        return [
            Reason(
                "take_back", f"“{act.label}”已经生成对外文书，不能取回，确有错误的由系统管理员更正"
            )
        ]
    opened = [t for t in tasks if t.seq == last.seq]
    me = by.get_username()
    seen = next((t for t in opened if _touched(t, me)), None)
    if seen is not None:
        reader = seen.read_by or seen.done_by
        who = names_of([reader]).get(reader, "下一办理人")
        return [Reason("take_back", f"{who}已经打开本件，不能取回，可请其退回", helper=who)]
    return []


def _is_signature(p: Procedure, act: str) -> bool:
    """What each of several units does in a step they have together sends its own part off."""
    return any(step.countersign and step.countersign.act == act for step in p.steps.values())


def _touched(task: Task, me: str) -> bool:
    """Somebody else has opened the task, or it is no longer open."""
    return task.state != TaskState.OPEN or (task.read_at is not None and task.read_by != me)


def _unserved(p: Procedure, step: str) -> bool:
    """A letter decided on but not yet served may still be taken back."""
    return step in p.steps and not p.steps[step].final


def _refuse_unless_still_in(seat: Seat | None, case: Case, by: User, on: date) -> None:
    here = seats_of(by, on=on, jurisdiction=case.jurisdiction)
    if seat is not None and seat.post not in {own.post for own in here}:
        says = f"您已不在“{seat.post}”岗位，不能取回"
        raise NotYours([Reason(NOT_YOURS, says, helper="系统管理员")])


def take_back(case: Case, *, by: User, at: datetime, rulebook: Rulebook | None = None) -> Case:
    """Take the last act back while the next person has not opened the case.

    On record as a void event with who recorded it. Of an act entered from paper the other is told,
    who decided it or who entered it. Raises Conflict, NotYours or Refusal.
    """
    rules = rulebook or office_rulebook()
    with transaction.atomic():
        locked = lock(case)
        p = rules.version(locked.procedure, locked.version)
        record = recorded(locked, p)
        tasks = tasks_of(locked)
        row = locked.events.select_related("post__unit", "jurisdiction").latest("seq")
        recorder = entered_by(row)
        against = may_take_back(p, record, tasks, by, entered_by=recorder)
        if against:
            raise NotYours(against) if against[0].rule == NOT_YOURS else Refusal(against)
        last = effective(record)[-1]
        event = replace(last, seq=len(record) + 1, corrects=last.seq, void=True)
        seat = Seat(row.post, row.acting_for) if row.post else None
        if by.get_username() != row.by:
            refuse_unless_still_entering(row, by, on=day_of(at))
        else:
            _refuse_unless_still_in(seat, locked, by, day_of(at))
        turn = Turn(locked, p, event, locked.step, by, seat, at, tasks)
        put_on_record(locked, event, Entered(by.get_username(), at, row.post, TAKEN_BACK))
        restate(locked, p, rules.calendar, as_of=day_of(at), record=[*record, event])
        unwind(turn, last.seq)
        tell(turn)
        if recorder:
            tell_taken_back(turn, recorder)
    return locked
