from typing import ClassVar

from django.db import migrations

from guiju.statements.key_indexes import DropKeyIndex


class Migration(migrations.Migration):
    dependencies: ClassVar = [("procedures", "0012_board_reads_indexes")]

    operations: ClassVar = [
        DropKeyIndex("event", "jurisdiction"),
        DropKeyIndex("event", "case"),
        DropKeyIndex("event", "post"),
        DropKeyIndex("finding", "jurisdiction"),
        DropKeyIndex("finding", "case"),
        DropKeyIndex("case", "jurisdiction"),
        DropKeyIndex("case", "opened_by"),
        DropKeyIndex("task", "jurisdiction"),
        DropKeyIndex("task", "case"),
        DropKeyIndex("task", "unit"),
        DropKeyIndex("task", "user"),
        DropKeyIndex("task", "return_to"),
        DropKeyIndex("participation", "jurisdiction"),
        DropKeyIndex("reading", "jurisdiction"),
        DropKeyIndex("reading", "case"),
        DropKeyIndex("limit", "jurisdiction"),
        DropKeyIndex("limit", "case"),
        DropKeyIndex("limit", "unit"),
    ]
