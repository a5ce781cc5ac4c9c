"""Refuse UPDATE and DELETE of frozen reports in the database itself."""

from typing import ClassVar

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# SQLite drops the triggers when a later migration remakes the table: repeat this there.
REFUSE = {
    "sqlite": (
        "CREATE TRIGGER IF NOT EXISTS reports_snapshot_no_update BEFORE UPDATE ON reports_snapshot "
        "BEGIN SELECT RAISE(ABORT, '封存的报告不能改动'); END",
        "CREATE TRIGGER IF NOT EXISTS reports_snapshot_no_delete BEFORE DELETE ON reports_snapshot "
        "BEGIN SELECT RAISE(ABORT, '封存的报告不能改动'); END",
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION reports_snapshot_append_only() RETURNS trigger "
        "LANGUAGE plpgsql AS $$BEGIN RAISE EXCEPTION '封存的报告不能改动' "
        "USING ERRCODE = 'restrict_violation'; END;$$",
        "CREATE OR REPLACE TRIGGER reports_snapshot_no_change BEFORE UPDATE OR DELETE "
        "ON reports_snapshot FOR EACH ROW EXECUTE FUNCTION reports_snapshot_append_only()",
        "CREATE OR REPLACE TRIGGER reports_snapshot_no_truncate BEFORE TRUNCATE "
        "ON reports_snapshot FOR EACH STATEMENT EXECUTE FUNCTION reports_snapshot_append_only()",
    ),
}
ALLOW = {
    "sqlite": (
        "DROP TRIGGER IF EXISTS reports_snapshot_no_update",
        "DROP TRIGGER IF EXISTS reports_snapshot_no_delete",
    ),
    "postgresql": ("DROP FUNCTION IF EXISTS reports_snapshot_append_only() CASCADE",),
}


def refuse_changes(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in REFUSE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def allow_changes(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in ALLOW[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("reports", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(refuse_changes, allow_changes)]
