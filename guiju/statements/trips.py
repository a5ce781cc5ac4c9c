"""Statements sent together, and by the shortest way the database's own driver has.

On PostgreSQL they travel in one trip and are planned once a connection; SQLite is in the process.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

_UNHURRIED: ContextVar[bool] = ContextVar("unhurried", default=False)


class _Answered:
    """Waits for the answer of every statement but those that were sent."""

    def __init__(self, pipeline: Any) -> None:
        self._pipeline = pipeline

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found = execute(sql, params, many, context)
        if not _UNHURRIED.get():
            with connection.wrap_database_errors:
                self._pipeline.sync()
        return found


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
        with (
            connection.wrap_database_errors,
            connection.connection.pipeline() as pipeline,
            connection.execute_wrapper(_Answered(pipeline)),
        ):
            yield


def send(sql: str, values: Sequence[Any]) -> Any:
    """Execute, and within `together` do not wait for the answer; returns the cursor it comes by.

    Raises Django's errors. A statement somebody counts or logs goes Django's way.
    """
    here = connections[DEFAULT_DB_ALIAS]
    if here.connection is None or _watched(here):
        return _sent_by_django(here, sql, values)
    here.validate_no_broken_transaction()
    try:
        if here.vendor == "sqlite":
            return here.connection.execute(_question_marks(sql), values)
        cursor = _driver_cursor(here.connection)
        cursor.execute(sql, values, prepare=True)
    except Exception:
        with here.wrap_database_errors:
            raise
    return cursor


def fetched(cursor: Any) -> list[tuple[Any, ...]]:
    """Every row `send` asked for; may be called once. Raises Django's errors."""
    try:
        found: list[tuple[Any, ...]] = cursor.fetchall()
        cursor.close()
    except Exception:
        with connections[DEFAULT_DB_ALIAS].wrap_database_errors:
            raise
    return found


def _watched(here: Any) -> bool:
    return here.queries_logged or any(type(w) is not _Answered for w in here.execute_wrappers)


def _sent_by_django(here: Any, sql: str, values: Sequence[Any]) -> Any:
    cursor = here.cursor()
    before = _UNHURRIED.set(True)
    try:
        cursor.execute(sql, values)
    finally:
        _UNHURRIED.reset(before)
    return cursor


@cache
def _question_marks(sql: str) -> str:
    """The places as SQLite's driver marks them."""
    return sql.replace("%%", "\0").replace("%s", "?").replace("\0", "%")


def _driver_cursor(connection: Any) -> Any:
    """A cursor that binds on the server, which is what lets a statement be planned once."""
    from psycopg import Cursor  # not there where the office runs SQLite

    return Cursor(connection)
