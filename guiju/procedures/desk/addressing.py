"""To whom a case goes next: tasks go to posts, never to persons unless handed to one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.contrib.auth.models import User

from guiju.core.errors import Reason, Refusal
from guiju.core.light import dataclass
from guiju.org.models import Jurisdiction, Post, Unit
from guiju.org.register import Register, register
from guiju.org.selectors import Seat, called
from guiju.procedures.models import Case, Task, TaskKind

People = Mapping[Post, Sequence[User]]
"""Posts, the most senior first, each with who holds it."""


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
            return called(self.user)
        return str(self.post or self.unit or "")


def full_role(procedure: str, role: str) -> str:
    """The role as posts carry it."""
    return f"{procedure}.{role}"


def holding(role: str, jurisdiction: int, on: date, known: Register | None = None) -> People:
    """Who holds which post of a district (its id) that carries a role, on a day."""
    return (known or register()).holding(role, jurisdiction, on)


def carrying(role: str, jurisdiction: Jurisdiction, on: date) -> list[Post]:
    """The posts of a district that carry a role and that somebody holds on a day."""
    return list(holding(role, jurisdiction.pk, on))


def refuse_unless_able(to: Addressee, case: Case, label: str, people: People) -> Addressee:
    """The addressee as the task is to have it: a person with their post, a post that is held.

    `people` are who holds the role, `label` its name. Raises Refusal when nobody there holds it
    or may read a case of this secrecy.
    """
    able = _within(people, case)
    if to.post is not None:
        held = able.get(to.post, ())
        if held and (to.user is None or to.user in held):
            return Addressee(to.post, to.unit, to.user, to.lead)
    elif to.user is not None:
        own = [post for post, users in able.items() if to.user in users]
        if own:
            return Addressee(own[0], to.unit, to.user, to.lead)
    elif to.unit is None or any(post.unit_id == to.unit.pk for post in able):
        return to
    raise Refusal([Reason("addressees", _why_not(to, case, label, people), helper="系统管理员")])


def _why_not(to: Addressee, case: Case, label: str, people: People) -> str:
    name = to.name or "所选单位"
    if to.post in people and to.post not in _within(people, case):
        return f"{name}不在“{case.get_secrecy_display()}”的阅知范围"
    return f"{name}没有承担“{label}”的在任岗位"


def _within(people: People, case: Case) -> People:
    """Those who may read a case of this secrecy."""
    if all(post.clearance >= case.secrecy for post in people):
        return people
    return {post: users for post, users in people.items() if post.clearance >= case.secrecy}


def proposed(  # noqa: PLR0913 - the case, the role, who had it, who sends it, who holds it
    case: Case,
    role: str,
    earlier: Sequence[Task],
    sender: Seat | None,
    on: date,
    known: Register | None = None,
) -> Addressee:
    """Whom a step's task goes to when the sender names nobody.

    Whoever had it before, or the substitute once that post is empty; the only post with the role;
    the post in charge of the unit's matters; the sender's own; the only one in the unit of the
    case. Else the pool of the role. Only posts that somebody holds and that may read the case.
    """
    known = known or register()
    able = _within(holding(role, case.jurisdiction_id, on, known), case)
    posts = list(able)
    before = _had_before(role, earlier, able)
    if before is not None:
        return before
    if len(posts) == 1:
        return Addressee(post=posts[0])
    chosen = _in_charge(case, posts, known) or _own(posts, sender) or _of_unit(case, posts)
    if chosen is not None:
        return Addressee(post=chosen)
    shared = case.unit if any(p.unit_id == case.unit_id for p in posts) else None
    return Addressee(unit=shared)


def _had_before(role: str, earlier: Sequence[Task], able: People) -> Addressee | None:
    """The last holder, a person only while they are still in that post."""
    mine = [t for t in earlier if t.role == role and t.kind == TaskKind.HANDLE and t.post_id]
    if not mine:
        return None
    last = max(mine, key=lambda t: t.pk or 0)
    if last.post is not None and last.post in able:
        person = last.user if last.user in able[last.post] else None
        return Addressee(post=last.post, user=person)
    substitute = last.post.substitute_id if last.post else None
    return next((Addressee(post=p) for p in able if p.pk == substitute), None)


def _in_charge(case: Case, posts: Iterable[Post], known: Register) -> Post | None:
    able = {post.pk: post for post in posts}
    if not able:
        return None
    for charge in known.charges_over(case.jurisdiction_id, case.unit_id, case.procedure):
        if charge.post_id in able:
            return able[charge.post_id]
    return None


def _own(posts: Iterable[Post], sender: Seat | None) -> Post | None:
    return next((p for p in posts if sender is not None and p.pk == sender.post.pk), None)


def _of_unit(case: Case, posts: Iterable[Post]) -> Post | None:
    same = [post for post in posts if case.unit_id and post.unit_id == case.unit_id]
    return same[0] if len(same) == 1 else None
