"""An act's own transaction leaves the connection as Django's outermost block leaves it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.transaction import TransactionManagementError

from guiju.org import acts as org
from guiju.org.models import Jurisdiction, Post, Unit
from guiju.statements.trips import together
from guiju.statements.writing import insert

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]

Block = Callable[[], AbstractContextManager[Any]]


@pytest.fixture(params=[transaction.atomic, together], ids=["Django's", "an act's"])
def block(request: pytest.FixtureRequest) -> Block:
    made: Block = request.param
    return made


@pytest.fixture
def unit() -> Unit:
    home = org.create_jurisdiction(code="990101", name="云岭区")
    return org.create_unit(jurisdiction=home, name="办公室")


def post(unit: Unit, name: str) -> Post:
    return Post(jurisdiction=unit.jurisdiction, unit=unit, name=name, roles=["a.b"])


def names() -> list[str]:
    return list(Post.objects.order_by("pk").values_list("name", flat=True))


@pytest.fixture(autouse=True)
def as_it_was() -> Any:
    """Whatever happens in a block, the connection is free afterwards and does the next one."""
    connection.ensure_connection()
    before = state()
    yield
    assert state() == before
    with together():
        Jurisdiction.objects.filter(code="没有").update(name="某区")
    assert state() == before


def state() -> tuple[Any, ...]:
    """What of a connection tells whether it is in a transaction."""
    inside = connection.in_atomic_block, connection.needs_rollback, connection.get_autocommit()
    left = connection.savepoint_ids, connection.atomic_blocks, connection.run_on_commit
    return (*inside, *map(list, left), list(connection.execute_wrappers))


def test_inside_it_is_a_transaction(block: Block, unit: Unit) -> None:
    connection.errors_occurred = True
    with block():
        assert connection.in_atomic_block and not connection.get_autocommit()
        assert len(connection.atomic_blocks) == 1
        insert([post(unit, "甲")])
    assert names() == ["甲"] and not connection.errors_occurred


def test_what_is_to_follow_the_commit_does(block: Block, unit: Unit) -> None:
    seen: list[list[str]] = []
    with block():
        transaction.on_commit(lambda: seen.append(names()))
        insert([post(unit, "甲")])
        assert seen == []
    assert seen == [["甲"]]


def test_what_follows_may_be_a_transaction_and_fail(block: Block, unit: Unit) -> None:
    def follow() -> None:
        with block():
            insert([post(unit, "乙")])
        raise LookupError

    with pytest.raises(LookupError), block():
        transaction.on_commit(follow)
        insert([post(unit, "甲")])
    assert names() == ["甲", "乙"]


def test_broken_off_nothing_is_left_and_nothing_follows(block: Block, unit: Unit) -> None:
    """A refusal is no reason to connect anew."""
    seen: list[int] = []
    driver = connection.connection
    with pytest.raises(LookupError), block():
        insert([post(unit, "甲")])
        transaction.on_commit(lambda: seen.append(1))
        raise LookupError
    assert names() == [] and seen == []
    assert connection.connection is driver


def test_a_block_inside_may_be_undone_alone(block: Block, unit: Unit) -> None:
    with block():
        insert([post(unit, "甲")])
        with pytest.raises(LookupError), transaction.atomic():
            insert([post(unit, "乙")])
            raise LookupError
        with transaction.atomic():
            insert([post(unit, "丙")])
    assert names() == ["甲", "丙"]


def test_spoilt_by_a_block_without_a_savepoint_it_is_undone(block: Block, unit: Unit) -> None:
    with block():
        insert([post(unit, "甲")])
        with pytest.raises(LookupError), transaction.atomic(savepoint=False):
            raise LookupError
        with pytest.raises(TransactionManagementError):
            names()
    assert names() == []


def test_whoever_kept_transactions_by_hand_before_changes_nothing(block: Block, unit: Unit) -> None:
    transaction.set_autocommit(False)
    with transaction.atomic():
        names()
    transaction.rollback()
    transaction.set_autocommit(True)
    with block():
        with transaction.atomic():
            insert([post(unit, "乙")])
        assert connection.in_atomic_block
        insert([post(unit, "丙")])
    assert names() == ["乙", "丙"]


@pytest.mark.skipif(connection.vendor == "sqlite", reason="there Django begins none by itself")
def test_within_a_transaction_kept_by_hand_nothing_is_committed(block: Block, unit: Unit) -> None:
    transaction.set_autocommit(False)
    try:
        with block():
            insert([post(unit, "甲")])
        assert names() == ["甲"]
    finally:
        transaction.rollback()
        transaction.set_autocommit(True)
    assert names() == []


def test_what_must_stand_alone_is_refused_inside(block: Block) -> None:
    with block(), pytest.raises(RuntimeError, match="durable"), transaction.atomic(durable=True):
        pass


def test_a_key_that_points_nowhere_is_told_and_undone(block: Block, unit: Unit) -> None:
    lost = Post(jurisdiction=unit.jurisdiction, unit_id=unit.pk + 999, name="甲")
    with pytest.raises(IntegrityError), block():
        insert([post(unit, "乙")])
        insert([lost])
    assert names() == []


def test_a_connection_closed_before_is_opened(block: Block, unit: Unit) -> None:
    connection.close()
    with block():
        insert([post(unit, "甲")])
    assert names() == ["甲"]


@pytest.mark.skipif(connection.vendor == "sqlite", reason="tables in memory are not closed")
def test_a_connection_closed_inside_is_undone(block: Block, unit: Unit) -> None:
    with block():
        insert([post(unit, "甲")])
        connection.close()
    assert names() == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's lock")
def test_somebody_else_writing_is_told_and_the_next_attempt_works(block: Block, unit: Unit) -> None:
    import sqlite3

    said = connection.settings_dict["NAME"]
    beside = sqlite3.connect(str(said), isolation_level=None, uri=str(said).startswith("file:"))
    connection.ensure_connection()
    driver: Any = connection.connection
    driver.execute("PRAGMA busy_timeout = 10")
    beside.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(OperationalError, match="locked"), block():
            pass
    finally:
        beside.execute("ROLLBACK")
        beside.close()
        driver.execute("PRAGMA busy_timeout = 20000")
    with block():
        insert([post(unit, "甲")])
    assert names() == ["甲"]
