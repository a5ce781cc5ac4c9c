"""The boxes of the desk, from 待办 to 监控, each flat in time.

Each is a queryset of the rows the box shows; a count stops at `MOST_COUNTED`. What a box holds
says nothing of what may be seen: that is asked once for all of them (`Box.rows`, `counts`), so
whoever has lost sight of a case, with a post or a clearance, has lost it in every box.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_
from typing import Any

from django.db import connection
from django.db.models import F, Func, OuterRef, Q, QuerySet, Subquery

from guiju.procedures.desk.visibility import Footing, Viewer, seen_from, visible_along, visible_to
from guiju.procedures.models import (
    Case,
    Draft,
    Follow,
    Participation,
    Reading,
    Slip,
    Task,
    TaskState,
)

MOST_COUNTED = 1000
"""A box with more shows `999+`: nobody works through an exact number of that size."""
ARCHIVE_NUMBER = "archive_number"
"""What every procedure calls the number under which a case was filed (档号)."""


def _to_do(of: Footing) -> QuerySet[Task]:
    """待办: open tasks of one's posts, of one's pools, or handed to oneself; most urgent first."""
    # Each way to a task says that it is open: each is then one look into an index of open tasks.
    mine = reduce(or_, (way & Q(state=TaskState.OPEN) for way in _ways(of)))
    found = Task.objects.filter(mine)
    return found.select_related("case__unit", "post__unit", "unit").order_by(
        "-case__urgency", F("case__due_on").asc(nulls_last=True), "opened_at", "pk"
    )


def tasks_for(viewer: Viewer) -> Q:
    """The tasks someone may act on; the rule of `tasks.is_mine`."""
    return reduce(or_, _ways(viewer.footing))


def _ways(of: Footing) -> Iterator[Q]:
    yield Q(user=of.user)
    yield Q(post__in=of.seeing_posts)
    for unit, roles in _roles_by_unit(of).items():
        yield Q(post=None, user=None, role__in=roles, unit=unit)
    for jurisdiction in of.jurisdictions:
        roles = _roles_in(of, jurisdiction)
        if roles:
            pool = Q(post=None, user=None, unit=None, role__in=roles)
            yield pool & Q(jurisdiction=jurisdiction)


def _roles_by_unit(of: Footing) -> dict[int, list[str]]:
    found: dict[int, set[str]] = {}
    for place in of.places:
        if place.acts:
            found.setdefault(place.unit, set()).update(place.roles)
    return {unit: sorted(roles) for unit, roles in found.items() if roles}


def _roles_in(of: Footing, jurisdiction: int) -> list[str]:
    here = [place for place in of.places if place.acts and place.jurisdiction == jurisdiction]
    return sorted({role for place in here for role in place.roles})


def _to_read(of: Footing) -> QuerySet[Reading]:
    """待阅."""
    found = Reading.objects.filter(post__in=of.posts, read_at=None, recalled_at=None)
    return found.select_related("case__unit", "post__unit").order_by("-sent_at", "-pk")


def _read(of: Footing) -> QuerySet[Reading]:
    """已阅: what this person has read."""
    found = Reading.objects.filter(read_by=of.username, read_at__isnull=False)
    return found.select_related("case__unit", "post__unit").order_by("-read_at", "-pk")


def _done(of: Footing) -> QuerySet[Participation]:
    """已办: acted on and still going on."""
    return _acted(of, closed=False)


def _closed(of: Footing) -> QuerySet[Participation]:
    """办结: acted on and closed."""
    return _acted(of, closed=True)


def _acted(of: Footing, *, closed: bool) -> QuerySet[Participation]:
    # `in`, since SQLite looks no truth value up in an index unless it is compared with one.
    found = Participation.objects.filter(user=of.user, acted__in=[True], closed__in=[closed])
    return found.select_related("case__unit").order_by("-last_at", "-pk")


def _opened(of: Footing) -> QuerySet[Case]:
    """我发起."""
    found = Case.objects.filter(opened_by=of.user).select_related("unit")
    return found.order_by("-opened_on", "-pk")


def _drafts(of: Footing) -> QuerySet[Draft]:
    """草稿, of cases to be opened and of acts not yet done."""
    found = Draft.objects.filter(user=of.user)
    return found.select_related("case").order_by("-saved_at", "-pk")


def _circulating(of: Footing) -> QuerySet[Case]:
    """传阅中: what one has sent round and not everybody has read, the last sent first."""
    unread = Reading.objects.filter(sender=of.username, read_at=None, recalled_at=None)
    return _latest(Case.objects.all(), unread, "sent_at")


def _supervised(_of: Footing) -> QuerySet[Case]:
    """督办: cases going on of which a slip says to hurry, the last urged first."""
    going = Case.objects.filter(closed_on=None, voided_on=None)
    return _latest(going, Slip.objects.all(), "at")


def _latest(cases: QuerySet[Case], hung: QuerySet[Any], moment: str) -> QuerySet[Case]:
    """The cases with one of these, with the `moment` of the last in `lately`."""
    last = hung.filter(case=OuterRef("pk")).order_by(f"-{moment}").values(moment)[:1]
    found = cases.filter(pk__in=hung.values("case")).annotate(lately=Subquery(last))
    return found.select_related("unit").order_by("-lately", "-pk")


def _archived(of: Footing) -> QuerySet[Participation]:
    """归档: acted on, closed, and filed under an archive number."""
    return _closed(of).filter(case__facts__has_key=ARCHIVE_NUMBER)


def _watched(of: Footing) -> QuerySet[Follow]:
    """关注: what one watches."""
    found = Follow.objects.filter(user=of.user)
    return found.select_related("case__unit").order_by("-since", "-pk")


def _going(_of: Footing) -> QuerySet[Case]:
    """监控: everything one sees that is going on, whoever has it; most urgent first."""
    found = Case.objects.filter(closed_on=None).select_related("unit")
    return found.order_by("-urgency", F("due_on").asc(nulls_last=True), "opened_on", "pk")


@dataclass(frozen=True, slots=True)
class Box:
    """A list on the desk. `held` is what it holds for someone, whether they may see it or not.

    `counted` where its number in the menu is worth a look at every row. `going` where nothing is
    or hangs on a case that is closed: said when listing, so that what is going on will do.
    `in_order` where an index holds cases in the order of the box: they are counted as listed.
    """

    name: str
    label: str
    held: Callable[[Footing], QuerySet[Any]]
    counted: bool = True
    going: bool = False
    in_order: bool = False

    def rows(self, viewer: Viewer) -> QuerySet[Any]:
        """What the box shows someone."""
        held = self.held(viewer.footing)
        if held.model is Case:
            return held.filter(visible_to(viewer, going=self.going))
        if held.model is Draft:
            return held.filter(Q(case=None) | visible_along(viewer))
        if self.going:
            held = held.filter(case__closed_on=None)
        return held.filter(visible_along(viewer))


BOXES: Mapping[str, Box] = {
    box.name: box
    for box in (
        Box("to-do", "待办", _to_do, going=True),
        Box("to-read", "待阅", _to_read),
        Box("done", "已办", _done),
        Box("read", "已阅", _read),
        Box("closed", "办结", _closed),
        Box("opened", "我发起", _opened, in_order=True),
        Box("drafts", "草稿", _drafts),
        Box("circulating", "传阅中", _circulating),
        Box("supervised", "督办", _supervised),
        Box("watched", "关注", _watched),
        # Whether a case was filed stands among its facts, and of old cases there is no end.
        Box("archived", "归档", _archived, counted=False),
        # What goes on in the whole office is looked through when wanted, not counted each time.
        Box("going", "监控", _going, counted=False, going=True),
    )
}


Worded = tuple[str, tuple[Any, ...]]
"""A statement, and what goes into it."""


def counts(viewer: Viewer, known: Mapping[str, int] | None = None) -> dict[str, int]:
    """Box name → number of its rows, up to `MOST_COUNTED`, of those counted. One query.

    What is `known` is not counted again.
    """
    told = known or {}
    wanted = [box.name for box in BOXES.values() if box.counted and box.name not in told]
    asked = [_number(viewer.footing, name, connection.vendor) for name in wanted]
    with connection.cursor() as cursor:
        statement = ", ".join(sql for sql, _ in asked)
        cursor.execute(f"SELECT {statement}", [p for _, given in asked for p in given])
        return {**told, **dict(zip(wanted, cursor.fetchone(), strict=True))}


_HELD = Func(template='"held"."of"')


@lru_cache(maxsize=4096)
def _number(of: Footing, name: str, _vendor: str) -> Worded:
    """The statement that counts the rows of a box; working it out takes longer than asking it.

    Kept by footing, which is all that goes into it: no answer is kept, and whoever stands
    otherwise than before asks otherwise.
    """
    box = BOXES[name]
    held = box.held(of)
    if box.in_order:
        found, values = _worded(held.filter(seen_from(of)).values("pk"))
        return f'(SELECT COUNT(*) FROM ({found} LIMIT {MOST_COUNTED}) "counted")', values
    rows, given = _worded(held.order_by().values(of=F("pk" if held.model is Case else "case")))
    # Asked row by row: PostgreSQL would join all cases there are to a long box, to count a part.
    seen, sight = _worded(Case.objects.filter(seen_from(of), pk=_HELD).values("pk"))
    no_case = '"held"."of" IS NULL OR ' if held.model is Draft else ""
    found = f'SELECT 1 FROM ({rows}) "held" WHERE {no_case}EXISTS ({seen})'
    number = f'(SELECT COUNT(*) FROM ({found} LIMIT {MOST_COUNTED}) "counted")'
    return number, (*given, *sight)


def _worded(rows: QuerySet[Any]) -> Worded:
    """The statement, even where it is known to find nothing."""
    sql, given = rows.query.get_compiler(connection=connection, elide_empty=False).as_sql()
    return sql, tuple(given)


def to_do(viewer: Viewer) -> QuerySet[Task]:
    """The rows of 待办."""
    return BOXES["to-do"].rows(viewer)


def to_read(viewer: Viewer) -> QuerySet[Reading]:
    """The rows of 待阅."""
    return BOXES["to-read"].rows(viewer)


def count(rows: QuerySet[Any]) -> int:
    return int(rows.order_by()[:MOST_COUNTED].count())


def next_task(viewer: Viewer, after: int = 0) -> Task | None:
    """The next 待办, another than the task `after`."""
    return to_do(viewer).exclude(pk=after).first()
