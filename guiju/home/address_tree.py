"""The choices of a picker in order: those recently chosen first, the others in a tree of units."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Q

from guiju.org.models import Jurisdiction, Unit
from guiju.procedures.models import Participation, Reading, Task, TaskKind

MOST_RECENT = 5
"""Choices shown as recent ones."""
CASES = 20
"""Open cases, and closed ones, that are looked through for whom they were sent to."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A post or unit to be picked. `group` is its unit, `note` says who sits there and who stands
    in, `initials` are the first letters of all that in pinyin."""

    value: str
    label: str
    group: str
    note: str = ""
    initials: str = ""
    chosen: bool = False
    lead: bool = False

    def fits(self, wanted: str) -> bool:
        """True when what was typed is in its words or its initials."""
        plain = wanted.strip().lower()
        words = f"{self.group}{self.label}{self.note}".lower()
        return not plain or plain in words or plain in self.initials

    @property
    def within(self) -> str:
        """What it is called inside its unit."""
        return self.label.removeprefix(self.group) or self.label


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit, its choices, and the units below it."""

    name: str
    choices: tuple[Choice, ...]
    below: tuple[Branch, ...]

    @property
    def size(self) -> int:
        return len(self.choices) + sum(branch.size for branch in self.below)

    @property
    def alone(self) -> Choice | None:
        """The one choice of a branch that needs no opening: the unit itself, or its only post."""
        return self.choices[0] if len(self.choices) == 1 and not self.below else None


def grown(choices: Sequence[Choice], above: Mapping[str, str]) -> tuple[Branch, ...]:
    """The tree of the choices by their units, in the order they come. `above`: unit → the next."""
    own: dict[str, list[Choice]] = {}
    below: dict[str, list[str]] = {}

    def plant(unit: str) -> None:
        if unit and unit not in own:
            own[unit] = []
            higher = above.get(unit, "")
            plant(higher)
            below.setdefault(higher, []).append(unit)

    def branches(unit: str) -> Iterator[Branch]:
        for lower in below.get(unit, ()):
            yield Branch(lower, tuple(own[lower]), tuple(branches(lower)))

    for choice in choices:
        plant(choice.group)
        own[choice.group].append(choice)
    return tuple(branches(""))


def units_above(jurisdiction: Jurisdiction) -> dict[str, str]:
    """Unit → the unit it belongs to, of those that belong to one."""
    inner = Unit.objects.filter(jurisdiction=jurisdiction, parent__isnull=False)
    return dict(inner.values_list("name", "parent__name"))


def recently_chosen(by: User, jurisdiction: Jurisdiction) -> tuple[str, ...]:
    """Whom someone sent their last cases to, the latest first, as values of a picker.

    Reads the cases they had a part in last: what was sent is not indexed by its sender.
    """
    mine = Participation.objects.filter(user=by, acted=True, jurisdiction=jurisdiction)
    cases = [
        pk
        for closed in (False, True)
        for pk in mine.filter(closed=closed)
        .order_by("-last_at")
        .values_list("case", flat=True)[:CASES]
    ]
    to_others = Q(case__in=cases, sender=by.get_username()) & ~Q(post__holdings__user=by)
    tasks = Task.objects.filter(to_others).values_list("opened_at", "kind", "unit", "post")
    readings = Reading.objects.filter(to_others).values_list("sent_at", "post")
    sent = [
        (at, f"unit:{unit}" if kind == TaskKind.COUNTERSIGN else f"post:{post}")
        for at, kind, unit, post in tasks
    ]
    sent += [(at, f"post:{post}") for at, post in readings]
    return tuple(dict.fromkeys(value for _, value in sorted(sent, reverse=True)))
