"""The boxes of the desk, from 待办 to 归档, each flat in time.

Each is a queryset of the rows the box shows; a count stops at `MOST_COUNTED`. Whoever has lost
sight of a case, with a post or a clearance, has lost it in every box.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from guiju.procedures.desk.visibility import Viewer, visible_cases, within_sight
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


def to_do(viewer: Viewer) -> QuerySet[Task]:
    """待办: open tasks of one's posts, of one's pools, or handed to oneself; most urgent first."""
    found = Task.objects.filter(tasks_for(viewer), within_sight(viewer), state=TaskState.OPEN)
    return found.select_related("case__unit", "post__unit", "unit").order_by(
        "-case__urgency", "case__due_on", "opened_at", "pk"
    )


def tasks_for(viewer: Viewer) -> Q:
    """The tasks someone may act on; the rule of `tasks.is_mine`."""
    mine = Q(user=viewer.user) | Q(post__in=[p.pk for p in viewer.posts])
    for unit, roles in _roles_by_unit(viewer).items():
        mine |= Q(post=None, user=None, role__in=roles, unit=unit)
    for jurisdiction in viewer.jurisdictions:
        roles = _roles_in(viewer, jurisdiction)
        if roles:
            pool = Q(post=None, user=None, unit=None, role__in=roles)
            mine |= pool & Q(jurisdiction=jurisdiction)
    return mine


def _roles_by_unit(viewer: Viewer) -> dict[int, list[str]]:
    found: dict[int, set[str]] = {}
    for post in viewer.posts:
        found.setdefault(post.unit_id, set()).update(post.roles)
    return {unit: sorted(roles) for unit, roles in found.items() if roles}


def _roles_in(viewer: Viewer, jurisdiction: int) -> list[str]:
    roles = {r for p in viewer.posts if p.jurisdiction_id == jurisdiction for r in p.roles}
    return sorted(roles)


def to_read(viewer: Viewer) -> QuerySet[Reading]:
    """待阅."""
    found = Reading.objects.filter(
        within_sight(viewer), post__in=[p.pk for p in viewer.posts], read_at=None, recalled_at=None
    )
    return found.select_related("case__unit", "post__unit").order_by("-sent_at", "-pk")


def read(viewer: Viewer) -> QuerySet[Reading]:
    """已阅: what this person has read."""
    found = Reading.objects.filter(
        within_sight(viewer), read_by=viewer.user.get_username(), read_at__isnull=False
    )
    return found.select_related("case__unit", "post__unit").order_by("-read_at", "-pk")


def done(viewer: Viewer) -> QuerySet[Participation]:
    """已办: acted on and still going on."""
    return _acted(viewer, closed=False)


def closed(viewer: Viewer) -> QuerySet[Participation]:
    """办结: acted on and closed."""
    return _acted(viewer, closed=True)


def _acted(viewer: Viewer, *, closed: bool) -> QuerySet[Participation]:
    found = Participation.objects.filter(
        within_sight(viewer), user=viewer.user, acted=True, closed=closed
    )
    return found.select_related("case__unit").order_by("-last_at", "-pk")


def opened(viewer: Viewer) -> QuerySet[Case]:
    """我发起."""
    found = visible_cases(viewer).filter(opened_by=viewer.user).select_related("unit")
    return found.order_by("-opened_on", "-pk")


def drafts(viewer: Viewer) -> QuerySet[Draft]:
    """草稿, of cases to be opened and of acts not yet done."""
    found = Draft.objects.filter(Q(case=None) | Q(within_sight(viewer)), user=viewer.user)
    return found.select_related("case").order_by("-saved_at", "-pk")


def circulating(viewer: Viewer) -> QuerySet[Case]:
    """传阅中: what one has sent round and not everybody has read, the last sent first."""
    unread = Reading.objects.filter(
        sender=viewer.user.get_username(), read_at=None, recalled_at=None
    )
    return _latest(visible_cases(viewer), unread, "sent_at")


def supervised(viewer: Viewer) -> QuerySet[Case]:
    """督办: cases going on of which a slip says to hurry, the last urged first."""
    going = visible_cases(viewer).filter(closed_on=None, voided_on=None)
    return _latest(going, Slip.objects.all(), "at")


def _latest(cases: QuerySet[Case], hung: QuerySet[Any], moment: str) -> QuerySet[Case]:
    """The cases with one of these, with the `moment` of the last in `lately`."""
    last = hung.filter(case=OuterRef("pk")).order_by(f"-{moment}").values(moment)[:1]
    found = cases.filter(pk__in=hung.values("case")).annotate(lately=Subquery(last))
    return found.select_related("unit").order_by("-lately", "-pk")


def archived(viewer: Viewer) -> QuerySet[Participation]:
    """归档: acted on, closed, and filed under an archive number."""
    return closed(viewer).filter(case__facts__has_key=ARCHIVE_NUMBER)


def watched(viewer: Viewer) -> QuerySet[Follow]:
    """关注: what one watches and still may see."""
    found = Follow.objects.filter(within_sight(viewer), user=viewer.user)
    return found.select_related("case__unit").order_by("-since", "-pk")


@dataclass(frozen=True, slots=True)
class Box:
    """A list on the desk. `counted` where its number in the menu is worth a look at every row."""

    name: str
    label: str
    rows: Callable[[Viewer], QuerySet[Any]]
    counted: bool = True


BOXES: Mapping[str, Box] = {
    box.name: box
    for box in (
        Box("to-do", "待办", to_do),
        Box("to-read", "待阅", to_read),
        Box("done", "已办", done),
        Box("read", "已阅", read),
        Box("closed", "办结", closed),
        Box("opened", "我发起", opened),
        Box("drafts", "草稿", drafts),
        Box("circulating", "传阅中", circulating),
        Box("supervised", "督办", supervised),
        Box("watched", "关注", watched),
        # Whether a case was filed stands among its facts, and of old cases there is no end.
        Box("archived", "归档", archived, counted=False),
    )
}


def counts(viewer: Viewer) -> dict[str, int]:
    """Box name → number of its rows, up to `MOST_COUNTED`, of those counted. One query a box."""
    return {name: count(box.rows(viewer)) for name, box in BOXES.items() if box.counted}


def count(rows: QuerySet[Any]) -> int:
    return int(rows.order_by()[:MOST_COUNTED].count())


def next_task(viewer: Viewer, after: int = 0) -> Task | None:
    """The next 待办, another than the task `after`."""
    return to_do(viewer).exclude(pk=after).first()
