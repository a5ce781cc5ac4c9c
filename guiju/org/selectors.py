"""Who may act in which role, on which day, and for whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User

from guiju.org.models import Delegation, Holding, Jurisdiction, Post
from guiju.org.register import Register, register

OVERSEER = "overseer"
"""In the roles of a post: sees every case of the district, as registers and statistics need."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A post someone may act from on a day. `acting_for` is whose post it is when delegated.

    `decided_by` is who holds the post, where only what they decided on paper may be entered.
    """

    post: Post
    acting_for: str = ""
    decided_by: User | None = None


def called(user: User) -> str:
    """The name of a person as everything shows it."""
    return user.get_full_name() or user.get_username()


def names_of(usernames: Iterable[str]) -> dict[str, str]:
    """Usernames → the names of those who bear them; whoever is not there any more by the username.

    The empty username has none.
    """
    wanted = {name for name in usernames if name}
    found = User.objects.filter(username__in=wanted) if wanted else ()
    return {**{name: name for name in wanted}, **{user.username: called(user) for user in found}}


def posts_of(user: User, *, on: date, jurisdiction: Jurisdiction | None = None) -> list[Post]:
    """The posts someone holds on a day, in the order they came into them."""
    return [row.post for row in register().held_by(user.pk, on) if _within(row, jurisdiction)]


def _within(row: Holding | Delegation, jurisdiction: Jurisdiction | None) -> bool:
    return jurisdiction is None or row.jurisdiction_id == jurisdiction.pk


def seats_of(
    user: User, *, on: date, jurisdiction: Jurisdiction | None = None, on_paper: bool = False
) -> list[Seat]:
    """The posts someone may act from on a day: their own first, then those delegated to them.

    `on_paper`: also those from which they only enter what the holder has decided on paper. Nothing
    else may be done from such a seat, so who does not ask for them does not get them.
    """
    found = seats_in(register(), user, on=on, jurisdiction=jurisdiction)
    return [seat for seat in found if on_paper or seat.decided_by is None]


def seats_in(
    known: Register, user: User, *, on: date, jurisdiction: Jurisdiction | None = None
) -> list[Seat]:
    """The same by a register just read, those on paper included; all districts without one."""
    key = "seats", user.id, on, jurisdiction and jurisdiction.id
    return list(known.once(key, lambda: tuple(_seats(known, user, on, jurisdiction))))


def _seats(known: Register, user: User, on: date, jurisdiction: Jurisdiction | None) -> list[Seat]:
    own = [Seat(row.post) for row in known.held_by(user.pk, on) if _within(row, jurisdiction)]
    held = {seat.post.pk for seat in own}
    found = [
        _lent_seat(row, known.holders(row.post_id, on))
        for row in known.lent_to(user.pk, on)
        if _within(row, jurisdiction) and row.post_id not in held
    ]
    return own + [seat for seat in found if seat is not None]


def _lent_seat(row: Delegation, holders: Sequence[User]) -> Seat | None:
    """None where paper is to be entered and it cannot be said whose."""
    names = "、".join(map(called, holders))
    if not row.records:
        return Seat(row.post, names)
    return Seat(row.post, names, holders[0]) if len(holders) == 1 else None


def roles_of(posts: Iterable[Post]) -> dict[str, Post]:
    """Each role with the first of the posts that carries it."""
    found: dict[str, Post] = {}
    for post in posts:
        for role in post.roles:
            found.setdefault(role, post)
    return found


def holders_of(posts: Iterable[Post], *, on: date) -> dict[int, list[User]]:
    """Post id → who holds it on a day, in the order they came into it."""
    known = register()
    found = {post.pk: known.holders(post.pk, on) for post in posts}
    return {post: users for post, users in found.items() if users}


def posts_with_role(role: str, jurisdiction: Jurisdiction, *, on: date) -> list[Post]:
    """The posts that carry a role (`<procedure>.<role>`) and that somebody holds on a day."""
    known = register()
    carrying = known.carriers(role, jurisdiction.pk)
    return [post for post in carrying if known.holders(post.pk, on)]
