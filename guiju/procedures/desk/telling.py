"""Who is told of what has happened: whoever has a new task, has the case back, is to read it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.contrib.auth.models import User
from django.urls import reverse

from guiju.notices.acts import Message, notify
from guiju.org.models import Delegation, Post
from guiju.org.selectors import holders_of
from guiju.procedures.desk.addressing import People, holding
from guiju.procedures.desk.parts import let_see
from guiju.procedures.desk.turn import Turn
from guiju.procedures.models import Case, Slip, Task, TaskKind
from guiju.statements.asking import Prepared


def tell(turn: Turn) -> None:
    """Tell those whose task an act has opened."""
    for task in turn.opened:
        _tell_task(task, _people_of(task, turn.able(task.role)), at=turn.at, on=turn.today)


def tell_task(task: Task, *, on: date, at: datetime) -> None:
    """Tell whoever may act on a task that it has come, or come back."""
    able = {} if task.user_id else holding(task.role, task.jurisdiction_id, on)
    _tell_task(task, _people_of(task, able), at=at, on=on)


def _tell_task(task: Task, people: Sequence[tuple[Post, User]], *, at: datetime, on: date) -> None:
    case = task.case
    kind = "returned" if task.came_back else "task"
    asked = "会签" if task.kind == TaskKind.COUNTERSIGN else "办理"
    word = "退回修改" if task.came_back else f"等待{asked}"
    text = f"“{case.title}”{word}" + (f"：{task.note}" if task.note else "")
    notify(_with_stand_ins(task, people, on), _message(case, kind, text), at=at)


def who_may_act(task: Task, on: date) -> list[User]:
    """The people a task waits for on a day, with those who stand in for them."""
    able = {} if task.user_id else holding(task.role, task.jurisdiction_id, on)
    return _with_stand_ins(task, _people_of(task, able), on)


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
        return post.pk == task.post_id
    return task.unit_id in (None, post.unit_id) and post.clearance >= task.case.secrecy


def _with_stand_ins(task: Task, people: Sequence[tuple[Post, User]], on: date) -> list[User]:
    if task.user is not None:
        return [task.user]
    posts = [post.pk for post, _ in people]
    if task.post is not None and not posts:
        posts = [task.post.pk]
    lent = _LENT(task.jurisdiction_id, on)
    return [user for _, user in people] + [one.to for one in lent if one.post_id in posts]


_LENT = Prepared(
    lambda jurisdiction, on: (
        Delegation.objects.filter(jurisdiction=jurisdiction, since__lte=on, until__gte=on)
        .select_related("to")
        .order_by("pk")
    ),
    int,
    date,
)


def _holders(posts: Iterable[Post], on: date) -> list[User]:
    chosen = list(posts)
    people = [user for users in holders_of(chosen, on=on).values() for user in users]
    lent = Delegation.objects.filter(post__in=chosen, since__lte=on, until__gte=on)
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
    let_see(case, [post.pk for post in posts], [], at)
    return [user for users in holders_of(posts, on=on).values() for user in users]


def _message(case: Case, kind: str, text: str) -> Message:
    link = reverse("case", args=[case.pk])
    return Message(case.jurisdiction, kind, text, link, f"case/{case.pk}")
