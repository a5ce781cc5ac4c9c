"""The strokes of an opinion written by hand."""

from importlib import import_module
from typing import ClassVar

from django.db import migrations, models

# SQLite remakes the table for the new column, and drops its triggers with it.
_append_only = import_module("guiju.procedures.migrations.0004_append_only_desk")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("procedures", "0019_case_look_again")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="opinion",
            name="handwriting",
            field=models.TextField(blank=True, default="", verbose_name="手写笔迹"),
        ),
        migrations.RunPython(_append_only.refuse_changes, migrations.RunPython.noop),
    ]
