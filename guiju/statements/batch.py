"""Statements for PostgreSQL sent without waiting for answers, each prepared once a connection.

psycopg's own pipeline goes to the socket with every statement, waits for BEGIN, and spends more on
a small one than the database does. This speaks to libpq through psycopg as its pipeline does, and
leaves transactions, errors and types to it. Imported only where the office runs PostgreSQL.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from functools import cache, lru_cache
from typing import Any

from psycopg import Connection, IsolationLevel, errors, postgres, pq
from psycopg.adapt import PyFormat, Transformer
from psycopg.generators import send
from psycopg.waiting import Wait

from guiju.statements.read_once import MOST

Bytes = bytes | None
_A_PACKET = 2
"""Statements that go to the socket together: going costs some 10 µs, waiting for more the time the
database could have used."""
_FAILED = (pq.ExecStatus.FATAL_ERROR, pq.ExecStatus.PIPELINE_ABORTED)


@dataclass(slots=True)
class Ready:
    """What a connection has prepared: the name of each statement, and what reads its answers."""

    connection: Connection[Any]
    names: dict[str, bytes] = field(default_factory=dict)
    readers: dict[str, Any] = field(default_factory=dict)


def ready_on(base: Any) -> Ready:
    """What the connection under Django's has prepared; a new connection has nothing."""
    known: Ready | None = getattr(base, "guiju_ready", None)
    if known is None or known.connection is not base.connection:
        known = base.guiju_ready = Ready(base.connection)
        _read_moments_once(base.connection)
    return known


def _read_moments_once(connection: Connection[Any]) -> None:
    """What `read_once` is for SQLite: the same moments come on every row of a list."""
    oid = postgres.types["timestamptz"].oid
    reads = connection.adapters.get_loader(oid, pq.Format.TEXT)
    assert reads is not None
    read = lru_cache(MOST)(reads(oid, connection).load)

    class Kept(reads):  # type: ignore[misc,valid-type]
        def load(self, data: Any) -> Any:
            return read(bytes(data))

    connection.adapters.register_loader("timestamptz", Kept)


class Reply:
    """The answer of one statement, there once the batch has gone."""

    __slots__ = ("_ready", "_sql", "come", "result")

    def __init__(self, ready: Ready, sql: str) -> None:
        self._ready, self._sql = ready, sql
        self.result: Any = None
        self.come = False

    def fetchall(self) -> list[tuple[Any, ...]]:
        readers = self._ready.readers
        reader = readers.get(self._sql)
        if reader is None:
            reader = readers[self._sql] = Transformer(self._ready.connection)
            reader.set_pgresult(self.result)
        else:  # the types of a statement's columns are settled when it is prepared
            reader.set_pgresult(self.result, set_loaders=False)
        return reader.load_rows(0, self.result.ntuples, tuple)

    def close(self) -> None:
        self.result = None


class Batch:
    """Statements on their way, in the order in which they are added.

    Each goes as it is added, a few to a packet: the database does them while whoever sends is
    working out the next. Their answers come with `go`.
    """

    def __init__(self, ready: Ready) -> None:
        self._ready, self._connection = ready, ready.connection
        self._under_way: list[Reply | None] = []
        self._fresh: list[str] = []

    def add(self, sql: str, values: Sequence[Any]) -> Reply:
        """Raises DataError where a value cannot be said; nothing has gone then."""
        said = _texts(values)
        reply = Reply(self._ready, sql)
        libpq, known = self._connection.pgconn, self._ready.names
        try:
            self._begin(libpq)
            if sql not in known:
                known[sql] = b"guiju_%d" % len(known)
                self._fresh.append(sql)
                libpq.send_prepare(known[sql], _dollars(sql))
                self._under_way.append(None)
            libpq.send_query_prepared(known[sql], said)
            self._under_way.append(reply)
            if len(self._under_way) % _A_PACKET == 0:
                libpq.flush()
        except BaseException:
            self._connection.close()  # nobody knows where it stands
            raise
        return reply

    def begin(self) -> None:
        """Begin a transaction with what comes next, though the driver would begin none."""
        try:
            self._begin(self._connection.pgconn, anyway=True)
        except BaseException:
            self._connection.close()
            raise

    def _begin(self, libpq: Any, *, anyway: bool = False) -> None:
        if self._under_way:
            return
        connection = self._connection
        libpq.enter_pipeline_mode()
        idle = libpq.transaction_status == pq.TransactionStatus.IDLE
        if idle and (anyway or not connection.autocommit):
            libpq.send_query_params(_begin(connection), None)
            self._under_way.append(None)

    def go(self, *, commit: bool = False) -> None:
        """Take the answers of all that was added. With `commit` the transaction ends with it.

        Raises psycopg's error of the first statement that fails; those after it are not done.
        """
        if not self._under_way and not commit:
            return
        failed = self._answered(commit=commit)
        if failed is not None:
            raise errors.error_from_result(failed, encoding=self._connection.info.encoding)

    def drop(self) -> None:
        """Want no answers of what is under way: its transaction is going to be undone."""
        if self._under_way:
            with suppress(errors.Error):
                self._answered(commit=False)

    def _answered(self, *, commit: bool) -> Any:
        """Give each reply its answer; returns that of the first statement that failed, if any."""
        libpq = self._connection.pgconn
        try:
            self._begin(libpq)
            if commit:
                libpq.send_query_params(b"COMMIT", None)
                self._under_way.append(None)
            libpq.pipeline_sync()
            results = self._connection.wait(_answers(libpq))
            libpq.exit_pipeline_mode()
        except BaseException:
            self._connection.close()
            raise
        finally:
            under_way, self._under_way = self._under_way, []
            fresh, self._fresh = self._fresh, []
        failed = next((r for r in results if r.status in _FAILED), None)
        if failed is not None:
            _forget(self._ready, fresh, failed)
            return failed
        for reply, result in zip(under_way, results, strict=True):
            if reply is not None:
                reply.result, reply.come = result, True
        return None


def _begin(connection: Connection[Any]) -> bytes:
    level = connection.isolation_level
    if level is None:
        return b"BEGIN"
    return f"BEGIN ISOLATION LEVEL {IsolationLevel(level).name.replace('_', ' ')}".encode()


def _answers(libpq: Any) -> Generator[Any, Any, list[Any]]:
    """One result for each command, up to the sync."""
    yield from send(libpq)
    found: list[Any] = []
    while True:
        while libpq.is_busy():
            while not (yield Wait.R):
                pass
            libpq.consume_input()
        result = libpq.get_result()
        if result is None:
            continue
        if result.status == pq.ExecStatus.PIPELINE_SYNC:
            return found
        found.append(result)


def _forget(ready: Ready, fresh: Sequence[str], failed: Any) -> None:
    """What of a failed batch was not prepared, nobody knows: none of it counts as such.

    A name is not given again, for what stands under it may be there. Where a plan no longer fits
    its table (a migration beside this process), everything is prepared anew.
    """
    stale = failed.error_field(pq.DiagnosticField.SQLSTATE) == b"0A000"
    known = ready.names
    for sql in list(known) if stale else fresh:
        name = known.pop(sql)
        known[f"\0{name.decode()}"] = name
        ready.readers.pop(sql, None)


@cache
def _dollars(sql: str) -> bytes:
    """The places as the database marks them."""
    count = iter(range(1, sql.count("%s") + 1))
    return re.sub("%s|%%", lambda m: f"${next(count)}" if m[0] == "%s" else "%", sql).encode()


_AS_TEXT: dict[type, Callable[[Any], Bytes]] = {
    str: lambda value: _characters(value),
    int: lambda value: b"%d" % value,
    bool: lambda value: b"t" if value else b"f",
    date: lambda value: value.isoformat().encode(),
    datetime: lambda value: value.isoformat().encode(),
}


def _characters(value: str) -> bytes:
    """libpq takes text up to its first NUL, and says nothing of the rest."""
    if "\0" in value:
        raise errors.DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes")
    return value.encode()


def _texts(values: Sequence[Any]) -> list[Bytes]:
    """Values as text, whose type the database then tells by its place."""
    said: list[Bytes] = []
    for value in values:  # a hundred an act, so the commonest go without a further call
        if value is None:
            said.append(None)
        elif type(value) is str and "\0" not in value:
            said.append(value.encode())
        elif type(value) is int:
            said.append(b"%d" % value)
        else:
            said.append(_text(value))
    return said


def _text(value: Any) -> Bytes:
    known = _AS_TEXT.get(type(value))
    if known is not None:
        return known(value)
    if isinstance(value, Enum):  # a choice of a model
        return _text(value.value)
    dumper = Transformer().get_dumper(value, PyFormat.TEXT)
    said = dumper.dump(value)
    return None if said is None else bytes(said)
