"""Statements sent together, and by the shortest way the database's own driver has.

On PostgreSQL nobody waits for each of them, and they are planned once a connection (see `batch`);
SQLite is in the process.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction


@dataclass(frozen=True, slots=True)
class _Trip:
    """What does not change while it lasts; finding it out takes as long as a small statement.

    `direct` says that nobody counts or logs the statements, which then need not go Django's way.
    On PostgreSQL they go by `batch`.
    """

    base: Any
    driver: Any
    direct: bool
    batch: Any = None


_TRIP: ContextVar[_Trip | None] = ContextVar("trip", default=None)


def here() -> Any:
    """Django's connection."""
    trip = _TRIP.get()
    return connections[DEFAULT_DB_ALIAS] if trip is None else trip.base


class _Ahead:
    """Before a statement of Django's those go that were sent: each sees what came before it."""

    def __init__(self, trip: _Trip) -> None:
        self._trip = trip

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        with self._trip.base.wrap_database_errors:
            self._trip.batch.go()
        return execute(sql, params, many, context)


@contextmanager
def together() -> Iterator[None]:
    """A transaction in which `send` waits for no answer until it is read.

    Every other statement is answered at once, as Django needs it. An error of one that was sent
    shows with the next answer, at the latest on leaving; nothing is committed then.
    """
    base = connections[DEFAULT_DB_ALIAS]
    outermost = not base.in_atomic_block
    with transaction.atomic(), _begun(base) as trip:
        if trip.batch is None:
            yield
            return
        with trip.base.wrap_database_errors, trip.base.execute_wrapper(_Ahead(trip)):
            try:
                yield
                # COMMIT goes with the last of them; Django's then finds nothing to commit.
                trip.batch.go(commit=outermost and not trip.base.needs_rollback)
            except BaseException:
                trip.batch.drop()
                raise


@contextmanager
def _begun(base: Any) -> Iterator[_Trip]:
    base.ensure_connection()
    trip = _trip(base)
    before = _TRIP.set(trip)
    try:
        yield trip
    finally:
        _TRIP.reset(before)


def _trip(base: Any) -> _Trip:
    watched = base.queries_logged or any(type(w) is not _Ahead for w in base.execute_wrappers)
    direct = base.connection is not None and not watched
    if not direct or base.vendor == "sqlite":
        return _Trip(base, base.connection, direct)
    # Its driver is not there where there is SQLite.
    from guiju.statements.batch import Batch, ready_on

    return _Trip(base, base.connection, direct, Batch(ready_on(base)))


def send(sql: str, values: Sequence[Any]) -> Any:
    """Execute, and within `together` do not wait for the answer; returns what `fetched` reads.

    Raises Django's errors. A statement somebody counts or logs goes Django's way.
    """
    trip = _TRIP.get()
    alone = trip is None
    trip = trip or _trip(connections[DEFAULT_DB_ALIAS])
    if not trip.direct:
        cursor = trip.base.cursor()
        cursor.execute(sql, values)
        return cursor
    if trip.base.needs_rollback:
        trip.base.validate_no_broken_transaction()
    try:
        if trip.batch is None:
            return _Rows(trip.driver.execute(_question_marks(sql), values).fetchall())
        reply = trip.batch.add(sql, values)
        if alone:
            trip.batch.go()
    except Exception:
        with trip.base.wrap_database_errors:
            raise
    return reply


class _Rows:
    """An answer of SQLite, taken at once: a cursor left half read holds the tables it reads."""

    __slots__ = ("_rows",)

    def __init__(self, rows: list[Any]) -> None:
        self._rows = rows

    def fetchall(self) -> list[Any]:
        return self._rows

    def close(self) -> None:
        """Nothing is open."""


def fetched(cursor: Any) -> list[tuple[Any, ...]]:
    """Every row `send` asked for; may be called once. Raises Django's errors."""
    trip = _TRIP.get()
    try:
        if trip is not None and trip.batch is not None and not cursor.come:
            trip.batch.go()
        found: list[tuple[Any, ...]] = cursor.fetchall()
        cursor.close()
    except Exception:
        with here().wrap_database_errors:
            raise
    return found


@cache
def _question_marks(sql: str) -> str:
    """The places as SQLite's driver marks them."""
    return sql.replace("%%", "\0").replace("%s", "?").replace("\0", "%")
