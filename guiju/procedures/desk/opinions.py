"""Opinions: signed and dated in their zone even when empty, bound to the text they saw."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from guiju.procedures.definition import Act
from guiju.procedures.models import Case, Opinion

MAX_LENGTH = 4000


def zone_of(act: Act) -> str:
    """Where an opinion given with this act is printed."""
    return act.zone or f"{act.label}意见"


def is_signed(act: Act, opinion: str) -> bool:
    """An act with a zone, or one bound to the text, is a signature even without words."""
    return bool(act.zone or act.bound_to or opinion.strip())


@dataclass(frozen=True, slots=True)
class Zone:
    """One zone of the opinion block: the most senior first, of equals the earlier."""

    name: str
    opinions: tuple[Opinion, ...]


def block(case: Case) -> list[Zone]:
    """The opinion block of a case, zones in the order in which they were first signed."""
    return zones(case.opinions.select_related("post__unit").order_by("pk"))


def zones(opinions: Iterable[Opinion]) -> list[Zone]:
    """Opinions by zone and rank."""
    found: dict[str, list[Opinion]] = {}
    for opinion in opinions:
        found.setdefault(opinion.zone, []).append(opinion)
    return [
        Zone(name, tuple(sorted(some, key=lambda o: (o.rank, o.pk))))
        for name, some in found.items()
    ]
