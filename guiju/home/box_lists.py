"""What a box lists: its rows narrowed, ordered, and the choices its filter offers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import OrderBy

from guiju.core.row_keys import row_key
from guiju.home.by_keys import ByKeys
from guiju.org.models import Unit
from guiju.procedures.desk.boxes import MOST_COUNTED, Box
from guiju.procedures.desk.visibility import Viewer
from guiju.procedures.models import Case, Draft, Follow, Participation, Reading, Task

KEYS = ("procedure", "light", "q", "unit", "sort")
LIGHTS = {"red": "红　逾期", "yellow": "黄　临期", "green": "绿　正常", "grey": "灰　暂停或未起算"}


@dataclass(frozen=True, slots=True)
class Shape:
    """How the rows of a box reach their case, when they came, and what that moment is called.

    `came` is '' where it is told by the tasks that are open: since when whoever has the case has
    it. `model` is what the rows are; none where what is shown is only in what the box holds.
    """

    at: str
    came: str
    heading: str
    model: type[Model] | None


SHAPES: Mapping[str, Shape] = {
    "to-do": Shape("case__", "opened_at", "接收时间", Task),
    "to-read": Shape("case__", "sent_at", "接收时间", Reading),
    "done": Shape("case__", "last_at", "办理时间", Participation),
    "read": Shape("case__", "read_at", "阅读时间", Reading),
    "closed": Shape("case__", "last_at", "办理时间", Participation),
    "opened": Shape("", "", "接收时间", Case),
    "drafts": Shape("case__", "saved_at", "保存时间", Draft),
    "circulating": Shape("", "lately", "传阅时间", None),
    "supervised": Shape("", "lately", "督办时间", None),
    "watched": Shape("case__", "since", "关注时间", Follow),
    "archived": Shape("case__", "last_at", "归档时间", Participation),
    "going": Shape("", "", "接收时间", Case),
}
URGENT_FIRST = frozenset({"to-do", "to-read"})


@dataclass(frozen=True, slots=True)
class Sift:
    """How a box is narrowed and ordered; '' leaves it as it is."""

    procedure: str = ""
    light: str = ""
    q: str = ""
    unit: str = ""
    sort: str = ""

    @property
    def narrows(self) -> bool:
        return bool(self.procedure or self.light or self.q or self.unit)


def listed(box: Box, viewer: Viewer, sift: Sift) -> QuerySet[Any]:
    """The rows of a box, narrowed and in order."""
    shape = SHAPES[box.name]
    rows = box.rows(viewer).filter(_asked(box, sift, viewer.on))
    rows = rows.select_related(*_with(box.name))
    wanted = _sorted_by(shape, sift.sort)
    if wanted is not None:
        return rows.order_by(wanted, "-pk")
    if box.name == "to-read":
        return rows.order_by("-case__urgency", "-sent_at", "-pk")
    return rows


def _with(name: str) -> tuple[str, ...]:
    at = SHAPES[name].at
    posts = ("post__unit",) if name in ("to-do", "to-read", "read") else ()
    return (f"{at}unit", f"{at}opened_by", *posts)


def _sorted_by(shape: Shape, sort: str) -> OrderBy | None:
    fields = {
        "title": f"{shape.at}title",
        "number": f"{shape.at}number",
        "unit": f"{shape.at}unit__name",
        "opener": f"{shape.at}opened_by__username",
        "opened": f"{shape.at}opened_on",
        "type": f"{shape.at}procedure",
        "step": f"{shape.at}step",
        "came": shape.came,
        "due": f"{shape.at}due_on",
    }
    field = fields.get(sort.removeprefix("-"))
    if not field:
        return None
    by = F(field)
    return by.desc(nulls_last=True) if sort.startswith("-") else by.asc(nulls_last=True)


def _asked(box: Box, sift: Sift, on: date) -> Q:
    at = SHAPES[box.name].at
    asked = Q()
    if sift.procedure:
        own = "procedure" if box.name == "drafts" else f"{at}procedure"
        asked &= Q(**{own: sift.procedure})
    if (unit := row_key(sift.unit)) is not None:
        asked &= Q(**{f"{at}unit": unit})
    if sift.light:
        asked &= _lit(at, sift.light, on)
    return asked & _said(box, at, sift.q) if sift.q else asked


def _said(box: Box, at: str, text: str) -> Q:
    found = Q(**{f"{at}title__icontains": text}) | Q(**{f"{at}number__icontains": text})
    if text.isascii() and text.isalnum():
        found |= Q(**{f"{at}initials__contains": text.lower()})
    if box.name == "drafts":
        found |= Q(title__icontains=text)
    return found


def _lit(at: str, light: str, on: date) -> Q:
    """The rule of `wording.case_light`, asked of the tables."""
    going = Q(**{f"{at}closed_on": None, f"{at}voided_on": None})
    counted = going & Q(**{f"{at}due_on__isnull": False, f"{at}clock_paused": False})
    late = Q(**{f"{at}due_on__lt": on})
    soon = Q(**{f"{at}warn_on__lte": on})
    if light == "red":
        return counted & late
    if light == "yellow":
        return counted & ~late & soon
    if light == "green":
        return counted & ~late & (Q(**{f"{at}warn_on": None}) | ~soon)
    if light == "grey":
        return going & (Q(**{f"{at}due_on": None}) | Q(**{f"{at}clock_paused": True}))
    return Q()


class Key(NamedTuple):
    """A row of a box by its key, and the unit (key) of its case."""

    row: int
    unit: int | None


def keys_listed(box: Box, viewer: Viewer, sift: Sift, most: int = MOST_COUNTED) -> list[Key]:
    """The first rows of `listed`: keys alone are put in order."""
    rows = listed(box, viewer, sift).values_list("pk", f"{SHAPES[box.name].at}unit")
    return list(map(Key._make, rows[:most]))


def rows_of(box: Box, viewer: Viewer, keys: Sequence[int]) -> list[Any]:
    """The rows with these keys of `listed`, in the order of the keys."""
    if box.name in _ROWS:
        found = {row.pk: row for row in _ROWS[box.name](keys)}
    else:
        held = box.held(viewer.footing).select_related(*_with(box.name))
        found = held.order_by().in_bulk(keys)
    return [found[key] for key in keys if key in found]


def _by_keys(name: str, model: type[Model]) -> ByKeys[Any]:
    def asked(keys: Sequence[Any]) -> QuerySet[Any]:
        return model._default_manager.filter(pk__in=keys).select_related(*_with(name))

    return ByKeys(asked)


_ROWS = {name: _by_keys(name, shape.model) for name, shape in SHAPES.items() if shape.model}


def units_of(keys: Iterable[Key]) -> QuerySet[Unit]:
    """The units of the cases in a list."""
    return Unit.objects.filter(pk__in={key.unit for key in keys} - {None}).order_by("name")
