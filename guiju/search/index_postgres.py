"""PostgreSQL: a `tsvector` beside each row, written with its positions, and a GIN index on it.

Title terms have weight A, and stand far from those of the text.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
from django.db.models import QuerySet

from guiju.search.expression import AllOf, Expression, Phrase
from guiju.search.models import Entry
from guiju.search.rows import text_terms, title_terms

TEXT_BEGINS = 2000
"""No title is as long: the place of the first term of a text."""


class PostgresIndex:
    def prepare(self, rows: Sequence[Entry]) -> None:
        for row in rows:
            title = (f"'{term}':{n}A" for n, term in enumerate(title_terms(row), 1))
            text = (f"'{term}':{n}" for n, term in enumerate(text_terms(row), TEXT_BEGINS))
            row.terms = " ".join([*title, *text])

    def add(self, rows: Sequence[Entry]) -> None:
        """Nothing: the terms are in the row."""

    def remove(self, rows: Sequence[Entry]) -> None:
        """Nothing: they go with it."""

    def clear(self) -> None:
        """Nothing: they go with the rows."""

    def settle(self) -> None:
        if not connection.in_atomic_block:
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE search_entry")

    def matching(self, entries: QuerySet[Entry], asked: Expression) -> QuerySet[Entry]:
        return entries.extra(where=["search_entry.terms @@ %s::tsquery"], params=[written(asked)])


def written(asked: Expression) -> str:
    """The question as a `tsquery`; terms are letters, figures and Chinese, never marks."""
    if isinstance(asked, Phrase):
        sign = ("*" if asked.beginning else "") + ("A" if asked.title else "")
        mark = f":{sign}" if sign else ""
        return "(" + " <-> ".join(f"'{term}'{mark}" for term in asked.terms) + ")"
    sign = " & " if isinstance(asked, AllOf) else " | "
    return f"({sign.join(map(written, asked.parts))})"
