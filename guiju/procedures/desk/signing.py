"""Several units sign in one step: who is asked, who has signed, whose signature no longer counts.

What the signing as a whole allows is in `countersigning`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from guiju.procedures.desk.addressing import Addressee, full_role, refuse_unless_able
from guiju.procedures.desk.countersigning import Standing, disagrees, standing
from guiju.procedures.desk.turn import Turn, is_mine
from guiju.procedures.models import Task, TaskKind, TaskState


def addressees(turn: Turn, role: str, to: Sequence[Addressee]) -> Iterator[Addressee]:
    """Those asked, each with its unit. Raises Refusal when nobody there can sign."""
    label = turn.procedure.roles.get(role.partition(".")[2], "")
    for one in to:
        able = refuse_unless_able(one, turn.case, label, turn.able(role))
        unit = able.post.unit if able.post is not None else able.unit
        yield Addressee(able.post, unit, able.user, able.lead)


def again(turn: Turn, returned: Task | None, kept: Sequence[Task]) -> list[Addressee]:
    """Whom to ask without having been told: of the last round, whoever has not signed for good.

    Nobody where the sender has to choose. `returned` is the task of a unit that sent the case
    away and wants it straight back, `kept` what is still signed or waiting.
    """
    if not (turn.corrects or turn.back or returned or kept):
        return []
    return [
        Addressee(task.post, task.unit, task.user, task.lead)
        for task in _last_round(turn)
        if task.state not in (TaskState.HANDED_ON, TaskState.TAKEN_BACK)
        and (not kept or _owes(task))
    ]


def _owes(task: Task) -> bool:
    """The unit sent the case away instead of signing, or its signature was voided."""
    return task.state == TaskState.RETURNED or task.voided_seq is not None


def _last_round(turn: Turn) -> list[Task]:
    asked = [t for t in turn.tasks if t.step == turn.case.step and t.kind == TaskKind.COUNTERSIGN]
    last = max((t.round for t in asked), default=0)
    return [task for task in asked if task.round == last]


def void_signed(turn: Turn) -> None:
    """What was signed since the case left the step it goes back to is asked again."""
    target = turn.case.step
    left = max((t.ended_seq or 0 for t in turn.tasks if _held(t, target)), default=0)
    for task in turn.tasks:
        signed = task.kind == TaskKind.COUNTERSIGN and task.state == TaskState.DONE
        if signed and (task.step in (target, turn.before) or (task.ended_seq or 0) > left):
            task.state, task.voided_seq = TaskState.CANCELLED, turn.event.seq
            turn.ended.append(task)


def _held(task: Task, step: str) -> bool:
    return task.step == step and task.kind == TaskKind.HANDLE and task.state == TaskState.DONE


def own_signature(turn: Turn) -> Task | None:
    """The task the actor signs with: the open one, else the one they signed against."""
    now = standing(turn.procedure, turn.case.step, turn.tasks)
    if now is None:
        return None
    seats = [turn.seat] if turn.seat else []
    waiting = [t for t in now.waiting if is_mine(t, turn.by, seats)]
    once_more = [t for t in now.against if is_mine(t, turn.by, seats)]
    return next(iter((*waiting, *once_more)), None)


def sign(turn: Turn) -> bool:
    """A unit has signed: its task is done. False when the act is no signing."""
    step = turn.procedure.steps.get(turn.case.step)
    rule = step.countersign if step else None
    task = own_signature(turn) if rule and rule.act == turn.event.act else None
    if rule is None or task is None:
        return False
    task.signed_against = disagrees(rule, turn.event)
    task.state, task.done_at, task.ended_seq = TaskState.DONE, turn.at, turn.event.seq
    task.done_by = turn.by.get_username()
    turn.ended.append(task)
    return True


def with_lead(turn: Turn, now: Standing) -> tuple[Addressee, ...]:
    """The lead unit gets the case when its post or unit can hold the step."""
    lead = next((t for t in (*now.signed, *now.waiting) if t.lead), None)
    if lead is None:
        return ()
    holder = full_role(turn.case.procedure, turn.procedure.holder_of(turn.case.step))
    able = turn.able(holder)
    if lead.post is not None and lead.post in able:
        person = lead.user if lead.user in able[lead.post] else None
        return (Addressee(post=lead.post, user=person),)
    near = [post for post in able if post.unit_id == lead.unit_id]
    return (Addressee(post=near[0]),) if len(near) == 1 else ()
