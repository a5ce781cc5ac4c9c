"""What is going on, with its sight and its order: lists of tasks look their cases up in no table.

PostgreSQL reads an index alone only where it has tidied up since the rows changed. By itself it
waits for a fifth of a table to change, which of a million cases are all that ever go on.
"""

from typing import ClassVar

from django.apps.registry import Apps as StateApps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

READ_BY_INDEX = ("Case", "Task", "Limit", "Participation")
TIDY = {
    "autovacuum_vacuum_threshold": 1000,
    "autovacuum_vacuum_scale_factor": 0.005,
    "autovacuum_vacuum_insert_threshold": 1000,
    "autovacuum_vacuum_insert_scale_factor": 0.005,
}


def tidy_often(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    _alter(apps, editor, "SET", ", ".join(f"{name} = {value}" for name, value in TIDY.items()))


def tidy_as_usual(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    _alter(apps, editor, "RESET", ", ".join(TIDY))


def _alter(apps: StateApps, editor: BaseDatabaseSchemaEditor, verb: str, said: str) -> None:
    if editor.connection.vendor != "postgresql":
        return
    for name in READ_BY_INDEX:
        table = editor.quote_name(apps.get_model("procedures", name)._meta.db_table)
        editor.execute(f"ALTER TABLE {table} {verb} ({said})")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("procedures", "0015_look_again_only")]

    operations: ClassVar = [
        migrations.RemoveIndex(model_name="case", name="case_open"),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("closed_on", None)),
                fields=[
                    "jurisdiction",
                    "procedure",
                    "opened_on",
                    "id",
                    "unit",
                    "secrecy",
                    "urgency",
                    "due_on",
                    "origin",
                ],
                name="case_open",
            ),
        ),
        migrations.RunPython(tidy_often, tidy_as_usual),
    ]
