"""A box of the desk as its page shows it: rows with all their columns, and the menu of boxes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from guiju.home.box_lists import SHAPES
from guiju.home.by_keys import ByKeys
from guiju.home.case_page import state_word
from guiju.home.opening_sheet import TITLES
from guiju.home.wording import Light, case_light, limit_rule, procedure_title
from guiju.org import selectors
from guiju.procedures.desk.boxes import BOXES, MOST_COUNTED, counts
from guiju.procedures.desk.countersigning import named_holders
from guiju.procedures.desk.drafting import WRITING
from guiju.procedures.desk.visibility import Viewer
from guiju.procedures.models import Case, Draft, Limit, Reading, Task, TaskState
from guiju.procedures.models.cases import Urgency
from guiju.procedures.rulebook import Rulebook, office_rulebook
from guiju.procedures.selectors import procedure_kept

NO_LIGHT = Light("grey", "灰", "未登记", "还没有登记成事项")


@dataclass(frozen=True, slots=True)
class Entry:
    """A box in the menu. `n` stops at `999+`; '' where the box is not counted."""

    name: str
    label: str
    n: str
    here: bool


def menu(viewer: Viewer, current: str = "", known: Mapping[str, int] | None = None) -> list[Entry]:
    """The boxes with their counts, some of them known; one query."""
    found = counts(viewer, known)
    return [
        Entry(name, box.label, shown_count(found.get(name)), name == current)
        for name, box in BOXES.items()
    ]


def shown_count(n: int | None) -> str:
    if n is None:
        return ""
    return "999+" if n >= MOST_COUNTED else str(n)


@dataclass(frozen=True, slots=True)
class BoxRow:
    """One line of a box. `tags` go before the title; `urgency` is 0, 1 or 2.

    `glance` is where its case can be looked at without being opened; '' where there is none.
    """

    pk: int
    link: str
    title: str
    number: str
    unit: str
    opener: str
    opened_on: date | None
    type: str
    step: str
    circulating: bool
    holders: str
    came: datetime | date | None
    sender: str
    due: date | None
    light: Light
    tags: tuple[str, ...] = ()
    unread: bool = False
    urgency: int = 0
    glance: str = ""


@dataclass(slots=True)
class _Around:
    """What the rows of a page need to know of their cases, asked once for all of them."""

    viewer: Viewer
    rules: Rulebook
    tasks: Mapping[int, list[Task]] = field(default_factory=dict)
    limits: Mapping[int, Limit] = field(default_factory=dict)
    circulating: frozenset[int] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)


def _open_tasks(cases: Sequence[Any]) -> QuerySet[Task]:
    found = Task.objects.filter(case__in=cases, state=TaskState.OPEN)
    return found.select_related("post__unit", "unit", "user").order_by("pk")


def _owed(cases: Sequence[Any]) -> QuerySet[Limit]:
    found = Limit.objects.filter(case__in=cases, running=True, owed=True, due_on__isnull=False)
    return found.order_by("due_on", "pk")


_OPEN_TASKS, _OWED = ByKeys(_open_tasks), ByKeys(_owed)


def rows_shown(name: str, viewer: Viewer, rows: Iterable[Any]) -> Iterator[BoxRow]:
    """The rows of a box with all columns: four queries a page."""
    found = list(rows)
    cases = [case for case in map(_case_of, found) if case is not None]
    around = _around(viewer, cases, [getattr(row, "sender", "") for row in found])
    for row in found:
        case = _case_of(row)
        yield _draft(row) if case is None else _row(name, row, case, around)


def _case_of(row: Any) -> Case | None:  # noqa: ANN401 - a row of any box
    return row if isinstance(row, Case) else row.case


def _around(viewer: Viewer, cases: Sequence[Case], senders: Iterable[str]) -> _Around:
    pks = [case.pk for case in cases]
    tasks: dict[int, list[Task]] = {}
    for task in _OPEN_TASKS(pks):
        tasks.setdefault(task.case_id, []).append(task)
    limits: dict[int, Limit] = {}
    for limit in _OWED(pks):
        limits.setdefault(limit.case_id, limit)
    unread = Reading.objects.filter(case__in=pks, read_at=None, recalled_at=None)
    people = User.objects.filter(username__in=set(filter(None, senders)))
    return _Around(
        viewer,
        office_rulebook(),
        tasks,
        limits,
        frozenset(unread.values_list("case", flat=True)),
        {user.get_username(): called(user) for user in people},
    )


def moment(value: date | datetime | None) -> str:
    """A moment by the clock on the wall, a day as it is; a dash for none."""
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    return value.isoformat() if value else "—"


def called(user: User | None) -> str:
    """A person as lists name them."""
    return selectors.called(user) if user else ""


def _row(name: str, row: Any, case: Case, around: _Around) -> BoxRow:  # noqa: ANN401
    p = procedure_kept(case, around.rules)
    sender = getattr(row, "sender", "")
    limit = around.limits.get(case.pk)
    calendar = around.rules.calendar
    rule = limit_rule(p, limit.name) if limit else ""
    drafted = isinstance(row, Draft)
    return BoxRow(
        pk=row.pk,
        link=reverse("draft" if drafted else "case", args=[row.pk if drafted else case.pk]),
        title=case.title,
        number=case.number or case.key or str(case.facts.get("sender_number") or ""),
        unit=str(case.facts.get("sender") or (case.unit.name if case.unit else "")),
        opener=called(case.opened_by),
        opened_on=case.opened_on,
        type=procedure_title(case.procedure, around.rules),
        step=f"草稿：{draft_step(row)}" if drafted else state_word(p, case),
        circulating=case.pk in around.circulating,
        holders=named_holders(around.tasks.get(case.pk, ()), p),
        came=_came(name, row, around.tasks.get(case.pk, ())),
        sender=around.names.get(sender, sender),
        due=case.due_on,
        light=case_light(case, around.viewer.on, calendar, rule),
        tags=tuple(_tags(row, case, around.viewer)),
        unread=name in ("to-do", "to-read") and row.read_at is None,
        urgency=case.urgency,
        glance=reverse("case-glance", args=[case.pk]),
    )


def _came(name: str, row: Any, tasks: Sequence[Task]) -> datetime | date | None:  # noqa: ANN401
    """When it came: into the box, else to those who have it now, whoever has had it longest."""
    if field := SHAPES[name].came:
        came: datetime | date | None = getattr(row, field)
        return came
    return min((task.opened_at for task in tasks), default=None)


def _tags(row: Any, case: Case, viewer: Viewer) -> Iterator[str]:  # noqa: ANN401
    if case.urgency:
        yield "特急" if case.urgency == Urgency.MOST_URGENT else "急"
    if case.secrecy:
        yield case.get_secrecy_display()
    if isinstance(row, Reading):
        yield "传阅"
    if isinstance(row, Task):
        yield from _of_task(row)
    if isinstance(row, Task | Reading):
        yield from _for_another(row.post_id, viewer)
    urged = getattr(row, "urged", 0)
    if urged:
        yield f"催{urged}"


def _of_task(task: Task) -> Iterator[str]:
    if task.lead:
        yield "主办"
    if task.came_back:
        yield "退回"


def _for_another(post: int | None, viewer: Viewer) -> Iterator[str]:
    for seat in viewer.all_seats:
        if seat.post.pk == post and seat.acting_for:
            yield "代录" if seat.decided_by else "代"


def titled_so_far(fields: Mapping[str, str]) -> str:
    """What may stand for the title in a form not yet sent; '' while nothing does."""
    return next((said for name in TITLES if (said := fields.get(f"fact_{name}", ""))), "")


def _draft(draft: Draft) -> BoxRow:
    return BoxRow(
        pk=draft.pk,
        link=reverse("draft", args=[draft.pk]),
        title=draft.title or titled_so_far(draft.fields) or "（未填标题）",
        number="",
        unit="",
        opener="",
        opened_on=None,
        type=procedure_title(draft.procedure),
        step=draft_step(draft),
        circulating=False,
        holders="",
        came=draft.saved_at,
        sender="",
        due=None,
        light=NO_LIGHT,
    )


def draft_step(draft: Draft) -> str:
    """What is being written, in a word: the act, the text, or that it is yet to be registered."""
    if draft.case_id is None:
        return "待登记"
    if draft.act == WRITING:
        return "正文"
    return office_rulebook().procedures[draft.procedure][-1].label_of(draft.act)


def page_at(path: str) -> str:
    """The path where there is such a page, else ''."""
    try:
        resolve(path)
    except Resolver404:
        return ""
    return path
