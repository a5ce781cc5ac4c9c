"""Statements on their way to PostgreSQL: all or nothing, errors by their name."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import (
    DEFAULT_DB_ALIAS,
    DataError,
    IntegrityError,
    NotSupportedError,
    OperationalError,
    connection,
    connections,
    transaction,
)

from guiju.notices.models import Notice
from guiju.org import acts as org
from guiju.org.models import Jurisdiction, Post, Secrecy, Unit
from guiju.procedures.models import TaskState
from guiju.statements.asking import Prepared
from guiju.statements.trips import fetched, send, together
from guiju.statements.writing import insert

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

NOTICES = Prepared(lambda at: Notice.objects.filter(jurisdiction=at).order_by("pk"), int)
NAMES = Prepared(lambda unit: Post.objects.filter(unit=unit).order_by("pk"), int)


@pytest.fixture
def unit() -> Unit:
    home = org.create_jurisdiction(code="990101", name="云岭区")
    return org.create_unit(jurisdiction=home, name="办公室")


def post(unit: Unit, name: str) -> Post:
    return Post(jurisdiction=unit.jurisdiction, unit=unit, name=name, roles=["a.b"])


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """For each time answers were waited for: whether COMMIT was among what they answer."""
    from guiju.statements.batch import Batch

    went: list[bool] = []
    go = Batch._answered

    def counted(self: Any, *, commit: bool) -> Any:
        went.append(commit)
        return go(self, commit=commit)

    monkeypatch.setattr(Batch, "_answered", counted)
    return went


def test_questions_go_in_one_trip_and_rows_with_their_commit(unit: Unit, sent: list[bool]) -> None:
    with together():
        asked = [NAMES.ask(unit.pk) for _ in range(3)]
        assert [one.rows() for one in asked] == [[], [], []]
        insert([post(unit, "甲")])
        insert([post(unit, "乙")])
        assert not connection.autocommit and connection.in_atomic_block
    assert sent == [False, True]
    assert not connection.in_atomic_block and connection.connection.autocommit
    assert [p.name for p in NAMES(unit.pk)] == ["甲", "乙"]


def test_within_another_transaction_nothing_is_committed(unit: Unit, sent: list[bool]) -> None:
    with pytest.raises(LookupError), transaction.atomic():
        with together():
            insert([post(unit, "甲")])
        assert len(NAMES(unit.pk)) == 1
        raise LookupError
    assert True not in sent and NAMES(unit.pk) == []


def test_the_database_begins_before_anybody_asks_for_its_answers(unit: Unit) -> None:
    import psycopg

    driver = connection.connection
    with psycopg.connect(driver.info.dsn, autocommit=True) as beside, together():
        for name in "甲乙丙":
            insert([post(unit, name)])
        asked = "SELECT backend_xid FROM pg_stat_activity WHERE pid = %s"
        for _ in range(200):
            ((begun,),) = beside.execute(asked, [driver.info.backend_pid]).fetchall()
            if begun is not None:
                break
            time.sleep(0.01)
    assert begun is not None


def test_what_is_broken_off_is_undone(unit: Unit, sent: list[bool]) -> None:
    for names in ("甲", "甲乙丙"):
        with pytest.raises(LookupError), together():
            for name in names:
                insert([post(unit, name)])
            raise LookupError
        assert True not in sent and not Post.objects.exists()
        assert connection.connection.autocommit
    assert len(NAMES(unit.pk)) == 0


def test_what_is_broken_off_tells_why_and_not_what_failed_unseen(unit: Unit) -> None:
    with pytest.raises(LookupError), together():
        insert([post(unit, "甲")])
        insert([post(unit, "甲")])
        raise LookupError
    with together():
        insert([post(unit, "甲")])
    assert Post.objects.count() == 1


def test_broken_off_inside_another_transaction_leaves_what_was_there(unit: Unit) -> None:
    with together():
        insert([post(unit, "甲")])
        with pytest.raises(LookupError), together():
            insert([post(unit, "乙")])
            raise LookupError
        insert([post(unit, "丙")])
    assert [p.name for p in NAMES(unit.pk)] == ["甲", "丙"]


def test_a_connection_lost_on_the_way_leaves_nothing_and_the_next_one_works(unit: Unit) -> None:
    import psycopg

    driver = connection.connection
    with pytest.raises(OperationalError), together():
        insert([post(unit, "甲")])
        with psycopg.connect(driver.info.dsn, autocommit=True) as beside:
            beside.execute("SELECT pg_terminate_backend(%s, 5000)", [driver.info.backend_pid])
        insert([post(unit, "乙")])
    assert driver.closed
    connection.close()
    assert not Post.objects.exists()


def test_a_connection_lost_before_is_found_out_where_it_is_kept(
    unit: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    import psycopg

    base = connections[DEFAULT_DB_ALIAS]
    driver: Any = base.connection
    with psycopg.connect(driver.info.dsn, autocommit=True) as beside:
        beside.execute("SELECT pg_terminate_backend(%s, 5000)", [driver.info.backend_pid])
    monkeypatch.setattr(base, "health_check_enabled", True)
    monkeypatch.setattr(base, "health_check_done", False)
    with together():
        insert([post(unit, "甲")])
    assert connection.connection is not driver and Post.objects.count() == 1


def test_one_that_fails_undoes_those_before_and_after(unit: Unit) -> None:
    with pytest.raises(IntegrityError) as told, together():
        insert([post(unit, "甲")])
        insert([post(unit, "甲")])
        insert([post(unit, "乙")])
    assert "post_name_once" in str(told.value)
    assert not Post.objects.exists()
    with together():
        insert([post(unit, "甲")])
    assert Post.objects.count() == 1


def test_a_key_that_points_nowhere_is_told_at_the_commit(unit: Unit) -> None:
    lost = Post(jurisdiction=unit.jurisdiction, unit_id=unit.pk + 999, name="甲")
    with pytest.raises(IntegrityError), together():
        insert([lost])
    assert not Post.objects.exists() and connection.connection.autocommit
    assert Unit.objects.count() == 1


def test_a_transaction_spoilt_inside_is_not_committed(unit: Unit) -> None:
    with together():
        insert([post(unit, "甲")])
        transaction.set_rollback(True)
    assert not Post.objects.exists()


def test_an_error_inside_that_was_caught_leaves_the_rest(unit: Unit) -> None:
    with together():
        insert([post(unit, "甲")])
        with pytest.raises(IntegrityError), transaction.atomic():
            insert([post(unit, "甲")])
        insert([post(unit, "乙")])
    assert [p.name for p in NAMES(unit.pk)] == ["甲", "乙"]


def test_a_character_no_text_may_have_is_told(unit: Unit) -> None:
    with pytest.raises((DataError, ValueError)), together():
        insert([post(unit, "甲\0")])
    assert not Post.objects.exists()
    assert NAMES(unit.pk) == []


def test_a_percent_sign_and_every_kind_of_value(unit: Unit) -> None:
    insert([post(unit, "100%_“甲”\\'")])
    (kept,) = NAMES(unit.pk)
    assert (kept.name, kept.roles, kept.leads, kept.substitute) == (
        "100%_“甲”\\'", ["a.b"], False, None,
    )  # fmt: skip
    found = fetched(send("SELECT '%%', %s::int + 1, %s::bool, %s::text", [41, True, None]))
    assert found == [("%", 42, True, None)]
    chosen = fetched(send("SELECT %s::text, %s::int", [TaskState.OPEN, Secrecy.INTERNAL]))
    assert chosen == [("open", 1)]


def test_a_table_changed_beside_the_process_is_read_anew_the_next_time(unit: Unit) -> None:
    """A statement prepared before a migration fails once, as everywhere, and not for good."""
    assert NAMES(unit.pk) == []
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE org_post ALTER COLUMN name TYPE text")
    try:
        with pytest.raises(NotSupportedError):
            NAMES(unit.pk)
        assert NAMES(unit.pk) == []
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE org_post ALTER COLUMN name TYPE varchar(120)")
        with pytest.raises(NotSupportedError):
            NAMES(unit.pk)


def test_a_level_of_isolation_the_office_sets_is_kept(unit: Unit) -> None:
    from psycopg import IsolationLevel

    driver = connection.connection
    driver.isolation_level = IsolationLevel.SERIALIZABLE
    try:
        with together():
            assert fetched(send("SHOW transaction_isolation", [])) == [("serializable",)]
    finally:
        driver.isolation_level = None
    with together():
        assert fetched(send("SHOW transaction_isolation", [])) == [("read committed",)]


def test_statements_that_are_counted_go_one_by_one(unit: Unit, sent: list[bool]) -> None:
    with connection.execute_wrapper(lambda execute, *said: execute(*said)), together():
        insert([post(unit, "甲")])
        assert len(NAMES(unit.pk)) == 1
    assert sent == [] and Post.objects.count() == 1


def test_a_new_connection_knows_nothing_of_the_old_ones_statements(unit: Unit) -> None:
    assert NAMES(unit.pk) == []
    connection.close()
    assert NAMES(unit.pk) == []
    with together():
        assert Jurisdiction.objects.count() == 1


def test_a_moment_is_read_once_and_read_right(unit: Unit) -> None:
    who = User.objects.create_user("甲")
    moments = [datetime(2026, 3, 2, 9, 30, second, 17, UTC) for second in (1, 2, 1)]
    for at in moments:
        notice = Notice(jurisdiction=unit.jurisdiction, user=who, kind="task", created_at=at)
        insert([notice])
    for _ in range(2):
        asked = NOTICES.ask(unit.jurisdiction_id).rows()
        assert [one.created_at for one in asked] == moments
        assert {one.created_at.tzinfo for one in asked} == {UTC}
        told = Notice.objects.order_by("pk").values_list("created_at", flat=True)
        assert list(told) == moments
