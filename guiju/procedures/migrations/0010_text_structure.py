"""The structure of an official document beside its plain text."""

from importlib import import_module
from typing import ClassVar

from django.db import migrations, models

# SQLite remakes the table for the new column, and drops its triggers with it.
_append_only = import_module("guiju.procedures.migrations.0004_append_only_desk")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("procedures", "0009_calendar_feed")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="text",
            name="structure",
            field=models.TextField(blank=True, default="", verbose_name="结构"),
        ),
        migrations.RunPython(_append_only.refuse_changes, migrations.RunPython.noop),
    ]
