"""What an act does to the tasks of a case: which end, which begin, and for whom.

Called by the engine inside its transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.contrib.auth.models import User

from guiju.core.errors import Reason, Refusal
from guiju.org.selectors import Seat
from guiju.procedures.definition import Procedure
from guiju.procedures.desk.addressing import Addressee, carrying, full_role, proposed
from guiju.procedures.desk.countersigning import disagrees, standing
from guiju.procedures.guard import CORRECTION
from guiju.procedures.history import Event
from guiju.procedures.models import Case, Participation, Resume, Task, TaskKind, TaskState

_ENDING = ["state", "done_at", "done_by", "ended_seq", "signed_against"]


@dataclass(frozen=True, slots=True)
class Back:
    """How a return is meant: how the case comes back, and what becomes of the other units' tasks.

    `keep_siblings`: units that have not signed yet keep their tasks for when the case is back;
    `keep_signed`: what was signed stays valid and is not asked again.
    """

    resume: Resume = Resume.STEP_BY_STEP
    keep_siblings: bool = False
    keep_signed: bool = False


@dataclass(slots=True)
class Turn:
    """One event and what it does to the tasks of its case.

    `tasks` are all of them so far, `before` the step the case was in. `opened` and `ended` are
    filled in by `follow`.
    """

    case: Case
    procedure: Procedure
    event: Event
    before: str
    by: User
    seat: Seat | None
    at: datetime
    tasks: list[Task]
    to: tuple[Addressee, ...] = ()
    note: str = ""
    back: Back | None = None
    opened: list[Task] = field(default_factory=list)
    ended: list[Task] = field(default_factory=list)

    @property
    def on(self) -> date:
        return self.event.on

    @property
    def corrects(self) -> bool:
        """A correction moved the case, not an act of the chart."""
        return self.event.corrects is not None or self.event.act == CORRECTION


def tasks_of(case: Case) -> list[Task]:
    """Every task of a case, oldest first, with post, unit and person."""
    found = case.tasks.select_related("post__unit", "unit", "user").order_by("pk")
    return list(found)


def is_mine(task: Task, by: User, seats: Iterable[Seat]) -> bool:
    """May this person act on the task from one of these seats?"""
    if task.user_id is not None and task.user_id == by.pk:
        return True
    held = list(seats)
    if task.post_id is not None:
        return any(s.post.pk == task.post_id for s in held)
    if task.user_id is not None:
        return False
    return any(task.role in s.post.roles and task.unit_id in (None, s.post.unit_id) for s in held)


def follow(turn: Turn) -> None:
    """End the tasks the act has done or made idle and open those of the step it leads to."""
    act = turn.procedure.acts().get(turn.event.act)
    moved = turn.case.step != turn.before or (act is not None and act.to not in ("same",))
    if moved:
        _end_step(turn)
        _enter(turn)
    elif act is not None:
        _sign(turn)
    _save(turn)
    _take_part(turn)


def unwind(turn: Turn, seq: int) -> None:
    """The event `seq` never took place: what it opened is gone, what it ended is open again.

    Whatever else has happened since, open tasks are those of the step the case is in now.
    """
    for task in turn.tasks:
        if task.seq == seq and task.state == TaskState.OPEN:
            _end(turn, task, TaskState.TAKEN_BACK)
        elif task.ended_seq == seq and task.step == turn.case.step:
            task.state, task.done_at, task.done_by = TaskState.OPEN, None, ""
            task.ended_seq, task.signed_against = None, False
            turn.ended.append(task)
    settle(turn)


def settle(turn: Turn) -> None:
    """Make the open tasks fit the step a correction has led to."""
    for task in _open(turn):
        if task.step != turn.case.step or turn.case.closed_on is not None:
            _end(turn, task, TaskState.CANCELLED)
    if not any(t.state == TaskState.OPEN for t in turn.tasks):
        _enter(turn)
    _save(turn)
    _take_part(turn)


def _save(turn: Turn) -> None:
    if turn.ended:
        Task.objects.bulk_update(turn.ended, _ENDING)
    if turn.opened:
        Task.objects.bulk_create(turn.opened)


def _end_step(turn: Turn) -> None:
    """The actor's own task is done; what others still had in that step is idle now."""
    back = turn.back
    seats = [turn.seat] if turn.seat else []
    for task in _open(turn):
        mine = is_mine(task, turn.by, seats)
        if mine and task.role == full_role(turn.case.procedure, turn.event.role):
            _end(turn, task, TaskState.RETURNED if back else TaskState.DONE)
        elif back and back.keep_siblings and task.kind == TaskKind.COUNTERSIGN:
            continue
        elif task.step == turn.before or task.kind == TaskKind.HANDLE:
            _end(turn, task, TaskState.CANCELLED)
    if back is not None and not back.keep_signed:
        _void_signed(turn)


def _void_signed(turn: Turn) -> None:
    """What was signed before the return is asked again: its round is over."""
    signed = [t for t in turn.tasks if t.step == turn.before and t.kind == TaskKind.COUNTERSIGN]
    last = max((t.round for t in signed), default=0)
    for task in signed:
        if task.round == last and task.state == TaskState.DONE:
            task.state, task.ended_seq = TaskState.CANCELLED, turn.event.seq
            turn.ended.append(task)


def _open(turn: Turn) -> list[Task]:
    return [task for task in turn.tasks if task.state == TaskState.OPEN]


def _end(turn: Turn, task: Task, state: TaskState) -> None:
    task.state, task.done_at, task.ended_seq = state, turn.at, turn.event.seq
    if state in (TaskState.DONE, TaskState.RETURNED):
        task.done_by = turn.by.get_username()
    turn.ended.append(task)


def _enter(turn: Turn) -> None:
    step = turn.case.step
    if step not in turn.procedure.steps or turn.case.closed_on is not None:
        return
    if turn.procedure.steps[step].countersign is not None:
        _ask_signatures(turn)
        return
    _hand_over(turn, turn.to)


def _hand_over(turn: Turn, to: Sequence[Addressee]) -> None:
    """Open the task of whoever holds the step."""
    holder = turn.procedure.holder_of(turn.case.step)
    if not holder:
        return
    role = full_role(turn.case.procedure, holder)
    chosen = to[0] if to else _straight_back(turn, role)
    if chosen is None:
        chosen = proposed(turn.case, role, turn.tasks, turn.seat, turn.on)
    turn.opened.append(_task(turn, role, chosen, TaskKind.HANDLE))


def _straight_back(turn: Turn, role: str) -> Addressee | None:
    """Whoever returned the case and asked to have it straight back."""
    for task in reversed(turn.ended):
        origin = task.return_to
        straight = task.resume == Resume.STRAIGHT_BACK and task.state == TaskState.DONE
        if straight and origin is not None and origin.step == turn.case.step:
            return Addressee(post=origin.post, unit=origin.unit, user=origin.user)
    return None


def _ask_signatures(turn: Turn) -> None:
    """Open one task for each unit asked.

    After a return out of this step those who signed, or still have their task, are not asked
    again; otherwise a new round begins, with the units of the last one when nobody is named.
    """
    step = turn.procedure.steps[turn.case.step]
    assert step.countersign is not None
    act = turn.procedure.acts()[step.countersign.act]
    role = full_role(turn.case.procedure, act.by[0])
    now = standing(turn.procedure, turn.case.step, turn.tasks)
    kept = (*now.signed, *now.waiting) if now and _was_sent_back(turn) else ()
    asked = {(t.unit_id, t.post_id) for t in kept}
    wanted = turn.to or tuple(_asked_last(turn))
    if not wanted and not turn.corrects:
        says = f"请选择“{step.label}”的单位或岗位"
        raise Refusal([Reason("addressees", says, turn.procedure.cite(step.countersign.basis))])
    for to in wanted:
        task = _task(turn, role, _able(turn, role, to), TaskKind.COUNTERSIGN)
        if kept:
            task.round = kept[0].round
        if (task.unit_id, task.post_id) not in asked:
            asked.add((task.unit_id, task.post_id))
            turn.opened.append(task)
    if not turn.opened and not (now and kept and now.waiting):
        _hand_over(turn, _lead(turn, next((t for t in kept if t.lead), None)))


def _was_sent_back(turn: Turn) -> bool:
    """True when the step was last left by a return out of it, not by going onward."""
    here = [t for t in turn.tasks if t.step == turn.case.step and t.ended_seq is not None]
    last = max((t.ended_seq or 0 for t in here), default=0)
    return any(t.state == TaskState.RETURNED and t.ended_seq == last for t in here)


def _asked_last(turn: Turn) -> Iterator[Addressee]:
    """The units of the step's last round."""
    asked = [t for t in turn.tasks if t.step == turn.case.step and t.kind == TaskKind.COUNTERSIGN]
    last = max((t.round for t in asked), default=0)
    for task in asked:
        if task.round == last and task.state != TaskState.HANDED_ON:
            yield Addressee(task.post, task.unit, task.user, task.lead)


def _able(turn: Turn, role: str, to: Addressee) -> Addressee:
    """The addressee with its unit; refused when nobody there holds the role."""
    if to.post is not None:
        if role in to.post.roles:
            return Addressee(to.post, to.post.unit, to.user, to.lead)
    elif to.unit is not None:
        posts = [p for p in carrying(role, turn.case.jurisdiction_id, turn.on)]
        if any(p.unit_id == to.unit.pk for p in posts):
            return to
    label = turn.procedure.roles.get(role.partition(".")[2], "")
    says = f"{to.name or '所选单位'}没有承担“{label}”的岗位"
    raise Refusal([Reason("addressees", says, helper="系统管理员")])


def _sign(turn: Turn) -> None:
    """A unit has signed: its task is done; the last one hands the case to the step's holder."""
    step = turn.procedure.steps.get(turn.case.step)
    rule = step.countersign if step else None
    if rule is None or rule.act != turn.event.act:
        return
    task = own_signature(turn)
    if task is None:
        return
    task.signed_against = disagrees(rule, turn.event)
    _end(turn, task, TaskState.DONE)
    now = standing(turn.procedure, turn.case.step, turn.tasks)
    held = any(t.kind == TaskKind.HANDLE and t.step == turn.case.step for t in _open(turn))
    if now is not None and now.complete and not held:
        lead = next((t for t in (*now.signed, *now.waiting) if t.lead), None)
        _hand_over(turn, _lead(turn, lead))


def _lead(turn: Turn, lead: Task | None) -> tuple[Addressee, ...]:
    """The lead unit gets the case when its post or unit can hold the step."""
    holder = full_role(turn.case.procedure, turn.procedure.holder_of(turn.case.step))
    if lead is None:
        return ()
    if lead.post is not None and holder in lead.post.roles:
        return (Addressee(post=lead.post, user=lead.user),)
    posts = carrying(holder, turn.case.jurisdiction_id, turn.on)
    able = [p for p in posts if p.unit_id == lead.unit_id]
    return (Addressee(post=able[0]),) if len(able) == 1 else ()


def own_signature(turn: Turn) -> Task | None:
    """The task the actor signs with: the open one, else the one they signed against."""
    now = standing(turn.procedure, turn.case.step, turn.tasks)
    if now is None:
        return None
    seats = [turn.seat] if turn.seat else []
    waiting = [t for t in now.waiting if is_mine(t, turn.by, seats)]
    again = [t for t in now.against if is_mine(t, turn.by, seats)]
    return next(iter((*waiting, *again)), None)


def _task(turn: Turn, role: str, to: Addressee, kind: TaskKind) -> Task:
    step = turn.case.step
    rounds = [t.round for t in turn.tasks if t.step == step]
    back = turn.back
    own = [t for t in turn.ended if t.state == TaskState.RETURNED]
    return Task(
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
        sender=turn.by.get_username(),
        note=turn.note,
        came_back=back is not None,
        resume=back.resume if back else Resume.STEP_BY_STEP,
        return_to=own[0] if own else None,
        opened_at=turn.at,
    )


def _take_part(turn: Turn) -> None:
    """Keep who has had a part: the actor, the posts addressed, whoever may draw from the pool."""
    case = turn.case
    mine = Participation.objects.filter(case=case, user=turn.by)
    if not mine.update(acted=True, last_at=turn.at):
        Participation.objects.create(
            jurisdiction_id=case.jurisdiction_id,
            case=case,
            user=turn.by,
            acted=True,
            last_at=turn.at,
        )
    let_see(case, _posts(turn), [t.user for t in turn.opened if t.user is not None], turn.at)
    if case.closed_on is not None:
        Participation.objects.filter(case=case).update(closed=True)


def _posts(turn: Turn) -> set[int]:
    found: set[int] = set()
    for task in turn.opened:
        if task.post_id is not None:
            found.add(task.post_id)
        elif task.user_id is None:
            able = carrying(task.role, turn.case.jurisdiction_id, turn.on)
            found |= {p.pk for p in able if task.unit_id in (None, p.unit_id)}
    return found


def let_see(case: Case, posts: Iterable[int], users: Iterable[User], at: datetime) -> None:
    """Give posts (ids) and people a part in a case; those who have one keep it."""
    rows = [
        Participation(jurisdiction_id=case.jurisdiction_id, case=case, post_id=pk, last_at=at)
        for pk in sorted(set(posts))
    ] + [
        Participation(jurisdiction_id=case.jurisdiction_id, case=case, user=user, last_at=at)
        for user in {user.pk: user for user in users}.values()
    ]
    if rows:
        Participation.objects.bulk_create(rows, ignore_conflicts=True)
