"""Opening a task, handing it on (转办), and lending or handing over a post."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction

from guiju.audit import acts as audit
from guiju.audit.chain import Json
from guiju.core.errors import NotYours, Reason, Refusal
from guiju.org import acts as org
from guiju.org.models import Delegation, Holding, Post
from guiju.org.selectors import posts_of, seats_of
from guiju.procedures.desk.addressing import Addressee, holding, refuse_unless_able
from guiju.procedures.desk.entries import enter, hold
from guiju.procedures.desk.parts import let_see
from guiju.procedures.desk.telling import tell_task
from guiju.procedures.desk.turn import is_mine, open_ones, tasks_of
from guiju.procedures.desk.visibility import ADMINISTRATOR
from guiju.procedures.models import Case, Task, TaskKind, TaskState
from guiju.procedures.record import day_of
from guiju.procedures.storing import lock


def open_task(task: Task, *, by: User, at: datetime) -> bool:
    """Mark a task as read by whoever may act on it; False when it was or is not theirs.

    From then on the sender can no longer take the case back.
    """
    if task.read_at is not None or task.state != TaskState.OPEN:
        return False
    if not is_mine(task, by, seats_of(by, on=day_of(at), jurisdiction=task.jurisdiction)):
        return False
    unread = Task.objects.filter(pk=task.pk, read_at=None, state=TaskState.OPEN)
    return bool(unread.update(read_at=at, read_by=by.get_username()))


def _holders(case: Case) -> str:
    """Who has the case now."""
    waiting = open_ones(tasks_of(case))
    return "、".join(dict.fromkeys(str(t.user or t.post or t.unit or "") for t in waiting))


def hand_on(task: Task, to: Addressee, *, note: str, by: User, at: datetime) -> Task:
    """Hand one's open task to another post or person with the same role; the step stays.

    Raises NotYours when the task is not open or not theirs, Refusal when the one named may not
    act in that role, Conflict when the case has moved on.
    """
    with transaction.atomic():
        case = lock(task.case)
        task = Task.objects.select_related("post__unit", "unit", "user").get(pk=task.pk)
        seats = seats_of(by, on=day_of(at), jurisdiction=case.jurisdiction)
        if task.state != TaskState.OPEN or not is_mine(task, by, seats):
            raise NotYours([Reason("task", "本件不在您的待办中，不能转办", helper=_holders(case))])
        post = _able(task, case, to, day_of(at))
        same = post.pk == task.post_id and (to.user is None or to.user == task.user)
        if same:
            raise Refusal([Reason("hand_on.to", "转办对象就是现办理人")])
        new = _passed_on(task, post, to.user)
        new.sender, new.note, new.opened_at = by.get_username(), note.strip(), at
        new.save()
        task.state, task.done_at, task.done_by = TaskState.HANDED_ON, at, by.get_username()
        task.save(update_fields=["state", "done_at", "done_by"])
        let_see(case, [post.pk], [to.user] if to.user else [], at)
        enter(case, "hand_on", {"task": task.pk, "to": to.name, "note": note}, by=by, at=at)
        tell_task(new, on=day_of(at), at=at)
    return new


def _passed_on(task: Task, post: Post, user: User | None) -> Task:
    """The same task for another, not yet saved: what it is does not change by being handed on."""
    return Task(
        jurisdiction=task.jurisdiction,
        case_id=task.case_id,
        step=task.step,
        kind=task.kind,
        role=task.role,
        unit=task.unit,
        post=post,
        user=user,
        lead=task.lead,
        round=task.round,
        seq=task.seq,
        came_back=task.came_back,
        resume=task.resume,
        return_to_id=task.return_to_id,
    )


def _able(task: Task, case: Case, to: Addressee, on: date) -> Post:
    """The post the task goes to. A person gets it in one of their posts that carries the role.

    A unit's signature stays in the unit.
    """
    people = holding(task.role, task.jurisdiction_id, on)
    post = refuse_unless_able(to, case, "本环节的角色", people).post
    if post is None:
        raise Refusal([Reason("hand_on.to", "请选择转办的岗位或人员")])
    if task.kind == TaskKind.COUNTERSIGN and task.unit_id not in (None, post.unit_id):
        raise Refusal([Reason("hand_on.to", f"会签须由本单位办理，{post}不属于本单位")])
    return post


def lend_post(  # noqa: PLR0913 - as `delegate`, and when
    *,
    post: Post,
    to: User,
    period: org.Period,
    reason: str,
    by: User,
    at: datetime,
    records: bool = False,
) -> Delegation:
    """Let someone act for a post for a period; by who holds it or an administrator.

    `records`: they only enter what the holder has decided on paper (代录).
    """
    on = day_of(at)
    own = posts_of(by, on=on, jurisdiction=post.jurisdiction)
    if post not in own and not any(ADMINISTRATOR in p.roles for p in own):
        raise NotYours([Reason("delegation", "只能委托自己的岗位", helper="系统管理员")])
    with transaction.atomic():
        found = org.delegate(post=post, to=to, period=period, reason=reason, by=by, records=records)
        _on_post(
            post,
            "lend_post",
            {
                "to": to.get_username(),
                "since": str(period.since),
                "until": str(period.until),
                "records": records,
            },
            by=by,
            at=at,
        )
    return found


def hand_over(*, leaving: User, successor: User, on: date, by: User, at: datetime) -> list[Holding]:
    """Hand all posts and tasks of someone who leaves to a successor at once (交接).

    Raises NotYours unless `by` is an administrator, Refusal when there is nothing to hand over.
    """
    if not any(ADMINISTRATOR in post.roles for post in posts_of(by, on=day_of(at))):
        raise NotYours([Reason("role", "交接由系统管理员办理", helper="系统管理员")])
    if leaving == successor:
        raise Refusal([Reason("hand_over", "交出人和接手人是同一人")])
    with transaction.atomic():
        taken = org.succeed(leaving=leaving, successor=successor, on=on)
        own = Task.objects.filter(user=leaving, state=TaskState.OPEN)
        cases = list(Case.objects.filter(pk__in=own.values("case")).order_by("pk"))
        if not taken and not cases:
            raise Refusal([Reason("hand_over", "该人员没有在任的岗位，也没有待办")])
        hold(*cases)
        own.update(user=successor)
        told_all: dict[str, Json] = {
            "leaving": leaving.get_username(),
            "successor": successor.get_username(),
        }
        for case in cases:
            let_see(case, [], [successor], at)
            enter(case, "hand_over", told_all, by=by, at=at)
        content: dict[str, object] = {"leaving": leaving.get_username(), "tasks": len(cases)}
        for holding in taken:
            told = {**content, "successor": successor.get_username(), "on": str(on)}
            _on_post(holding.post, "hand_over", told, by=by, at=at)
    return taken


def _on_post(post: Post, verb: str, content: dict[str, object], *, by: User, at: datetime) -> None:
    said: dict[str, Json] = {"post": post.pk, **{k: str(v) for k, v in content.items()}}
    chain = f"post/{post.pk}"
    audit.append(audit.Record(post.jurisdiction_id, chain, verb, by.get_username(), at, said))
