"""What an act writes lies in fewer indexes, and a case's row has room to be written anew.

Without room PostgreSQL puts the new version of a row on another page, and into every index.
"""

from typing import ClassVar

from django.apps.registry import Apps as StateApps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from guiju.statements.key_indexes import DropKeyIndex


def leave_room(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    _alter(apps, editor, "SET (fillfactor = 80)")


def fill(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    _alter(apps, editor, "RESET (fillfactor)")


def _alter(apps: StateApps, editor: BaseDatabaseSchemaEditor, said: str) -> None:
    if editor.connection.vendor == "postgresql":
        table = editor.quote_name(apps.get_model("procedures", "Case")._meta.db_table)
        editor.execute(f"ALTER TABLE {table} {said}")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("procedures", "0017_one_index_of_a_posts_part")]

    operations: ClassVar = [
        migrations.RemoveConstraint(model_name="participation", name="part_once_per_user"),
        migrations.AddConstraint(
            model_name="participation",
            constraint=models.UniqueConstraint(fields=("case", "user"), name="part_once_per_user"),
        ),
        DropKeyIndex("participation", "case"),
        migrations.RemoveIndex(model_name="task", name="task_of_case"),
        migrations.AddIndex(
            model_name="task", index=models.Index(fields=["case"], name="task_of_case")
        ),
        migrations.RunPython(leave_room, fill),
    ]
