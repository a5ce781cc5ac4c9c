"""Statements sent together: on PostgreSQL they travel in one trip, SQLite is in the process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def together() -> Iterator[None]:
    """A transaction in which nobody waits for the answer to a statement until it is read.

    An error may thus show at a later statement, at the latest on leaving; nothing is committed
    then, as in any transaction.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, connection.connection.pipeline():
                yield
        else:
            yield
