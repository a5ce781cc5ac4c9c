"""督办看板: what is due in every procedure, counted by unit and light, and listed by due date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Expression, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from guiju.org.models import Unit
from guiju.procedures.desk.lights import LIGHTS, colour, lit
from guiju.procedures.models import Limit

LATELY = 30
"""Days for which a board still shows in blue what was done."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the board is looked at: a unit's key, a procedure, a colour; '' for all. A day."""

    unit: str = ""
    procedure: str = ""
    light: str = ""
    day: date | None = None


@dataclass(slots=True)
class Line:
    """One unit of the board: colour → how many limits. `key` is '0' for no unit."""

    key: str
    name: str
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(LIGHTS, 0))

    @property
    def total(self) -> int:
        """What is still to be done."""
        return sum(n for name, n in self.counts.items() if name != "blue")


@dataclass(frozen=True, slots=True)
class Sight:
    """What someone sees on a day: their districts (ids), the rule of visibility on `Limit`, and
    the same for limits that run."""

    jurisdictions: Sequence[int]
    sees: Q
    sees_running: Q
    on: date

    def running(self) -> QuerySet[Limit]:
        """The owed limits that run, of the cases one may see."""
        return Limit.objects.filter(
            self.sees_running,
            jurisdiction__in=self.jurisdictions,
            running=True,
            owed=True,
            due_on__isnull=False,
        )

    def done_lately(self) -> QuerySet[Limit]:
        """What was done in the last thirty days."""
        return Limit.objects.filter(
            self.sees,
            jurisdiction__in=self.jurisdictions,
            running=False,
            owed=True,
            done_on__gt=self.on - timedelta(days=LATELY),
            done_on__lte=self.on,
        )


def lines(sight: Sight, procedure: str = "") -> list[Line]:
    """The board, a line for each unit with anything due; three queries."""
    found: dict[str, Line] = {}
    asked: tuple[tuple[QuerySet[Limit], Expression], ...] = (
        (sight.running(), colour(sight.on)),
        (sight.done_lately(), Value("blue")),
    )
    for rows, light_shown in asked:
        if procedure:
            rows = rows.filter(procedure=procedure)
        counted = rows.annotate(light=light_shown, of=Coalesce("unit", 0))
        grouped = counted.order_by().values_list("of", "light").annotate(n=Count("pk"))
        for unit, light, n in grouped:
            line = found.setdefault(str(unit), Line(str(unit), "未分单位"))
            line.counts[light] += n
    for unit in Unit.objects.filter(pk__in=list(map(int, found))):
        found[str(unit.pk)].name = unit.name
    return sorted(found.values(), key=lambda line: tuple(-n for n in line.counts.values()))


def whole(parts: Sequence[Line]) -> Line:
    """The last line of the board: all units together."""
    total = Line("", "合计")
    for part in parts:
        for name, n in part.counts.items():
            total.counts[name] += n
    return total


def listed(sight: Sight, wanted: Wanted) -> QuerySet[Limit]:
    """The limits behind a cell of the board, those that end first on top."""
    rows = sight.done_lately() if wanted.light == "blue" else sight.running()
    if wanted.light in LIGHTS:
        rows = rows.filter(lit(wanted.light, sight.on))
    if wanted.unit:
        rows = rows.filter(unit=int(wanted.unit) or None)
    if wanted.procedure:
        rows = rows.filter(procedure=wanted.procedure)
    if wanted.day:
        rows = rows.filter(due_on=wanted.day)
    order = ("-done_on", "-pk") if wanted.light == "blue" else ("due_on", "pk")
    return rows.select_related("case", "unit").order_by(*order)
