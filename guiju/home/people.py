"""Who holds which post, who stands in for whom, who is in charge of what: as the pages show it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.db.models import Prefetch, Q, QuerySet

from guiju.home.boxes_page import called
from guiju.home.wording import procedure_title
from guiju.org.models import Charge, Delegation, Holding, Post, Unit
from guiju.org.selectors import holders_of
from guiju.procedures.desk.visibility import ADMINISTRATOR, Viewer
from guiju.procedures.models import Task, TaskState
from guiju.procedures.rulebook import office_rulebook


def administered(viewer: Viewer) -> tuple[int, ...]:
    """The districts whose people someone administers."""
    return tuple(j for j in viewer.jurisdictions if viewer.holds(ADMINISTRATOR, j))


def own_posts(viewer: Viewer) -> list[Post]:
    """The posts someone holds themselves."""
    return [seat.post for seat in viewer.seats if not seat.acting_for]


def colleagues(jurisdictions: Iterable[int], on: date) -> QuerySet[User]:
    """Everybody in a post of these districts on a day, with what they `held` then."""
    held = Holding.objects.filter(
        Q(until=None) | Q(until__gte=on), since__lte=on, jurisdiction__in=list(jurisdictions)
    )
    found = User.objects.filter(pk__in=held.values("user"), is_active=True)
    posts = held.select_related("post__unit").order_by("pk")
    named = found.prefetch_related(Prefetch("holdings", posts, to_attr="held"))
    return named.order_by("first_name", "username")


def posts_in(jurisdictions: Iterable[int]) -> QuerySet[Post]:
    found = Post.objects.filter(jurisdiction__in=list(jurisdictions))
    return found.select_related("unit", "substitute__unit").order_by("unit__name", "rank", "pk")


def delegations(viewer: Viewer) -> QuerySet[Delegation]:
    """Every delegation of the viewer's districts that has not ended, those in force first."""
    found = Delegation.objects.filter(jurisdiction__in=viewer.jurisdictions, until__gte=viewer.on)
    return found.select_related("post__unit", "to").order_by("since", "pk")


@dataclass(frozen=True, slots=True)
class Lent:
    """A delegation as listed: whose post, who acts for it; `now` while in force."""

    row: Delegation
    holders: str
    to: str
    now: bool
    may_end: bool

    @property
    def way(self) -> str:
        return "代录" if self.row.records else "代办"


def lent(viewer: Viewer) -> list[Lent]:
    """The delegations that have not ended, with the names of those away."""
    rows = list(delegations(viewer))
    holders = holders_of([row.post for row in rows], on=viewer.on)
    own, administers = {p.pk for p in own_posts(viewer)}, administered(viewer)
    return [
        Lent(
            row,
            "、".join(called(user) for user in holders.get(row.post_id, ())),
            called(row.to),
            row.since <= viewer.on,
            row.post_id in own or row.jurisdiction_id in administers,
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the matrix: who is in charge, and what adding to it means."""

    unit: int
    procedure: str
    charges: tuple[Charge, ...]


@dataclass(frozen=True, slots=True)
class Line:
    unit: str
    cells: tuple[Cell, ...]


def matrix(district: int) -> tuple[list[str], list[Line]]:
    """Heads and lines of 分管: units by procedures, all units and all matters first."""
    names = ["", *sorted(office_rulebook().procedures)]
    units: Sequence[Unit] = list(Unit.objects.filter(jurisdiction=district).order_by("name"))
    found: dict[tuple[int, str], list[Charge]] = {}
    charges = Charge.objects.filter(jurisdiction=district).select_related("post__unit")
    for charge in charges.order_by("post__rank", "pk"):
        found.setdefault((charge.unit_id or 0, charge.procedure), []).append(charge)
    rows = [(0, "全部单位"), *((unit.pk, unit.name) for unit in units)]
    lines = [
        Line(label, tuple(Cell(pk, name, tuple(found.get((pk, name), ()))) for name in names))
        for pk, label in rows
    ]
    return ["全部事项", *map(procedure_title, names[1:])], lines


@dataclass(frozen=True, slots=True)
class Leaving:
    """What someone who leaves would hand over."""

    posts: tuple[Post, ...]
    own_tasks: int
    post_tasks: int


def leaving(user: User, on: date) -> Leaving:
    held = Holding.objects.filter(user=user, until=None, since__lte=on)
    posts = tuple(h.post for h in held.select_related("post__unit").order_by("since", "pk"))
    waiting = Task.objects.filter(state=TaskState.OPEN)
    return Leaving(
        posts, waiting.filter(user=user).count(), waiting.filter(user=None, post__in=posts).count()
    )
