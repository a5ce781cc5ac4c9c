"""To whom a case goes next: tasks go to posts, never to persons unless handed to one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from guiju.org.models import Holding, Jurisdiction, Post, Unit
from guiju.org.selectors import Seat, charged_posts
from guiju.procedures.models import Case, Task, TaskKind


@dataclass(frozen=True, slots=True)
class Addressee:
    """A post, a person in it, or a unit whose holders of the role share the task.

    `lead` marks the lead unit (主办) among several.
    """

    post: Post | None = None
    unit: Unit | None = None
    user: User | None = None
    lead: bool = False

    @property
    def name(self) -> str:
        if self.user is not None:
            return self.user.get_full_name() or self.user.get_username()
        return str(self.post or self.unit or "")


def full_role(procedure: str, role: str) -> str:
    """The role as posts carry it."""
    return f"{procedure}.{role}"


def carrying(role: str, jurisdiction: Jurisdiction | int, on: date) -> list[Post]:
    """The posts of a district that carry a role and that somebody holds on a day."""
    held = Holding.objects.filter(Q(until=None) | Q(until__gte=on), since__lte=on)
    posts = Post.objects.annotate(said=Cast("roles", TextField())).filter(
        jurisdiction=jurisdiction, said__contains=f'"{role}"', pk__in=held.values("post")
    )
    return list(posts.select_related("unit").order_by("rank", "pk"))


def proposed(
    case: Case, role: str, earlier: Sequence[Task], sender: Seat | None, on: date
) -> Addressee:
    """Whom a step's task goes to when the sender names nobody.

    Whoever had it before; the only post with the role; the post in charge of the unit's
    matters; the sender's own; the only one in the unit of the case. Else the pool of the role.
    """
    before = [t for t in earlier if t.role == role and t.kind == TaskKind.HANDLE and t.post_id]
    if before:
        last = max(before, key=lambda t: t.pk)
        return Addressee(post=last.post, user=last.user)
    posts = carrying(role, case.jurisdiction_id, on)
    if len(posts) == 1:
        return Addressee(post=posts[0])
    chosen = _in_charge(case, posts) or _own(posts, sender) or _of_unit(case, posts)
    if chosen is not None:
        return Addressee(post=chosen)
    shared = case.unit if any(p.unit_id == case.unit_id for p in posts) else None
    return Addressee(unit=shared)


def _in_charge(case: Case, posts: Iterable[Post]) -> Post | None:
    able = {post.pk: post for post in posts}
    if not able:
        return None
    for charge in charged_posts(case.jurisdiction, case.unit, case.procedure):
        if charge.post_id in able:
            return able[charge.post_id]
    return None


def _own(posts: Iterable[Post], sender: Seat | None) -> Post | None:
    return next((p for p in posts if sender is not None and p.pk == sender.post.pk), None)


def _of_unit(case: Case, posts: Iterable[Post]) -> Post | None:
    same = [post for post in posts if case.unit_id and post.unit_id == case.unit_id]
    return same[0] if len(same) == 1 else None
