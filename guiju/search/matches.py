"""One look into the index: how many answer, of which kinds, and which stand highest.

The match is bounded before anything is ordered or counted. A word that stands in every third
text would otherwise cost as much as reading the library, and nobody pages that far. What stands
highest is looked up first (`rows.TIERS`), so what is left out stands lowest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from guiju.search.expression import AllOf, AnyOf, Expression, Phrase, Without
from guiju.search.index import Index
from guiju.search.models import Entry
from guiju.search.rows import TIERS, tier_term

MOST = 1_000
"""Passages that are counted; beyond it is “more than”, and the facets count these."""

PAGED = 600
"""Passages that can be paged through."""

_FACETS = ("kind", "unit", "year", "status")
_FIELDS = ("id", "ref", "place", *_FACETS, "standing", "length")


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


_TOP, _CUT = -1, -2
_ROW = "id, ref, CAST(kind AS TEXT), CAST(unit AS TEXT), CAST(year AS TEXT), CAST(status AS TEXT)"
_COUNTED = " UNION ALL ".join(
    f"SELECT {n}, COUNT(*), '', CAST({name} AS TEXT), '', '', '' FROM m GROUP BY {name}"
    for n, name in enumerate(_FACETS)
)
_SQL = f"""
WITH m AS MATERIALIZED (SELECT * FROM ({{matched}}) AS found LIMIT {MOST + 1})
SELECT {_TOP}, {_ROW} FROM (SELECT * FROM m ORDER BY standing DESC, length, id LIMIT {PAGED}) AS t
UNION ALL
SELECT {_CUT}, {_ROW} FROM m WHERE ref IN (SELECT ref FROM m WHERE place > 0)
UNION ALL
{_COUNTED}
"""


def matches(entries: QuerySet[Entry], index: Index, asked: Expression) -> Matches:
    """Count and order those of `entries` that answer."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in _FACETS}
    top: list[Row] = []
    passages: list[tuple[str, ...]] = []
    for what, n, ref, *values in _rows(_by_tier(entries, index, asked)):
        if what == _TOP:
            top.append(Row(n, ref))
        elif what == _CUT:
            passages.append((ref, *values))
        else:
            counts[_FACETS[what]][values[0] or ""] += n
    more = counts["kind"].total() > MOST
    for again in _again(passages):
        for name, value in zip(_FACETS, again, strict=True):
            counts[name][value or ""] -= 1
    return Matches(MOST if more else counts["kind"].total(), more, tuple(top), counts)


def _by_tier(
    entries: QuerySet[Entry], index: Index, asked: Expression
) -> Iterator[QuerySet[Entry]]:
    """What answers, those that stand highest first; no row twice."""
    tiers = tuple(Phrase((tier_term(n),)) for n in range(len(TIERS)))
    for tier in tiers:
        yield index.matching(entries, AllOf((asked, tier)))
    yield index.matching(entries, Without(asked, AnyOf(tiers)))


def _rows(answering: Iterable[QuerySet[Entry]]) -> list[tuple[Any, ...]]:
    """The rows of one statement over all of them, which reads no further than it must."""
    selects, params = list[str](), list[Any]()
    for entries in answering:
        bounded = entries.order_by().values(*_FIELDS)[: MOST + 1]
        try:
            sql, its = bounded.query.sql_with_params()
        except EmptyResultSet:
            continue
        selects.append(f"SELECT * FROM ({sql}) AS tier")
        params += its
    if not selects:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_SQL.format(matched=" UNION ALL ".join(selects)), params)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _again(passages: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """The values of further passages of a thing already counted, to be taken off."""
    seen: set[str] = set()
    for ref, *values in passages:
        if ref in seen:
            yield tuple(values)
        seen.add(ref)
