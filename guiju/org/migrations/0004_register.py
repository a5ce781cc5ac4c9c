"""The database itself says when something of who holds what has changed."""

from typing import ClassVar

from django.apps.registry import Apps as StateApps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# SQLite drops the triggers when a later migration remakes a table: repeat this there. Until then
# the register is read anew each time (see `register`), which is slow and not wrong.
TABLES = ("org_jurisdiction", "org_unit", "org_post", "org_holding", "org_delegation", "org_charge")
PERSON = "username, first_name, last_name, email, is_active"
"""Of a person; not when they last signed in, which is written every morning for everyone."""

SQLITE_MARK = (
    "INSERT INTO org_revision (id, mark) VALUES (1, lower(hex(randomblob(16)))) "
    "ON CONFLICT (id) DO UPDATE SET mark = EXCLUDED.mark"
)
POSTGRES_MARK = (
    "INSERT INTO org_revision (id, mark) VALUES (1, replace(gen_random_uuid()::text, '-', '')) "
    "ON CONFLICT (id) DO UPDATE SET mark = EXCLUDED.mark"
)


def _events() -> list[tuple[str, str, str]]:
    """(table, event, as SQL)."""
    found = [(t, e, e.upper()) for t in TABLES for e in ("insert", "update", "delete")]
    return [*found, ("auth_user", "update", f"UPDATE OF {PERSON}")]


def mark_changes(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        for table, event, said in _events():
            schema_editor.execute(
                f"CREATE TRIGGER IF NOT EXISTS {table}_marks_{event} AFTER {said} ON {table} "
                f"BEGIN {SQLITE_MARK}; END"
            )
        schema_editor.execute(SQLITE_MARK)
        return
    schema_editor.execute(
        "CREATE OR REPLACE FUNCTION org_marks_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$BEGIN {POSTGRES_MARK}; RETURN NULL; END;$$"
    )
    truncations = [(table, "truncate", "TRUNCATE") for table in TABLES]
    for table, event, said in (*_events(), *truncations):
        schema_editor.execute(
            f"CREATE OR REPLACE TRIGGER {table}_marks_{event} AFTER {said} ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION org_marks_change()"
        )
    schema_editor.execute(POSTGRES_MARK)


def stop_marking(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        for table, event, _ in _events():
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_marks_{event}")
        return
    schema_editor.execute("DROP FUNCTION IF EXISTS org_marks_change() CASCADE")


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("org", "0003_paper_entered_for_another"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Revision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("mark", models.CharField(max_length=32, verbose_name="标记")),
            ],
            options={"verbose_name": "机构变动标记", "verbose_name_plural": "机构变动标记"},
        ),
        migrations.RunPython(mark_changes, stop_marking),
    ]
