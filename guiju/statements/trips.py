"""Statements sent together: on PostgreSQL they travel in one trip, SQLite is in the process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection, transaction

_UNHURRIED: ContextVar[bool] = ContextVar("unhurried", default=False)


@contextmanager
def together() -> Iterator[None]:
    """A transaction in which `send` waits for no answer until it is read.

    Every other statement is answered at once, as Django needs it. An error of one that was sent
    shows with the next answer, at the latest on leaving; nothing is committed then.
    """
    with transaction.atomic():
        if connection.vendor != "postgresql":
            yield
            return
        connection.ensure_connection()
        with connection.wrap_database_errors, connection.connection.pipeline() as pipeline:

            def answered(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
                found = execute(sql, params, many, context)
                if not _UNHURRIED.get():
                    with connection.wrap_database_errors:
                        pipeline.sync()
                return found

            with connection.execute_wrapper(answered):
                yield


def send(cursor: Any, sql: str, values: Any) -> None:
    """Execute, and within `together` do not wait for the answer."""
    before = _UNHURRIED.set(True)
    try:
        cursor.execute(sql, values)
    finally:
        _UNHURRIED.reset(before)
