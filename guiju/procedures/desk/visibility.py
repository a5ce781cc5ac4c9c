"""Who may see a case: one rule for lists, pages, counts, searches, exports, files and the API.

A case of one's district, not above one's clearance, is seen by whoever has had a part in it
(as a person or by post), is in charge of its unit's matters, works on that procedure in its
unit, or oversees the district. Ledger records are seen by all who work on their procedure.
A superuser looks after the machine and sees what an overseer of every district sees, never an
applicant's identity and no work secrets.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet

from guiju.org.models import Charge, Delegation, Jurisdiction, Post, Secrecy
from guiju.org.selectors import OVERSEER, Seat, holders_of, seats_of
from guiju.procedures.models import Case, Origin, Participation

ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Place:
    """A post from which someone sees; `acts` where they act from it too. Keys, no objects."""

    post: int
    unit: int
    jurisdiction: int
    clearance: int
    roles: tuple[str, ...]
    acts: bool


@dataclass(frozen=True, slots=True)
class Cover:
    """What a post is in charge of (分管); no unit for every unit, '' for every procedure."""

    post: int
    jurisdiction: int
    unit: int | None
    procedure: str


@dataclass(frozen=True, slots=True)
class Footing:
    """All that the rule, and the boxes, ask of someone: plain values, read anew each request.

    Equal footings see the same, so that what is asked may be worded once for each (`boxes.counts`).
    """

    user: int
    username: str
    root: bool
    places: tuple[Place, ...]
    charges: tuple[Cover, ...]

    @property
    def posts(self) -> list[int]:
        """The posts someone acts from."""
        return [place.post for place in self.places if place.acts]

    @property
    def seeing_posts(self) -> list[int]:
        return [place.post for place in self.places]

    @property
    def jurisdictions(self) -> list[int]:
        return sorted({place.jurisdiction for place in self.places})


@dataclass(frozen=True)
class Viewer:
    """Someone on a day, with the seats they may act from; lives as long as one request.

    From `paper_seats` they see, and enter what the holder decided on paper (代录); nothing else.
    """

    user: User
    on: date
    seats: tuple[Seat, ...]
    paper_seats: tuple[Seat, ...] = ()

    @property
    def posts(self) -> tuple[Post, ...]:
        return tuple(seat.post for seat in self.seats)

    @property
    def all_seats(self) -> tuple[Seat, ...]:
        return (*self.seats, *self.paper_seats)

    @property
    def seeing_posts(self) -> tuple[Post, ...]:
        """The posts by which someone sees."""
        return tuple(seat.post for seat in self.all_seats)

    @cached_property
    def charges(self) -> tuple[Charge, ...]:
        """What their posts are in charge of (分管)."""
        held = Charge.objects.filter(post__in=[post.pk for post in self.seeing_posts])
        return tuple(held.order_by("pk"))

    @cached_property
    def footing(self) -> Footing:
        places = (
            *(_place(seat.post, acts=True) for seat in self.seats),
            *(_place(seat.post, acts=False) for seat in self.paper_seats),
        )
        # Who sees everything anyway is not asked what they are in charge of.
        narrow = not all(map(_sees_all, _groups(places).values()))
        charges = tuple(map(_cover, self.charges)) if narrow else ()
        return Footing(
            self.user.pk, self.user.get_username(), self.user.is_superuser, places, charges
        )

    @property
    def jurisdictions(self) -> tuple[int, ...]:
        return tuple(sorted({post.jurisdiction_id for post in self.seeing_posts}))

    def holds(self, role: str, jurisdiction: int | None = None) -> bool:
        return any(
            role in post.roles and jurisdiction in (None, post.jurisdiction_id)
            for post in self.posts
        )


def _place(post: Post, *, acts: bool) -> Place:
    roles = tuple(sorted(post.roles))
    return Place(post.pk, post.unit_id, post.jurisdiction_id, post.clearance, roles, acts)


def _cover(charge: Charge) -> Cover:
    return Cover(charge.post_id, charge.jurisdiction_id, charge.unit_id, charge.procedure)


def viewer_of(user: User, *, on: date) -> Viewer:
    """Whoever asks, with their posts of that day, own and delegated."""
    found = seats_of(user, on=on, on_paper=True)
    seats = tuple(seat for seat in found if seat.decided_by is None)
    return Viewer(user, on, seats, tuple(seat for seat in found if seat.decided_by is not None))


def visible_cases(viewer: Viewer) -> QuerySet[Case]:
    """The cases someone may see."""
    return Case.objects.filter(visible_to(viewer))


def within_sight(viewer: Viewer, case: str = "case") -> Exists:
    """The rule as a condition on what hangs on a case by this field; none without a case.

    Asked row by row, so that a short list costs no look at all the cases of the district.
    """
    return Exists(visible_cases(viewer).filter(pk=OuterRef(case)))


def visible_to(viewer: Viewer, *, going: bool = False) -> Q:
    """The rule as a condition on `Case`. Nothing without a post, but for a superuser.

    `going` where only cases that are not closed are asked for: of all someone has ever had a part
    in those are few.
    """
    return _rule(viewer.footing, _Rows(case="pk", open=going))


def seen_from(footing: Footing) -> Q:
    """`visible_to` whoever stands there."""
    return _rule(footing, _Rows(case="pk"))


def visible_along(viewer: Viewer) -> Q:
    """The rule on what hangs on a case by its field `case`, where the list reads the cases too.

    Each case is then looked up once, for order and for sight.
    """
    return _rule(viewer.footing, _Rows(case="case", at="case__"))


def limits_visible_to(viewer: Viewer, *, running: bool = False) -> Q:
    """The rule as a condition on `Limit`, told by the row alone: no look at its case.

    `running` where only limits that run are asked for, whose cases are not closed.
    """
    return _rule(viewer.footing, _Rows(case="case", ledgers=False, open=running))


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows the rule is asked of: where they hold the key of the case, and what tells of it (`at`).

    A case of a ledger (`ledgers`) has no limits in service. `open`: none of the cases is closed.
    """

    case: str
    at: str = ""
    ledgers: bool = True
    open: bool = False

    def tell(self, **said: object) -> Q:
        """A condition on district, unit, procedure, secrecy or origin of the case."""
        return Q(**{f"{self.at}{name}": value for name, value in said.items()})


def _rule(footing: Footing, rows: _Rows) -> Q:
    seen = rows.tell(secrecy__lte=Secrecy.INTERNAL) if footing.root else Q(pk__in=[])
    for (jurisdiction, clearance), places in _groups(footing.places).items():
        within = rows.tell(jurisdiction=jurisdiction, secrecy__lte=clearance)
        seen |= within & _reach(footing, places, rows)
    return seen


def _groups(places: Iterable[Place]) -> dict[tuple[int, int], list[Place]]:
    """Posts of one district and one clearance together."""
    found: dict[tuple[int, int], list[Place]] = {}
    for place in places:
        found.setdefault((place.jurisdiction, place.clearance), []).append(place)
    return found


def _reach(footing: Footing, places: list[Place], rows: _Rows) -> Q:
    if _sees_all(places):
        return Q()
    # What the row itself tells comes first, and users and posts apart: each is one look into an
    # index, and nobody looks where the row was enough.
    reach = Q(pk__in=[])
    for unit, names in _procedures_by_unit(places).items():
        reach |= rows.tell(unit=unit, procedure__in=names)
    working = sorted({name for place in places for name in _procedures(place.roles)})
    if working and rows.ledgers:
        reach |= rows.tell(origin=Origin.IMPORTED, procedure__in=working)
    here = {place.post for place in places}
    for cover in footing.charges:
        if cover.post in here:
            reach |= _charged(cover, rows)
    part = Participation.objects.filter(case=OuterRef(rows.case))
    if rows.open:
        # All at once from the index of what a person has a part in, the closed ones passed over.
        mine = Participation.objects.filter(
            user=footing.user, acted__in=[True, False], closed__in=[False]
        )
        reach |= Q(**{f"{rows.case}__in": mine.values("case")})
    else:
        reach |= Q(Exists(part.filter(user=footing.user)))
    reach |= Q(Exists(part.filter(post__in=sorted(here))))
    return reach


def _sees_all(places: Iterable[Place]) -> bool:
    return any({OVERSEER, ADMINISTRATOR} & set(place.roles) for place in places)


def _charged(cover: Cover, rows: _Rows) -> Q:
    unit, district = cover.unit, cover.jurisdiction
    covered = rows.tell(unit=unit) if unit else rows.tell(jurisdiction=district)
    return covered & rows.tell(procedure=cover.procedure) if cover.procedure else covered


def _procedures(roles: Iterable[str]) -> set[str]:
    return {role.partition(".")[0] for role in roles if "." in role}


def _procedures_by_unit(places: Iterable[Place]) -> dict[int, list[str]]:
    found: dict[int, set[str]] = {}
    for place in places:
        found.setdefault(place.unit, set()).update(_procedures(place.roles))
    return {unit: sorted(names) for unit, names in found.items() if names}


def may_see(viewer: Viewer, case: Case) -> bool:
    return visible_cases(viewer).filter(pk=case.pk).exists()


@dataclass(frozen=True, slots=True)
class Sees:
    """Someone who may see a case, from which post (None for a superuser), and why."""

    user: User
    post: Post | None
    why: str


def who_sees(case: Case, *, on: date) -> list[Sees]:
    """Everyone who may see a case on a day, with the ground; the rule of `visible_cases`."""
    posts = list(
        Post.objects.filter(jurisdiction=case.jurisdiction_id)
        .select_related("unit", "jurisdiction")
        .order_by("rank", "pk")
    )
    holders = holders_of(posts, on=on)
    grounds = _Grounds.of(case, posts)
    found: list[Sees] = []
    for post in posts:
        for user in holders.get(post.pk, ()):
            why = grounds.of_post(post, user)
            if why:
                found.append(Sees(user, post, why))
    found += _delegates(case, on, grounds, holders)
    if case.secrecy <= Secrecy.INTERNAL:
        roots = User.objects.filter(is_superuser=True, is_active=True).order_by("pk")
        found += [Sees(user, None, "系统维护") for user in roots]
    return found


def _delegates(
    case: Case, on: date, grounds: _Grounds, holders: Mapping[int, Sequence[User]]
) -> list[Sees]:
    lent = Delegation.objects.filter(
        jurisdiction=case.jurisdiction_id, since__lte=on, until__gte=on
    ).select_related("post__unit", "to")
    found: list[Sees] = []
    for delegation in lent:
        why = grounds.of_post(delegation.post, delegation.to)
        if delegation.records and len(holders.get(delegation.post_id, ())) != 1:
            continue  # nobody can say whose paper it would be
        if why:
            way = "代录" if delegation.records else "代办"
            found.append(Sees(delegation.to, delegation.post, f"{way}：{why}"))
    return found


@dataclass(frozen=True, slots=True)
class _Grounds:
    case: Case
    users: frozenset[int]
    posts: frozenset[int]
    charges: tuple[Charge, ...]

    @classmethod
    def of(cls, case: Case, posts: Iterable[Post]) -> _Grounds:
        parts = list(case.parts.values_list("user", "post"))
        charges = Charge.objects.filter(jurisdiction=case.jurisdiction_id)
        return cls(
            case,
            frozenset(user for user, _ in parts if user),
            frozenset(post for _, post in parts if post),
            tuple(charges),
        )

    def of_post(self, post: Post, user: User) -> str:
        """Why whoever sits there may see the case; '' when they may not."""
        case = self.case
        if case.secrecy > post.clearance:
            return ""
        if {OVERSEER, ADMINISTRATOR} & set(post.roles):
            return "全区统计监督岗位" if OVERSEER in post.roles else "系统管理员"
        if user.pk in self.users or post.pk in self.posts:
            return "参与办理或传阅"
        if any(self._covers(charge) for charge in self.charges if charge.post_id == post.pk):
            return "分管"
        working = case.procedure in _procedures(post.roles)
        if working and case.unit_id == post.unit_id:
            return "本单位承担该项工作"
        if working and case.origin == Origin.IMPORTED:
            return "承担该项工作（台账记录）"
        return ""

    def _covers(self, charge: Charge) -> bool:
        return charge.unit_id in (None, self.case.unit_id) and charge.procedure in (
            "",
            self.case.procedure,
        )


def districts(viewer: Viewer) -> QuerySet[Jurisdiction]:
    return Jurisdiction.objects.filter(pk__in=viewer.jurisdictions).order_by("code")
