"""The index in use: inside the database, or OpenSearch where the office runs one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

from guiju.search.expression import Expression
from guiju.search.models import Entry


class Index(Protocol):
    """What an index must do. Rows taken out are given as they were put in."""

    def add(self, rows: Sequence[Entry]) -> None:
        """Store the rows, and make them found."""

    def remove(self, rows: Sequence[Entry]) -> None:
        """Before the rows are deleted."""

    def clear(self) -> None:
        """Forget every row; many may follow before `settle`."""

    def settle(self) -> None:
        """After many changes: put the index in order."""

    def matching(self, entries: QuerySet[Entry], asked: Expression) -> QuerySet[Entry]:
        """Those of `entries` that answer."""


def current_index() -> Index:
    """The index this office uses; the database's own unless OPENSEARCH_URL names another."""
    if settings.OPENSEARCH_URL:
        from guiju.search.index_opensearch import OpenSearchIndex

        return OpenSearchIndex(settings.OPENSEARCH_URL)
    if connection.vendor == "postgresql":
        from guiju.search.index_postgres import PostgresIndex

        return PostgresIndex()
    from guiju.search.index_sqlite import SqliteIndex

    return SqliteIndex()
