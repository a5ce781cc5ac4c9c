"""Who is told of what has happened: whoever has a new task, has the case back, is to read it.

And the clerk a case came from, once somebody above has signed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cache

from django.contrib.auth.models import User
from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse

from guiju.notices.acts import Message, notify
from guiju.org.models import Delegation, Post
from guiju.org.register import Register, register
from guiju.org.selectors import called, holders_of
from guiju.procedures.desk.addressing import People, holding
from guiju.procedures.desk.parts import let_see
from guiju.procedures.desk.turn import Turn
from guiju.procedures.desk.visibility import viewer_of, visible_cases
from guiju.procedures.models import Case, Event, Opinion, Slip, Task, TaskKind
from guiju.statements.asking import Prepared

LONGEST_OPINION = 200
"""As much of an opinion as fits a notice beside a title; the case shows the rest."""


def tell(turn: Turn, signed: Opinion | None = None) -> None:
    """Tell those whose task an act has opened, and of a superior's opinion the clerk."""
    told = {turn.by.id}
    for task in turn.opened:
        people = _with_stand_ins(task, turn.able(task.role), turn.today, turn.register)
        kind = "countersigned" if _signed_by_all(turn, task) else ""
        told |= _tell_task(task, people, at=turn.at, kind=kind, asked=_asked(turn, task))
    if turn.signer.id != turn.by.id:
        _tell_signer(turn)
    if signed is not None:
        _tell_clerk(turn, signed, told)


def _tell_signer(turn: Turn) -> None:
    """What was entered for someone from their paper, so that they can see that it is theirs."""
    label = turn.procedure.acts()[turn.event.act].label
    by = called(turn.by)
    text = f"“{turn.case.title}”：{by}已按您的纸质批示代录“{label}”，请核对"
    notify([turn.signer], _message(turn.case, "entered_for", text), at=turn.at)


def tell_taken_back(turn: Turn, recorder: str) -> None:
    """Tell the other of the two whose act it was, who decided it on paper and the `recorder` who
    entered it for them (a username), that it has been taken back; if the case is theirs to see."""
    label = turn.procedure.acts()[turn.event.act].label
    by, decider = called(turn.by), turn.event.by
    entered = turn.by.get_username() == recorder
    what = "按您的纸质批示代录的" if entered else "您按其纸质批示代录的"
    text = f"“{turn.case.title}”：{by}已取回{what}“{label}”，请核对"
    other = User.objects.filter(username=decider if entered else recorder).first()
    viewer = other and viewer_of(other, on=turn.today)
    if viewer and visible_cases(viewer).filter(pk=turn.case.id).exists():
        notify([viewer.user], _message(turn.case, "entered_for", text), at=turn.at)


def _signed_by_all(turn: Turn, task: Task) -> bool:
    """The last signature of a countersigning has handed the case to the holder of its step."""
    step = turn.procedure.steps.get(turn.before)
    rule = step.countersign if step else None
    handed = task.kind == TaskKind.HANDLE and task.step == turn.before and not task.came_back
    return handed and rule is not None and rule.act == turn.event.act


def _tell_clerk(turn: Turn, signed: Opinion, told: set[int]) -> None:
    """批示后告知: whoever sits where the case was opened and has not been told by a task."""
    case = turn.case
    for event in _BELOW(case.id, signed.rank):
        assert event.post is not None, "the question asks for a post"
        people = [u for u in _holders([event.post], turn.today) if u.id not in told]
        acting = "（代）" if signed.acting_for else ""
        label = turn.procedure.acts()[signed.act].label
        said = signed.text if len(signed.text) <= LONGEST_OPINION else f"{signed.text[:199]}…"
        said = f"，“{said}”" if said else "，手写了意见" if signed.handwriting else ""
        text = f"“{case.title}”：{signed.name}{acting}{label}{said}"
        notify(people, _message(case, "instructed", text), at=turn.at)


def _opened_below(case: int, rank: int) -> QuerySet[Event]:
    """The opening of a case from a post still cleared for it, below a rank.

    That is: the rank is above the post, and above everyone who leads the unit it belongs to.
    """
    heads = Post.objects.filter(unit=OuterRef("post__unit"), leads=True, rank__lte=rank)
    opening = Event.objects.filter(case=case, seq=1, post__rank__gt=rank)
    cleared = opening.filter(post__clearance__gte=F("case__secrecy"))
    return cleared.exclude(Exists(heads)).select_related("post")


_BELOW = Prepared(_opened_below, int, int)


def tell_task(task: Task, *, on: date, at: datetime) -> None:
    """Tell whoever may act on a task that it has come, or come back."""
    _tell_task(task, who_may_act(task, on), at=at)


def _asked(turn: Turn, task: Task) -> str:
    """What several units are each asked to do in a step is seldom a countersigning."""
    step = turn.procedure.steps.get(task.step)
    if task.kind != TaskKind.COUNTERSIGN or step is None or step.countersign is None:
        return "办理"
    return turn.procedure.acts()[step.countersign.act].label


def _tell_task(
    task: Task, users: Sequence[User], *, at: datetime, kind: str = "", asked: str = "办理"
) -> set[int]:
    """Tell of a task; returns the ids of those told. `kind` where it is not what the task says."""
    case = task.case
    kind = kind or ("returned" if task.came_back else "task")
    word = "退回修改" if task.came_back else f"等待{asked}"
    if kind == "countersigned":
        word = "会签已经完成，等待办理"
    text = f"“{case.title}”{word}" + (f"：{task.note}" if task.note else "")
    notify(users, _message(case, kind, text), at=at)
    return {user.id for user in users}


def who_may_act(task: Task, on: date) -> list[User]:
    """The people a task waits for on a day, with those who stand in for them."""
    known = register()
    able = {} if task.user_id else holding(task.role, task.jurisdiction_id, on, known)
    return _with_stand_ins(task, able, on, known)


def _people_of(task: Task, able: People) -> list[tuple[Post, User]]:
    """The holders of the task's post, or of its pool. Nobody for a task of one person."""
    return [
        (post, user)
        for post, users in able.items()
        for user in users
        if task.user_id is None and _waits_for(task, post)
    ]


def _waits_for(task: Task, post: Post) -> bool:
    if task.post_id is not None:
        return post.id == task.post_id
    return task.unit_id in (None, post.unit_id) and post.clearance >= task.case.secrecy


def _with_stand_ins(task: Task, able: People, on: date, known: Register) -> list[User]:
    if task.user is not None:
        return [task.user]
    people = _people_of(task, able)
    posts = [post.id for post, _ in people]
    if task.post is not None and not posts:
        posts = [task.post.id]
    lent = known.lent(task.jurisdiction_id, on)
    return [user for _, user in people] + [one.to for one in lent if one.post_id in posts]


def _holders(posts: Iterable[Post], on: date) -> list[User]:
    chosen = list(posts)
    people = [user for users in holders_of(chosen, on=on).values() for user in users]
    lent = Delegation.objects.filter(post__in=chosen, since__lte=on, until__gte=on, records=False)
    return people + [delegation.to for delegation in lent.select_related("to")]


def tell_readers(case: Case, posts: Iterable[Post], *, on: date, at: datetime) -> None:
    """Tell the holders of posts that a case is theirs to read."""
    notify(_holders(posts, on), _message(case, "reading", f"“{case.title}”等待阅读"), at=at)


def tell_urged(task: Task, slip: Slip, *, on: date, at: datetime) -> None:
    """Tell whoever holds a task, and the head of their unit, that it is urged."""
    unit = task.post.unit_id if task.post else task.unit_id
    heads = heads_to_tell(task.case, unit, on=on, at=at)
    text = f"{slip.get_kind_display()}{slip.number}：“{task.case.title}”，{slip.text}"
    notify([*who_may_act(task, on), *heads], _message(task.case, "urged", text), at=at)


def heads_to_tell(case: Case, unit: int | None, *, on: date, at: datetime) -> list[User]:
    """Whoever leads a unit and is cleared for the case, which is theirs to see from then on."""
    leading = Post.objects.filter(unit=unit, leads=True, clearance__gte=case.secrecy)
    posts = list(leading) if unit is not None else []
    let_see(case, [post.id for post in posts], [], at)
    return [user for users in holders_of(posts, on=on).values() for user in users]


def _message(case: Case, kind: str, text: str) -> Message:
    return Message(case.jurisdiction, kind, text, _page_of(case.id), f"case/{case.id}")


def _page_of(case: int) -> str:
    return _any_case().replace("/0/", f"/{case}/")


@cache
def _any_case() -> str:
    """The page of case 0, which there is not: working out an address costs more than a row."""
    return reverse("case", args=[0])
