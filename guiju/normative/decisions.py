"""What clean-ups decided on documents that are only on record: a ledger's case takes no acts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from guiju.normative.models import CleanUpItem, Conclusion
from guiju.procedures.models import Origin

ENDING = {Conclusion.REPEAL.value: "repeal", Conclusion.LAPSE.value: "lapse"}
"""Conclusion → the act that carries it out."""


@dataclass(frozen=True, slots=True)
class Decided:
    """An act a clean-up stands for: on which day, by which conclusion, on what basis."""

    act: str
    on: date
    conclusion: str
    basis: str


def decided(jurisdictions: Iterable[int]) -> Mapping[tuple[int, str], list[Decided]]:
    """(district, document number) → what was decided, oldest first.

    By the number, so that the ledger of a later year is told as well.
    """
    rows = CleanUpItem.objects.filter(
        jurisdiction__in=list(jurisdictions),
        case__origin=Origin.IMPORTED,
        clean_up__finished_on__isnull=False,
    ).exclude(number="", conclusion="")
    found: dict[tuple[int, str], list[Decided]] = defaultdict(list)
    for item in rows.select_related("clean_up").order_by("clean_up__finished_on", "pk"):
        found[item.jurisdiction_id, item.number] += _of(item)
    return found


def _of(item: CleanUpItem) -> list[Decided]:
    """The clean-up itself, and the end it brought once that was decided."""
    clean_up = item.clean_up
    assert clean_up.finished_on is not None, "only finished rounds are asked for"
    found = [Decided("clean_up", clean_up.finished_on, item.conclusion, "")]
    if clean_up.decided_on is not None and item.conclusion in ENDING:
        act = ENDING[item.conclusion]
        found.append(Decided(act, clean_up.decided_on, item.conclusion, clean_up.decision))
    return found
