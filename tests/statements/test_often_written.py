"""Tables every act writes to: no book of keys on SQLite, keys looked at at once on PostgreSQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import (
    DEFAULT_DB_ALIAS,
    DatabaseError,
    IntegrityError,
    connection,
    connections,
    models,
    transaction,
)
from django.db.migrations.loader import MigrationLoader

from guiju.audit import acts as audit
from guiju.notices.models import Notice
from guiju.org import acts as org
from guiju.statements.often_written import RowId, WriteOften
from tests.numbers.test_acts import database_of_its_own
from tests.office import MONDAY, noon

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


def often() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if isinstance(model._meta.pk, RowId)]


def rows(sql: str, *values: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def is_often_written(model: type[models.Model]) -> bool:
    table = model._meta.db_table
    if connection.vendor == "sqlite":
        ((sql,),) = rows("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s", table)
        told = {"AUTOINCREMENT" in sql, '"org_jurisdiction"' in sql}
    else:
        keys = rows(
            "SELECT condeferred, confrelid = 'org_jurisdiction'::regclass FROM pg_constraint "
            "WHERE conrelid = %s::regclass AND contype = 'f'",
            table,
        )
        told = {deferred for deferred, _ in keys} | {any(district for _, district in keys)}
    assert len(told) == 1, "half of it was done"
    return told == {False}


def test_the_tables_are_as_their_keys_say() -> None:
    told = {model.__name__ for model in often()}
    assert told == {"Entry", "Event", "Task", "Participation", "Limit", "Notice"}
    assert {model.__name__ for model in often() if not is_often_written(model)} == set()


def test_the_step_can_be_undone_and_loses_no_row_and_no_trigger() -> None:
    home = org.create_jurisdiction(code="990101", name="云岭区")
    entry = apps.get_model("audit", "Entry")
    enter(home.pk, "case/1")
    kept = list(entry.objects.values_list())
    loader = MigrationLoader(connection)
    before = loader.project_state(("audit", "0003_fewer_key_indexes"))
    after = before.clone()
    step = WriteOften("entry")
    step.state_forwards("audit", after)
    assert isinstance(after.models["audit", "entry"].fields["id"], RowId)
    with connection.schema_editor() as editor:
        step.database_backwards("audit", editor, after, before)
    assert not is_often_written(entry) and list(entry.objects.values_list()) == kept
    with connection.schema_editor() as editor:
        step.database_forwards("audit", editor, before, after)
    assert is_often_written(entry) and list(entry.objects.values_list()) == kept
    with pytest.raises(DatabaseError, match="审计记录只增不改"), transaction.atomic():
        entry.objects.update(by="别人")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's book of keys")
def test_nobody_keeps_book_whoever_was_connected_when_it_was_done(tmp_path: Path) -> None:
    home = org.create_jurisdiction(code="990101", name="云岭区")
    loader = MigrationLoader(connection)
    before = loader.project_state(("audit", "0003_fewer_key_indexes"))
    after = before.clone()
    step = WriteOften("entry")
    step.state_forwards("audit", after)
    with connection.schema_editor() as editor:
        step.database_backwards("audit", editor, after, before)
    assert book_after(lambda: enter(home.pk, "case/1")) == 1, "it is kept"
    with database_of_its_own(tmp_path):
        own = connections.create_connection(DEFAULT_DB_ALIAS)
        beside = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
        assert beside.execute("SELECT count(*) FROM audit_entry").fetchone() == (1,)
        with own.schema_editor() as editor:
            step.database_forwards("audit", editor, before, after)
        kept = "SELECT seq FROM sqlite_sequence WHERE name = 'audit_entry'"
        for n, driver in enumerate((own.connection, beside), 2):
            driver.execute(COPIED, [n])
            assert driver.execute(kept).fetchone() == (1,)
        own.close()
        beside.close()
    with connection.schema_editor() as editor:
        step.database_forwards("audit", editor, before, after)


def enter(home: int, chain: str) -> None:
    audit.append(audit.Record(home, chain, "begin", "某", noon(MONDAY), {}))


def book_after(work: Callable[[], None]) -> int:
    """The highest key SQLite has in its book for the chain's table."""
    work()
    ((seq,),) = rows("SELECT seq FROM sqlite_sequence WHERE name = 'audit_entry'")
    return int(seq)


COPIED = (
    "INSERT INTO audit_entry (chain, seq, verb, by, at, payload, prev, digest, jurisdiction_id) "
    "SELECT chain, ?, verb, by, at, payload, prev, digest, jurisdiction_id FROM audit_entry LIMIT 1"
)


def test_a_key_that_points_nowhere_is_refused() -> None:
    """On PostgreSQL with its statement, not only when all is committed."""
    home = org.create_jurisdiction(code="990101", name="云岭区")
    lost = Notice(
        jurisdiction=home, user_id=999_999, kind="task", text="字", created_at=noon(MONDAY)
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        lost.save()
        assert connection.vendor == "sqlite", "it was not told with its statement"
    assert not Notice.objects.exists()
