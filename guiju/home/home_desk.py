"""The front page's desk: what waits for someone, what is due, what they were told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import NoReverseMatch, reverse

from guiju.home.box_lists import Sift, keys_listed, rows_of
from guiju.home.boxes_page import BoxRow, menu, page_at, rows_shown
from guiju.home.told import as_told
from guiju.home.wording import Light, due_light, limit_rule
from guiju.notices.selectors import unread
from guiju.procedures.clock import State
from guiju.procedures.desk.boxes import BOXES
from guiju.procedures.desk.visibility import ADMINISTRATOR, Viewer, limits_visible_to
from guiju.procedures.models import Case, Limit, Participation
from guiju.procedures.rulebook import office_rulebook
from guiju.procedures.selectors import procedure_kept

SHOWN = 8
PAUSED = Light("grey", "灰", "暂停", "期限暂停计算")
QUICK = (
    ("登记新事项", "/cases/new/"),
    ("督办看板", "/board/"),
    ("期限计算器", "/deadline/"),
    ("检索", "/search/"),
    ("法规库", "/law/"),
)
KEPT = (
    ("分管", "/people/charges/"),
    ("人员交接", "/people/handover/"),
    ("放假安排", "/holidays/"),
    ("接口令牌", "/api-tokens/"),
)
"""What an administrator looks after."""


@dataclass(frozen=True, slots=True)
class Due:
    """A limit that ends soon or has passed."""

    case: Case
    label: str
    due: date
    light: Light


def desk_of(viewer: Viewer) -> dict[str, object]:
    """What the front page shows before the figures: a fixed number of queries."""
    return {
        "menu": menu(viewer),
        "to_do": _first("to-do", viewer),
        "to_read": _first("to-read", viewer),
        "due": list(_shown(due_soon(viewer)[:SHOWN], viewer.on)),
        "told": as_told(viewer, unread(viewer.user)[:SHOWN]),
        "quick": [(label, path) for label, path in _ways(viewer) if page_at(path)],
        "board": _board(),
    }


def _ways(viewer: Viewer) -> tuple[tuple[str, str], ...]:
    administers = any(viewer.holds(ADMINISTRATOR, here) for here in viewer.jurisdictions)
    return (*QUICK, *KEPT) if administers else QUICK


def _first(name: str, viewer: Viewer) -> list[BoxRow]:
    keys = keys_listed(BOXES[name], viewer, Sift(), SHOWN)
    rows = rows_of(BOXES[name], viewer, [key.row for key in keys])
    return list(rows_shown(name, viewer, rows))


def due_soon(viewer: Viewer) -> QuerySet[Limit]:
    """Owed limits, yellow or red that day, of cases someone or one of their posts has part in."""
    posts = [post.pk for post in viewer.seeing_posts]
    part = Participation.objects.filter(case=OuterRef("case"), closed=False)
    # Asked limit by limit in the order of their ends: a few lines are soon full.
    found = Limit.objects.filter(
        Exists(part.filter(user=viewer.user)) | Exists(part.filter(post__in=posts)),
        limits_visible_to(viewer, running=True),
        running=True,
        owed=True,
        warn_on__lte=viewer.on,
    )
    return found.select_related("case").order_by("due_on", "pk")


def _shown(limits: QuerySet[Limit], on: date) -> Iterator[Due]:
    calendar = office_rulebook().calendar
    for limit in limits:
        if limit.due_on is None:
            continue
        p = procedure_kept(limit.case)
        rule = limit_rule(p, limit.name)
        light = (
            PAUSED
            if limit.state == State.PAUSED
            else due_light(limit.due_on, limit.warn_on, on, calendar, rule)
        )
        label = p.time_limits[limit.name].label if limit.name in p.time_limits else limit.name
        yield Due(limit.case, label, limit.due_on, light)


def _board() -> str:
    try:
        return reverse("board")
    except NoReverseMatch:
        return ""
