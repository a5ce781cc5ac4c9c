"""Who may act in which role, on which day, and for whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from guiju.org.models import Charge, Delegation, Holding, Jurisdiction, Post, Unit
from guiju.statements.asking import Asked, Prepared

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


_HELD = Prepared(
    lambda user, on: (
        Holding.objects.filter(Q(until=None) | Q(until__gte=on), user=user, since__lte=on)
        .select_related("post__unit")
        .order_by("since", "pk")
    ),
    int,
    date,
)
_LENT = Prepared(
    lambda to, on: (
        Delegation.objects.filter(to=to, since__lte=on, until__gte=on)
        .select_related("post__unit")
        .order_by("since", "pk")
    ),
    int,
    date,
)


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
    return _posts(_HELD(user.pk, on), jurisdiction)


def _posts(
    rows: Iterable[Holding] | Iterable[Delegation], jurisdiction: Jurisdiction | None
) -> list[Post]:
    return [
        row.post for row in rows if jurisdiction is None or row.jurisdiction_id == jurisdiction.pk
    ]


@dataclass(frozen=True, slots=True)
class SeatsAsked:
    """The question for someone's seats on a day, on its way to the tables."""

    on: date
    held: Asked[Holding]
    lent: Asked[Delegation]


def ask_seats(user: User, *, on: date) -> SeatsAsked:
    """Ask for `seats_of` in one trip with other questions."""
    return SeatsAsked(on, _HELD.ask(user.pk, on), _LENT.ask(user.pk, on))


def seats_of(
    user: User, *, on: date, jurisdiction: Jurisdiction | None = None, on_paper: bool = False
) -> list[Seat]:
    """The posts someone may act from on a day: their own first, then those delegated to them.

    `on_paper`: also those from which they only enter what the holder has decided on paper. Nothing
    else may be done from such a seat, so who does not ask for them does not get them.
    """
    found = seats_from(ask_seats(user, on=on), jurisdiction)
    return [seat for seat in found if on_paper or seat.decided_by is None]


def seats_from(asked: SeatsAsked, jurisdiction: Jurisdiction | None = None) -> list[Seat]:
    """What `ask_seats` asked for, those on paper included; all districts without one.

    The answer may be read once.
    """
    own = [Seat(post) for post in _posts(asked.held.rows(), jurisdiction)]
    lent = [
        row
        for row in asked.lent.rows()
        if jurisdiction is None or row.jurisdiction_id == jurisdiction.pk
    ]
    if not lent:
        return own
    names = holders_of([row.post for row in lent], on=asked.on)
    held = {seat.post.pk for seat in own}
    found = [_lent_seat(row, names.get(row.post_id, [])) for row in lent if row.post_id not in held]
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
    held = Holding.objects.filter(
        Q(until=None) | Q(until__gte=on), since__lte=on, post__in=list(posts)
    )
    found: dict[int, list[User]] = {}
    for h in held.select_related("user").order_by("since", "pk"):
        found.setdefault(h.post_id, []).append(h.user)
    return found


def posts_with_role(role: str, jurisdiction: Jurisdiction, *, on: date) -> list[Post]:
    """The posts that carry a role (`<procedure>.<role>`) and that somebody holds on a day."""
    held = Holding.objects.filter(
        Q(until=None) | Q(until__gte=on), since__lte=on, jurisdiction=jurisdiction
    )
    posts = Post.objects.filter(pk__in=held.values("post")).select_related("unit")
    return [post for post in posts.order_by("rank", "pk") if role in post.roles]


def charged_posts(
    jurisdiction: Jurisdiction, unit: Unit | None, procedure: str
) -> QuerySet[Charge]:
    """The charges that cover a unit's matters of one procedure, the most specific first."""
    covers = Q(unit=None) | Q(unit=unit) if unit is not None else Q(unit=None)
    found = Charge.objects.filter(covers, jurisdiction=jurisdiction)
    found = found.filter(Q(procedure="") | Q(procedure=procedure))
    return found.select_related("post__unit").order_by("-procedure", "-unit", "post__rank", "pk")
