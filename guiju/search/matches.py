"""One look into the index: how many answer, of which kinds, and which stand highest.

The match is bounded before anything is ordered or counted. A word that stands in every third
text would otherwise cost as much as reading the library, and nobody pages that far.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from guiju.search.models import Entry

MOST = 5_000
"""Passages that are counted; beyond it is “more than”."""

PAGED = 600
"""Passages that can be paged through."""

_FACETS = ("kind", "unit", "year", "status")


class Row(NamedTuple):
    key: int
    ref: str


@dataclass(frozen=True, slots=True)
class Matches:
    """`top` in order of standing, then shortness; `counts` of things, by facet and value."""

    total: int
    more: bool
    top: tuple[Row, ...]
    counts: Mapping[str, Counter[str]]


_SQL = """
WITH m AS MATERIALIZED ({matched})
SELECT 0 AS what, id, ref, place, kind, unit, year, status, 1 AS n FROM
  (SELECT * FROM m ORDER BY standing DESC, length, id LIMIT {paged}) AS t
UNION ALL
SELECT 1, 0, '', 0, kind, unit, year, status, COUNT(*) FROM m GROUP BY kind, unit, year, status
UNION ALL
SELECT 2, id, ref, place, kind, unit, year, status, 1 FROM m
  WHERE ref IN (SELECT ref FROM m WHERE place > 0)
"""


def matches(answering: QuerySet[Entry]) -> Matches:
    """Count and order what answers. `answering` comes from an index and is bounded here."""
    fields = ("id", "ref", "place", "kind", "unit", "year", "status", "standing", "length")
    bounded = answering.order_by().values(*fields)[: MOST + 1]
    try:
        inner, params = bounded.query.sql_with_params()
    except EmptyResultSet:
        return Matches(0, False, (), {name: Counter() for name in _FACETS})
    with connection.cursor() as cursor:
        cursor.execute(_SQL.format(matched=inner, paged=PAGED), params)
        rows = cursor.fetchall()
    top = tuple(Row(row[1], row[2]) for row in rows if row[0] == 0)
    counts: dict[str, Counter[str]] = {name: Counter() for name in _FACETS}
    matched = _count(counts, (row for row in rows if row[0] == 1))
    again = list(_again(row for row in rows if row[0] == 2))
    things = matched + _count(counts, again)
    more = matched > MOST
    return Matches(MOST if more else things, more, top, counts)


def _count(counts: Mapping[str, Counter[str]], rows: Iterable[tuple[object, ...]]) -> int:
    total = 0
    for row in rows:
        n = int(str(row[8]))
        total += n
        for name, value in zip(_FACETS, row[4:8], strict=True):
            counts[name][str(value or "")] += n
    return total


def _again(rows: Iterable[tuple[object, ...]]) -> Iterable[tuple[object, ...]]:
    """Further passages of a thing already counted, to be taken off."""
    seen: set[object] = set()
    for row in rows:
        if row[2] in seen:
            yield (*row[:8], -1)
        seen.add(row[2])
