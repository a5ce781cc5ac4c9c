"""Statements sent together, and by the shortest way the database's own driver has.

On PostgreSQL nobody waits for each of them, and they are planned once a connection (see `batch`);
SQLite is in the process.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar, Token
from dataclasses import dataclass
from functools import cache
from types import TracebackType
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction


@dataclass(slots=True)
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


def together() -> AbstractContextManager[None]:
    """A transaction in which `send` waits for no answer until it is read.

    Every other statement is answered at once, as Django needs it. An error of one that was sent
    shows with the next answer, at the latest on leaving; nothing is committed then.
    """
    base = connections[DEFAULT_DB_ALIAS]
    if base.in_atomic_block or not base.autocommit or _watched(base):
        return _within(base)
    return _Outermost(base)


@contextmanager
def _within(base: Any) -> Iterator[None]:
    """`together` in another transaction, or where somebody counts the statements."""
    with transaction.atomic(), _begun(base) as trip:
        if trip.batch is None:
            yield
            return
        with trip.base.wrap_database_errors, trip.base.execute_wrapper(_Ahead(trip)):
            try:
                yield
                trip.batch.go()
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


class _Outermost(transaction.Atomic):
    """`together` outside any transaction, in which an act goes.

    Django's outermost block goes through sixty functions to say BEGIN and COMMIT, which takes
    longer than a statement. This leaves the connection as that does, so that what is inside finds
    what it expects; whatever does not end well is left to it.
    """

    def __init__(self, base: Any) -> None:
        super().__init__(base.alias, savepoint=True, durable=False)
        self._base = base
        self._trip: _Trip
        self._before: Token[_Trip | None]

    def __enter__(self) -> None:
        base = self._base
        base.close_if_health_check_failed()
        if base.connection is None:
            base.ensure_connection()
        trip = _trip(base)
        with base.wrap_database_errors:
            if trip.batch is None:
                trip.driver.execute(f"BEGIN {base.transaction_mode or 'DEFERRED'}")
            else:
                trip.batch.begin()
                base.execute_wrappers.append(_Ahead(trip))
        base.commit_on_exit, base.needs_rollback = True, False
        base.autocommit, base.in_atomic_block = False, True
        base.atomic_blocks.append(self)
        self._trip, self._before = trip, _TRIP.set(trip)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        base, trip = self._base, self._trip
        _TRIP.reset(self._before)
        if trip.batch is not None:
            base.execute_wrappers.pop()
        if kind is not None or base.needs_rollback:
            if trip.batch is not None:
                trip.batch.drop()
            super().__exit__(kind, error, trace)
            return
        try:
            with base.wrap_database_errors:
                if trip.batch is None:
                    trip.driver.commit()
                else:
                    trip.batch.go(commit=True)  # with the last of them
        except BaseException as failed:
            super().__exit__(type(failed), failed, failed.__traceback__)
            raise
        base.atomic_blocks.pop()
        base.in_atomic_block, base.autocommit = False, True
        base.errors_occurred = False
        if base.run_on_commit:
            base.run_and_clear_commit_hooks()


def _watched(base: Any) -> bool:
    """Somebody counts or logs the statements."""
    wrappers = base.execute_wrappers
    return base.queries_logged or (
        bool(wrappers) and any(type(wrapper) is not _Ahead for wrapper in wrappers)
    )


def _trip(base: Any) -> _Trip:
    direct = base.connection is not None and not _watched(base)
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
            # SQLite's answers are taken at once: a cursor half read holds the tables it reads.
            return trip.driver.execute(_question_marks(sql), values).fetchall()
        reply = trip.batch.add(sql, values)
        if alone:
            trip.batch.go()
    except Exception:
        with trip.base.wrap_database_errors:
            raise
    return reply


def fetched(answer: Any) -> list[tuple[Any, ...]]:
    """Every row `send` asked for; may be called once. Raises Django's errors."""
    if type(answer) is list:
        return answer
    trip = _TRIP.get()
    try:
        if trip is not None and trip.batch is not None and not answer.come:
            trip.batch.go()
        found: list[tuple[Any, ...]] = answer.fetchall()
        answer.close()
    except Exception:
        with here().wrap_database_errors:
            raise
    return found


@cache
def _question_marks(sql: str) -> str:
    """The places as SQLite's driver marks them."""
    return sql.replace("%%", "\0").replace("%s", "?").replace("\0", "%")
