"""Who has read what: the laws of a unit's plan and sessions, and everybody who was to read them.

Read is what somebody attended a session on that was held, or marked as read themselves; the
earlier day counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from guiju.audit import acts as audit
from guiju.audit.chain import Json
from guiju.core.errors import NotYours, Reason, Refusal
from guiju.org.models import Unit
from guiju.org.selectors import OVERSEER
from guiju.procedures.desk.visibility import Viewer, viewer_of, visible_cases
from guiju.procedures.models import Case
from guiju.procedures.record import day_of
from guiju.study.models import APPROVED, Attendance, Chosen, Reading
from guiju.study.plans import PROCEDURE, units_of
from guiju.study.register import held_days, sessions
from guiju.study.sessions import Member, members_of

Key = tuple[int, int, int]
"""Instrument, article and suffix, as `Chosen.key` says them."""
BASIS = "学法计划"


def units_read(viewer: Viewer) -> list[Unit]:
    """The units whose reading someone follows: where they work on study; overseers, all.

    Their own come first.
    """
    own = {unit.pk for unit in units_of(viewer)}
    found = Q(pk__in=own)
    found |= Q(jurisdiction__in=[j for j in viewer.jurisdictions if viewer.holds(OVERSEER, j)])
    rows = Unit.objects.all() if viewer.user.is_superuser else Unit.objects.filter(found)
    ordered = rows.select_related("jurisdiction").order_by("jurisdiction", "name")
    return sorted(ordered, key=lambda unit: unit.pk not in own)


def require_units(viewer: Viewer) -> list[Unit]:
    """The same. Raises NotYours where there is none."""
    found = units_read(viewer)
    if not found:
        says = "全单位的学法情况由学法组织人查看，您可以查看本人的学习清单"
        raise NotYours([Reason("study.reading", says, BASIS, "学法组织人")])
    return found


def laws_of(units: Iterable[Unit], year: int, cases: Iterable[Case]) -> list[Chosen]:
    """What these units are to read in a year, by approved plans and by sessions; each once."""
    planned = Q(
        item__plan__unit__in=list(units),
        item__plan__year=year,
        item__plan__case__outcome=APPROVED,
        item__plan__case__voided_on=None,
    )
    met = Q(case__in=[case.pk for case in cases])
    rows = Chosen.objects.filter(planned | met).select_related("instrument")
    found: dict[Key, Chosen] = {}
    for one in rows.order_by("instrument__title", "number", "suffix", "pk"):
        found.setdefault(one.key, one)
    return list(found.values())


def read_days(
    users: Iterable[int], laws: Iterable[Chosen], until: date
) -> dict[tuple[int, Key], date]:
    """(person, law) → the first day they read it, marked or attended."""
    people, keys = set(users), {one.key for one in laws}
    found: dict[tuple[int, Key], date] = {}

    def put(user: int, key: Key, on: date) -> None:
        if key in keys and on <= until:
            found[user, key] = min(on, found.get((user, key), on))

    for mark in Reading.objects.filter(user__in=people):
        put(mark.user_id, (mark.instrument_id, mark.number, mark.suffix), mark.on)
    came = Attendance.objects.filter(user__in=people, present=True, case__voided_on=None)
    rows = list(came.select_related("case"))
    held = held_days({row.case for row in rows})
    read: dict[int, list[Key]] = {}
    for one in Chosen.objects.filter(case__in=held):
        read.setdefault(one.case_id or 0, []).append(one.key)
    for row in rows:
        for key in read.get(row.case_id, ()) if row.case_id in held else ():
            put(row.user_id or 0, key, held[row.case_id])
    return found


@dataclass(frozen=True, slots=True)
class LawRow:
    """A law, and the day each of the people read it, in their order; None where they have not."""

    law: Chosen
    days: tuple[date | None, ...]

    @property
    def read(self) -> int:
        return sum(day is not None for day in self.days)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Laws × people of a unit and a year."""

    unit: Unit
    people: tuple[Member, ...]
    rows: tuple[LawRow, ...]

    @property
    def counts(self) -> tuple[int, ...]:
        """How many laws each of the people has read."""
        return tuple(
            sum(row.days[n] is not None for row in self.rows) for n in range(len(self.people))
        )

    @property
    def read(self) -> int:
        return sum(row.read for row in self.rows)

    @property
    def wanted(self) -> int:
        return len(self.rows) * len(self.people)

    @property
    def finished(self) -> int:
        """How many people have read everything."""
        return sum(count == len(self.rows) for count in self.counts) if self.rows else 0


def matrix_of(unit: Unit, year: int, viewer: Viewer) -> Matrix:
    """The reading of a unit, by the sessions someone may see."""
    theirs = [case for case in sessions(viewer, year) if case.unit_id == unit.pk]
    laws = laws_of([unit], year, theirs)
    people = members_of([unit], viewer)
    days = read_days([one.user.pk for one in people], laws, viewer.on)
    rows = tuple(
        LawRow(law, tuple(days.get((one.user.pk, law.key)) for one in people)) for law in laws
    )
    return Matrix(unit, tuple(people), rows)


@dataclass(frozen=True, slots=True)
class Own:
    """A law on somebody's own list, and the day they read it."""

    law: Chosen
    on: date | None
    marked: bool


def own_list(viewer: Viewer, year: int) -> list[Own]:
    """What someone is to read in a year: by the plans of their units, and where they came."""
    units = {post.unit_id: post.unit for post in viewer.posts}
    came = Attendance.objects.filter(user=viewer.user, case__procedure=PROCEDURE)
    seen = visible_cases(viewer).filter(pk__in=came.values("case"))
    there = {case.pk: case for case in seen}
    held = held_days(there.values())
    met = [there[pk] for pk, on in held.items() if on.year == year]
    laws = laws_of(units.values(), year, met)
    days = read_days([viewer.user.pk], laws, viewer.on)
    marked = {
        (mark.instrument_id, mark.number, mark.suffix)
        for mark in Reading.objects.filter(user=viewer.user)
    }
    me = viewer.user.pk
    return [Own(law, days.get((me, law.key)), law.key in marked) for law in laws]


def mark_read(wanted: Sequence[int], year: int, *, on: date, by: User, at: datetime) -> int:
    """Mark laws of one's own list, by `Chosen.pk`, as read on a day; how many are new.

    Raises Refusal for a day yet to come. What does not stand on the list is passed over.
    """
    if on > day_of(at):
        raise Refusal([Reason("study.reading.day", f"日期{on}还没有到，请填写实际学习的日期")])
    viewer = viewer_of(by, on=day_of(at))
    if not viewer.jurisdictions:
        return 0
    with transaction.atomic():
        theirs = [own for own in own_list(viewer, year) if own.law.pk in set(wanted)]
        new = [own.law for own in theirs if not own.marked]
        jurisdictions = viewer.jurisdictions
        for law in new:
            Reading.objects.create(
                jurisdiction_id=jurisdictions[0],
                user=by,
                instrument=law.instrument,
                number=law.number,
                suffix=law.suffix,
                on=on,
            )
        if new:
            said: dict[str, Json] = {"on": on.isoformat(), "laws": [str(law) for law in new]}
            chain = f"study/reading/{by.pk}"
            name = by.get_username()
            audit.append(audit.Record(jurisdictions[0], chain, "study.read", name, at, said))
    return len(new)


def summaries(units: Iterable[Unit], year: int, viewer: Viewer) -> list[Matrix]:
    """The reading of several units, those without anything to read left out."""
    found = [matrix_of(unit, year, viewer) for unit in units]
    return [one for one in found if one.rows]


def headed(matrix: Matrix, names: Mapping[int, str]) -> list[str]:
    """The heads of the matrix as a sheet: law, each person, how many have read it."""
    return ["法律、条文", *(names[one.user.pk] for one in matrix.people), "已学人数"]
