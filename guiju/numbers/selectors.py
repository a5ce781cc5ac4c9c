"""Whose number is it, and which are missing?"""

from __future__ import annotations

from dataclasses import dataclass

from guiju.numbers.models import Number, Series, State


@dataclass(frozen=True, slots=True)
class Gaps:
    """What a clerk must account for in one year of a series.

    `missing` are runs of serials, first and last, of which there is no record at all.
    """

    missing: tuple[tuple[int, int], ...]
    reserved: tuple[Number, ...]
    void: tuple[Number, ...]


def gaps(series: Series, year: int) -> Gaps:
    """Everything between 1 and the highest number that is not in use."""
    rows = Number.objects.filter(series=series, year=year).select_related("series", "by")
    missing: list[tuple[int, int]] = []
    last = 0
    for serial in rows.order_by("serial").values_list("serial", flat=True):
        if serial > last + 1:
            missing.append((last + 1, serial - 1))
        last = serial
    unused = list(rows.exclude(state=State.USED).order_by("serial"))
    return Gaps(
        missing=tuple(missing),
        reserved=tuple(n for n in unused if n.state == State.RESERVED),
        void=tuple(n for n in unused if n.state == State.VOID),
    )


def number_of(series: Series, used_for: str) -> Number | None:
    """The number in use for something, e.g. `case/12`."""
    rows = Number.objects.filter(series=series, used_for=used_for, state=State.USED)
    return rows.select_related("series").first()


def numbers_for(used_for: str) -> list[Number]:
    """Every number something ever had, void ones included, oldest first."""
    rows = Number.objects.filter(used_for=used_for).select_related("series")
    return list(rows.order_by("pk"))
