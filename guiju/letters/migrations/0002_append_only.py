"""Refuse UPDATE and DELETE of letters that went out."""

from typing import ClassVar

from django.apps.registry import Apps as StateApps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLES = {"letters_issued": "已出具的文书只增不改"}


def _refuse_sqlite(table: str, says: str) -> list[str]:
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{says}'); END"
        for verb in ("update", "delete")
    ]


def _refuse_postgresql(table: str, says: str) -> list[str]:
    return [
        f"CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger "
        f"LANGUAGE plpgsql AS $$BEGIN RAISE EXCEPTION '{says}' "
        "USING ERRCODE = 'restrict_violation'; END;$$",
        f"CREATE OR REPLACE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE "
        f"ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_append_only()",
        f"CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE "
        f"ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()",
    ]


# SQLite drops the triggers when a later migration remakes a table: repeat this there.
REFUSE = {
    "sqlite": [s for table, says in TABLES.items() for s in _refuse_sqlite(table, says)],
    "postgresql": [s for table, says in TABLES.items() for s in _refuse_postgresql(table, says)],
}
ALLOW = {
    "sqlite": [
        f"DROP TRIGGER IF EXISTS {table}_no_{verb}"
        for table in TABLES
        for verb in ("update", "delete")
    ],
    "postgresql": [f"DROP FUNCTION IF EXISTS {table}_append_only() CASCADE" for table in TABLES],
}


def refuse_changes(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in REFUSE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def allow_changes(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in ALLOW[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("letters", "0001_letters")]
    operations: ClassVar = [migrations.RunPython(refuse_changes, allow_changes)]
