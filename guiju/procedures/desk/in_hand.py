"""Is the case in this person's hands, and may it leave the step as the desk's tasks stand?

The chart and the law are asked first; see `guard`. Here: tasks, countersigning, the text.
"""

from __future__ import annotations

from guiju.core.errors import NotYours, Reason, Refusal
from guiju.procedures.desk.addressing import full_role
from guiju.procedures.desk.countersigning import named_holders, unfinished
from guiju.procedures.desk.panels import obstacles_to
from guiju.procedures.desk.signing import own_signature
from guiju.procedures.desk.texts import Bound, changed_since
from guiju.procedures.desk.turn import Turn, is_mine
from guiju.procedures.models import Task, TaskState


def refuse_unless_in_hand(turn: Turn, text: Bound) -> None:
    """Raise NotYours when someone else has the case, Refusal when it may not leave the step."""
    mine = not_in_hand(turn)
    if mine:
        raise NotYours(mine)
    reasons = not_ready(turn, text)
    if reasons:
        raise Refusal(reasons)


def not_in_hand(turn: Turn) -> list[Reason]:
    """Why the case is not this person's to act on, although the role would be theirs."""
    p, step = turn.procedure, turn.case.step
    rule = p.steps[step].countersign if step in p.steps else None
    if rule is not None and rule.act == turn.event.act:
        if own_signature(turn) is not None:
            return []
        says = f"没有请本岗位“{p.acts()[rule.act].label}”，或者已经办过"
        return [Reason("task", says, p.cite(rule.basis), named_holders(_waiting(turn), p))]
    role = full_role(turn.case.procedure, turn.event.role)
    waiting = [t for t in _waiting(turn) if t.role == role]
    seats = [turn.seat] if turn.seat else []
    if not waiting or any(is_mine(t, turn.by, seats) for t in waiting):
        return []
    names = named_holders(waiting, p)
    return [Reason("task", f"本件现由{names}办理", helper=names)]


def _waiting(turn: Turn) -> list[Task]:
    step = turn.case.step
    return [t for t in turn.tasks if t.state == TaskState.OPEN and t.step == step]


def not_ready(turn: Turn, text: Bound) -> list[Reason]:
    """Why the act may not lead onward: signatures or papers are missing, or saw another text."""
    act = turn.procedure.acts().get(turn.event.act)
    if act is None:
        return []
    step = turn.case.step
    return [
        *unfinished(turn.procedure, step, act, turn.tasks),
        *changed_since(turn.procedure, step, act, text),
        *obstacles_to(turn.case, turn.procedure, turn.event.act),
    ]
