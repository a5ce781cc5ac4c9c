from typing import ClassVar

from django.db import migrations

from guiju.statements.key_indexes import DropKeyIndex


class Migration(migrations.Migration):
    dependencies: ClassVar = [("audit", "0002_append_only")]

    operations: ClassVar = [DropKeyIndex("entry", "jurisdiction")]
