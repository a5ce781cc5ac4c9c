"""Opinions: signed and dated in their zone even when empty, bound to the text they saw."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from guiju.procedures.definition import Act, Procedure
from guiju.procedures.desk.on_paper import recorders
from guiju.procedures.models import Case, Opinion

MAX_LENGTH = 4000


def zone_of(act: Act) -> str:
    """Where an opinion given with this act is printed."""
    return act.zone or f"{act.label}意见"


def is_opinion(p: Procedure, act: Act, fact: str) -> bool:
    """A fact called as the act's zone is the opinion signed with it: nobody writes it twice."""
    return bool(act.zone) and p.label_of(fact) == act.zone


def is_signed(act: Act, opinion: str) -> bool:
    """An act with a zone, or one bound to the text, is a signature even without words."""
    return bool(act.zone or act.bound_to or opinion.strip())


@dataclass(frozen=True, slots=True)
class Zone:
    """One zone of the opinion block: the most senior first, of equals the earlier."""

    name: str
    opinions: tuple[Opinion, ...]


def block(case: Case) -> list[Zone]:
    """The opinion block of a case, zones in the order in which they were first signed.

    What was signed with an act that never took place (taken back, voided) is left out; a day
    that was put right is the day it was signed.
    """
    first: dict[int, int] = {}
    gone: set[int] = set()
    days: dict[int, date] = {}
    events = list(case.events.order_by("seq").defer("facts"))
    for row in events:
        first[row.seq] = row.seq if row.corrects is None else first[row.corrects]
        if row.void:
            gone.add(first[row.seq])
        days[first[row.seq]] = row.on
    signed = list(case.opinions.select_related("post__unit").exclude(seq__in=gone).order_by("pk"))
    entered = recorders(events)
    for opinion in signed:
        opinion.entered_by = entered.get(opinion.seq, "")
        opinion.on = days.get(opinion.seq, opinion.on)
    return zones(signed)


def zones(opinions: Iterable[Opinion]) -> list[Zone]:
    """Opinions by zone and rank."""
    found: dict[str, list[Opinion]] = {}
    for opinion in opinions:
        found.setdefault(opinion.zone, []).append(opinion)
    return [
        Zone(name, tuple(sorted(some, key=lambda o: (o.rank, o.pk))))
        for name, some in found.items()
    ]
