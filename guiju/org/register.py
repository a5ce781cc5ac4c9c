"""Who holds what, read once and kept in the process while the tables show the same mark.

Every act asks who may do it, from which post, and to whom the case goes next; the answers change
a few times a month. The database itself gives `Revision` a new mark, never one it has given
before, whenever a row of these tables is written, by whatever way; a transaction sees its own.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from typing import Any, TypeVar

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Q, Subquery

from guiju.org.models import Charge, Delegation, Holding, Jurisdiction, Post, Revision, Unit
from guiju.statements.rows import relate
from guiju.statements.trips import fetched, send

TABLES = (Jurisdiction, Unit, Post, Holding, Delegation, Charge)
MOST_FOLLOWED = 20_000
"""Answers kept beside the register: of some 300 people, those of a month and more."""
_T = TypeVar("_T", Holding, Delegation)
_R = TypeVar("_R")
_kept: list[Register] = []


@dataclass(frozen=True)
class Register:
    """The posts with their units, who held and holds them, who stands in for whom.

    What it gives is read by everybody: nothing of it may be changed. `jurisdictions`, `units`,
    `posts` and `people` (whoever has ever held a post or stood in) go by their keys.
    """

    mark: str
    jurisdictions: Mapping[int, Jurisdiction]
    units: Mapping[int, Unit]
    posts: Mapping[int, Post]
    people: Mapping[int, User]
    holdings: Sequence[Holding]
    delegations: Sequence[Delegation]
    charges: Sequence[Charge]
    _followed: dict[Hashable, Any] = field(default_factory=dict)

    def once(self, key: Hashable, work_out: Callable[[], _R]) -> _R:
        """What follows from the register alone, worked out once and named by `key`.

        It is everybody's: nothing of it may be changed.
        """
        followed = self._followed
        found = followed.get(key)
        if found is None:
            if len(followed) >= MOST_FOLLOWED:  # each day asks for its own
                followed.clear()
            found = followed[key] = work_out()
        known: _R = found
        return known

    @cached_property
    def _held_by(self) -> dict[int, list[Holding]]:
        return _grouped(self.holdings, "user_id")

    @cached_property
    def _holders(self) -> dict[int, list[Holding]]:
        return _grouped(self.holdings, "post_id")

    @cached_property
    def _lent_to(self) -> dict[int, list[Delegation]]:
        return _grouped(self.delegations, "to_id")

    def held_by(self, user: int, on: date) -> list[Holding]:
        """What someone holds on a day, in the order they came into it."""
        return [h for h in self._held_by.get(user, ()) if _runs(h, on)]

    def holders(self, post: int, on: date) -> list[User]:
        """Who holds a post on a day, in the order they came into it."""
        return [h.user for h in self._holders.get(post, ()) if _runs(h, on)]

    def lent_to(self, user: int, on: date) -> list[Delegation]:
        """For which posts someone stands in on a day, in the order it began."""
        return [d for d in self._lent_to.get(user, ()) if _runs(d, on)]

    def lent(self, jurisdiction: int, on: date) -> list[Delegation]:
        """Every standing in of a district on a day, in the order it was entered."""

        def work_out() -> list[Delegation]:
            known = self.delegations
            found = [d for d in known if d.jurisdiction_id == jurisdiction and _runs(d, on)]
            return sorted(found, key=attrgetter("pk"))

        return self.once(("lent", jurisdiction, on), work_out)

    def carriers(self, role: str, jurisdiction: int) -> Sequence[Post]:
        """The posts of a district that carry a role, the most senior first."""
        return self.once(
            ("carriers", role, jurisdiction),
            lambda: [
                post
                for post in sorted(self.posts.values(), key=attrgetter("rank", "pk"))
                if post.jurisdiction_id == jurisdiction and role in post.roles
            ],
        )

    def holding(self, role: str, jurisdiction: int, on: date) -> Mapping[Post, Sequence[User]]:
        """The carriers of a role that somebody holds on a day, each with who holds it."""

        def work_out() -> dict[Post, Sequence[User]]:
            able = ((post, self.holders(post.pk, on)) for post in self.carriers(role, jurisdiction))
            return {post: users for post, users in able if users}

        return self.once(("holding", role, jurisdiction, on), work_out)

    def charges_over(self, jurisdiction: int, unit: int | None, procedure: str) -> list[Charge]:
        """The charges that cover a unit's matters of a procedure, the most specific first."""
        return [
            charge
            for charge in self.charges
            if charge.jurisdiction_id == jurisdiction
            and charge.unit_id in (None, unit)
            and charge.procedure in ("", procedure)
        ]


def register() -> Register:
    """The register as the tables have it now."""
    rows = fetched(send("SELECT mark FROM org_revision WHERE id = 1", []))
    return register_at(rows[0][0] if rows else None)


def current_mark() -> Subquery:
    """The mark as a column of another question, for `register_at`."""
    return Subquery(Revision.objects.filter(pk=1).values("mark")[:1])


def register_at(mark: str | None) -> Register:
    """The same, where the mark has been asked for with something else."""
    if _kept and mark and _kept[0].mark == mark:
        return _kept[0]
    found = _load(mark or "")
    if mark and not _unwatched():
        _kept[:] = [found]
    return found


def _load(mark: str) -> Register:
    jurisdictions = {row.pk: row for row in Jurisdiction.objects.all()}
    units = {row.pk: row for row in Unit.objects.all()}
    posts = {row.pk: row for row in Post.objects.all()}
    holdings = list(Holding.objects.order_by("since", "pk"))
    delegations = list(Delegation.objects.order_by("since", "pk"))
    charges = list(Charge.objects.all())
    known = User.objects.filter(
        Q(pk__in=Holding.objects.values("user")) | Q(pk__in=Delegation.objects.values("to"))
    )
    people = {user.pk: user for user in known.defer("password", "last_login")}
    of_a_district = (*units.values(), *posts.values(), *holdings, *delegations, *charges)
    relate(of_a_district, jurisdiction=jurisdictions)
    for unit in units.values():
        unit.parent = units[unit.parent_id] if unit.parent_id else None
    for post in posts.values():
        post.unit = units[post.unit_id]
        post.substitute = posts[post.substitute_id] if post.substitute_id else None
    for holding in holdings:
        holding.post, holding.user = posts[holding.post_id], people[holding.user_id]
    for lent in delegations:
        lent.post, lent.to = posts[lent.post_id], people[lent.to_id]
    for charge in charges:
        charge.post = posts[charge.post_id]
    charges.sort(key=_specific)
    return Register(mark, jurisdictions, units, posts, people, holdings, delegations, charges)


def _unwatched() -> set[str]:
    """Tables whose changes the database does not mark, so that nothing read may be kept."""
    tables = [*(model._meta.db_table for model in TABLES), User._meta.db_table]
    if connection.vendor == "sqlite":
        query = "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = (
            "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE t.tgenabled <> 'D' AND pg_table_is_visible(c.oid)"
        )
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {table for table, name in cursor.fetchall() if name == f"{table}_marks_update"}
    return {table for table in tables if table not in present}


def _specific(charge: Charge) -> tuple[bool, bool, int, int]:
    """One procedure before all, one unit before the whole district, then the most senior."""
    return not charge.procedure, charge.unit_id is None, charge.post.rank, charge.pk


def _grouped(rows: Iterable[_T], by: str) -> dict[int, list[_T]]:
    """Rows by a key, each group in the order they came."""
    key = attrgetter(by)
    return {k: list(group) for k, group in groupby(sorted(rows, key=key), key)}


def _runs(row: Holding | Delegation, on: date) -> bool:
    return row.since <= on and (row.until is None or row.until >= on)
