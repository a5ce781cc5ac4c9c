"""SQLite: an FTS5 table of terms without contents, its row numbers those of the entries.

A table without contents must be told what it held when a row goes; the terms follow from the
row, so nothing is stored twice.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
from django.db.models import QuerySet

from guiju.search.expression import AllOf, Expression, Phrase, Without
from guiju.search.models import Entry
from guiju.search.rows import text_terms, title_terms
from guiju.statements.trips import send
from guiju.statements.writing import insert


class SqliteIndex:
    def add(self, rows: Sequence[Entry]) -> None:
        sql = "INSERT INTO search_terms (rowid, title, text) VALUES (%s, %s, %s)"
        if len(rows) == 1:
            insert(rows, keys=True)
            send(sql, _columns(rows[0]))
            return
        rows = Entry.objects.bulk_create(rows)
        with connection.cursor() as cursor:
            cursor.executemany(sql, [_columns(row) for row in rows])

    def remove(self, rows: Sequence[Entry]) -> None:
        sql = (
            "INSERT INTO search_terms (search_terms, rowid, title, text) "
            "VALUES ('delete', %s, %s, %s)"
        )
        with connection.cursor() as cursor:
            cursor.executemany(sql, [_columns(row) for row in rows])

    def clear(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_terms (search_terms) VALUES ('delete-all')")

    def settle(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_terms (search_terms) VALUES ('optimize')")
            cursor.execute("ANALYZE")

    def matching(self, entries: QuerySet[Entry], asked: Expression) -> QuerySet[Entry]:
        return entries.extra(
            tables=["search_terms"],
            where=["search_terms.rowid = search_entry.id", "search_terms MATCH %s"],
            params=[written(asked)],
        )


def _columns(row: Entry) -> tuple[int, str, str]:
    return row.pk, " ".join(title_terms(row)), " ".join(text_terms(row))


def written(asked: Expression) -> str:
    """The question in FTS5's language; terms are letters, figures and Chinese, never marks."""
    if isinstance(asked, Phrase):
        column = "title : " if asked.title else ""
        return f'{column}"{" ".join(asked.terms)}"{" *" if asked.beginning else ""}'
    if isinstance(asked, Without):
        return f"({written(asked.asked)} NOT {written(asked.not_)})"
    sign = " AND " if isinstance(asked, AllOf) else " OR "
    return f"({sign.join(map(written, asked.parts))})"
