"""What an act does to the tasks of a case: which end, which begin, and for whom.

Called by the engine inside its transaction. The rules of signing together are in `signing`.
"""

from __future__ import annotations

from collections.abc import Sequence

from guiju.core.errors import Reason, Refusal
from guiju.procedures.definition import Procedure
from guiju.procedures.desk.addressing import Addressee, full_role, proposed, refuse_unless_able
from guiju.procedures.desk.countersigning import standing
from guiju.procedures.desk.parts import let_see, take_part
from guiju.procedures.desk.signing import (
    addressees,
    again,
    own_signature,
    sign,
    void_signed,
    with_lead,
)
from guiju.procedures.desk.turn import Back, Turn, is_mine, open_ones, tasks_of
from guiju.procedures.models import Resume, Task, TaskKind, TaskState
from guiju.statements.rows import new
from guiju.statements.writing import insert, update

__all__ = [
    "Back",
    "Turn",
    "follow",
    "is_mine",
    "let_see",
    "own_signature",
    "settle",
    "tasks_of",
    "unwind",
]

_ENDING = ("state", "done_at", "done_by", "ended_seq", "voided_seq", "signed_against")


def follow(turn: Turn) -> None:
    """End the tasks the act has done or made idle and open those of the step it leads to."""
    act = turn.procedure.acts().get(turn.event.act)
    moved = turn.case.step != turn.before or (act is not None and act.to not in ("same",))
    if moved:
        _end_step(turn)
        _enter(turn)
    elif act is not None and sign(turn):
        _hand_over_when_signed(turn)
    _keep(turn)


def unwind(turn: Turn, seq: int) -> None:
    """The event `seq` never took place: what it opened is gone, what it ended is open again.

    Whatever else has happened since, open tasks are those of the step the case is in now.
    """
    waiting = [t for t in open_ones(turn.tasks) if _countersign(t) and t.seq < seq]
    for task in turn.tasks:
        if task.seq == seq and task.state == TaskState.OPEN:
            turn.ended.append(_ended(turn, task, TaskState.TAKEN_BACK))
        elif task.voided_seq == seq:
            task.state, task.voided_seq = TaskState.DONE, None
            turn.ended.append(task)
        elif task.ended_seq == seq and (task.step == turn.case.step or _countersign(task)):
            task.state, task.done_at, task.done_by = TaskState.OPEN, None, ""
            task.ended_seq, task.signed_against = None, False
            turn.ended.append(task)
    settle(turn, waiting)


def settle(turn: Turn, waiting: Sequence[Task] = ()) -> None:
    """Make the open tasks fit the step a correction has led to.

    Signatures that wait for the case to be back in their step wait on: those of neither the
    step it was in nor the one it is in, and those named in `waiting`.
    """
    for task in open_ones(turn.tasks):
        waits = _countersign(task) and (task.step != turn.before or task in waiting)
        idle = task.step != turn.case.step and not waits
        if idle or turn.case.closed_on is not None:
            turn.ended.append(_ended(turn, task, TaskState.CANCELLED))
    if not any(t.step == turn.case.step for t in open_ones(turn.tasks)):
        _enter(turn)
    _keep(turn)


def _countersign(task: Task) -> bool:
    return task.kind == TaskKind.COUNTERSIGN


def _keep(turn: Turn) -> None:
    """Save the tasks and who has a part now."""
    update(list({id(t): t for t in turn.ended}.values()), _ENDING)
    insert(turn.opened)
    take_part(turn, was_closed=_is_final(turn.procedure, turn.before))


def _is_final(p: Procedure, step: str) -> bool:
    return step in p.steps and p.steps[step].final


def _end_step(turn: Turn) -> None:
    """The actor's own task is done; what others still had in that step is idle now.

    Signatures kept for when the case is back wait on, until it is closed.
    """
    back = turn.back
    seats = [turn.seat] if turn.seat else []
    for task in open_ones(turn.tasks):
        mine = is_mine(task, turn.by, seats)
        here = task.step == turn.before
        if here and mine and task.role == full_role(turn.case.procedure, turn.event.role):
            _end(turn, task, TaskState.RETURNED if back else TaskState.DONE)
        elif turn.case.closed_on is not None:
            _end(turn, task, TaskState.CANCELLED)
        elif back and back.keep_siblings and task.kind == TaskKind.COUNTERSIGN:
            continue
        elif here or task.kind == TaskKind.HANDLE:
            _end(turn, task, TaskState.CANCELLED)
    if back is not None and not back.keep_signed:
        void_signed(turn)


def _end(turn: Turn, task: Task, state: TaskState) -> None:
    turn.ended.append(_ended(turn, task, state))


def _ended(turn: Turn, task: Task, state: TaskState) -> Task:
    task.state, task.done_at, task.ended_seq = state, turn.at, turn.event.seq
    if state in (TaskState.DONE, TaskState.RETURNED):
        task.done_by = turn.event.by
    return task


def _enter(turn: Turn) -> None:
    step = turn.case.step
    if step not in turn.procedure.steps or turn.case.closed_on is not None:
        return
    if turn.procedure.steps[step].countersign is not None:
        _ask_signatures(turn)
    else:
        _hand_over(turn, turn.to)


def _hand_over(turn: Turn, to: Sequence[Addressee]) -> None:
    """Open the task of whoever holds the step."""
    holder = turn.procedure.holder_of(turn.case.step)
    if not holder:
        return
    role = full_role(turn.case.procedure, holder)
    chosen = _straight_back(turn, role) or _named(turn, role, to)
    if chosen is None:
        chosen = proposed(turn.case, role, turn.tasks, turn.seat, turn.today, known=turn.register)
    turn.opened.append(_task(turn, role, chosen, TaskKind.HANDLE))


def _named(turn: Turn, role: str, to: Sequence[Addressee]) -> Addressee | None:
    """Whom the sender named; refused when they cannot hold the step."""
    if not to:
        return None
    if len(to) > 1:
        says = f"“{turn.procedure.steps[turn.case.step].label}”只能交给一个岗位或人员"
        raise Refusal([Reason("addressees", says)])
    label = turn.procedure.roles.get(role.partition(".")[2], "")
    return refuse_unless_able(to[0], turn.case, label, turn.able(role))


def _straight_back(turn: Turn, role: str) -> Addressee | None:
    """Whoever returned the case and asked to have it straight back, while the post is held."""
    origin = came_from(turn)
    if origin is None or origin.kind != TaskKind.HANDLE:
        return None
    held = turn.able(role)
    if origin.post is not None and origin.post in held:
        person = origin.user if origin.user in held[origin.post] else None
        return Addressee(post=origin.post, unit=origin.unit, user=person)
    return None


def came_from(turn: Turn) -> Task | None:
    """The task of whoever returned the case to this step's sender and wants it straight back."""
    for task in reversed(turn.ended):
        straight = task.resume == Resume.STRAIGHT_BACK and task.state == TaskState.DONE
        origin = task.return_to if straight else None
        if origin is not None and origin.step == turn.case.step:
            return next((t for t in turn.tasks if t.pk == origin.pk), None)
    return None


def _ask_signatures(turn: Turn) -> None:
    """Open one task for each unit asked; those who signed, or still have theirs, are not asked.

    A case sent back here is its holder's at once; the units sign again unless what they signed
    was kept.
    """
    step = turn.procedure.steps[turn.case.step]
    assert step.countersign is not None
    role = full_role(turn.case.procedure, turn.procedure.acts()[step.countersign.act].by[0])
    now = standing(turn.procedure, turn.case.step, turn.tasks)
    kept = (*now.signed, *now.waiting) if now else ()
    named = () if turn.back else turn.to
    asked = [*addressees(turn, role, named)] if named else again(turn, came_from(turn), kept)
    if not asked and not kept and not turn.corrects and turn.back is None:
        says = f"请选择“{step.label}”的单位或岗位"
        raise Refusal([Reason("addressees", says, turn.procedure.cite(step.countersign.basis))])
    have = {(t.unit_id, t.post_id) for t in kept}
    for to in asked:
        task = _task(turn, role, to, TaskKind.COUNTERSIGN)
        if kept:
            task.round = kept[0].round
        if (task.unit_id, task.post_id) not in have:
            have.add((task.unit_id, task.post_id))
            turn.opened.append(task)
    if turn.back is not None or not (asked or kept):
        _hand_over(turn, turn.to)
    else:
        _hand_over_when_signed(turn)


def _hand_over_when_signed(turn: Turn) -> None:
    """With the last signature the case goes to the step's holder."""
    step = turn.case.step
    all_tasks = [*turn.tasks, *turn.opened]
    now = standing(turn.procedure, step, all_tasks)
    held = any(t.kind == TaskKind.HANDLE and t.step == step for t in open_ones(all_tasks))
    if now is not None and now.complete and not held:
        _hand_over(turn, with_lead(turn, now))


def _task(turn: Turn, role: str, to: Addressee, kind: TaskKind) -> Task:
    step = turn.case.step
    rounds = [t.round for t in turn.tasks if t.step == step]
    back = turn.back
    return new(
        Task,
        jurisdiction_id=turn.case.jurisdiction_id,
        case=turn.case,
        step=step,
        kind=kind,
        role=role,
        unit=to.unit,
        post=to.post,
        user=to.user,
        lead=to.lead,
        round=max(rounds, default=0) + 1,
        seq=turn.event.seq,
        sender=turn.signer.get_username(),
        note=turn.note,
        came_back=back is not None,
        resume=back.resume if back else Resume.STEP_BY_STEP,
        return_to=_returner(turn) if back else None,
        opened_at=turn.at,
    )


def _returner(turn: Turn) -> Task | None:
    """The task the case was returned from: the returner's own, else the holder's."""
    own = [t for t in turn.ended if t.state == TaskState.RETURNED]
    held = [t for t in turn.ended if t.kind == TaskKind.HANDLE and t.step == turn.before]
    return next(iter((*own, *held)), None)
