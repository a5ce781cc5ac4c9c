"""PostgreSQL: a `tsvector` beside each row, written with its positions, and a GIN index on it.

Title terms stand far from those of the text, and once more by themselves.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction
from django.db.models import QuerySet

from guiju.search.expression import AllOf, Expression, Phrase, Without
from guiju.search.models import Entry
from guiju.search.rows import text_terms, title_terms
from guiju.statements.writing import insert

INDEX = "search_entry_terms"
FOR_MAKING = "256MB"
"""Memory to make the index in; with less it is merged together from more pieces."""

MANY = 100
"""From so many rows at once on they are copied in."""

TEXT_BEGINS = 2000
"""No title is as long: the place of the first term of a text."""

TITLE = "题"
"""Begins the terms of titles, which are kept twice: a weight would have to be looked up in every
row that has the word anywhere."""


class PostgresIndex:
    def add(self, rows: Sequence[Entry]) -> None:
        """The terms go into the row; many rows are copied in, in half the time."""
        for row in rows:
            title = list(enumerate(title_terms(row), 1))
            text = enumerate(text_terms(row), TEXT_BEGINS)
            alone = (f"'{TITLE}{term}':{n}" for n, term in title)
            row.terms = " ".join([*(f"'{term}':{n}" for n, term in [*title, *text]), *alone])
        if len(rows) == 1:
            insert(rows)
        elif len(rows) < MANY:
            Entry.objects.bulk_create(rows)
        else:
            _copy(rows)

    def remove(self, rows: Sequence[Entry]) -> None:
        """Nothing: they go with it."""

    def clear(self) -> None:
        """The terms go with the rows; the index is made in one go after what follows them."""
        with connection.cursor() as cursor:
            cursor.execute(f"DROP INDEX IF EXISTS {INDEX}")

    def settle(self) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL maintenance_work_mem = '{FOR_MAKING}'")
            cursor.execute(f"CREATE INDEX IF NOT EXISTS {INDEX} ON search_entry USING gin (terms)")
        if not connection.in_atomic_block:
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE search_entry")

    def matching(self, entries: QuerySet[Entry], asked: Expression) -> QuerySet[Entry]:
        return entries.extra(where=["search_entry.terms @@ %s::tsquery"], params=[written(asked)])


def _copy(rows: Sequence[Entry]) -> None:
    fields = [field for field in Entry._meta.concrete_fields if not field.primary_key]
    names = ", ".join(f'"{field.column}"' for field in fields)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY search_entry ({names}) FROM STDIN") as copy,
    ):
        for row in rows:
            values = (getattr(row, field.attname) for field in fields)
            copy.write_row([str(one) if isinstance(one, str) else one for one in values])


def written(asked: Expression) -> str:
    """The question as a `tsquery`; terms are letters, figures and Chinese, never marks."""
    if isinstance(asked, Phrase):
        mark = ":*" if asked.beginning else ""
        where = TITLE if asked.title else ""
        return "(" + " <-> ".join(f"'{where}{term}'{mark}" for term in asked.terms) + ")"
    if isinstance(asked, Without):
        return f"({written(asked.asked)} & !{written(asked.not_)})"
    sign = " & " if isinstance(asked, AllOf) else " | "
    return f"({sign.join(map(written, asked.parts))})"
