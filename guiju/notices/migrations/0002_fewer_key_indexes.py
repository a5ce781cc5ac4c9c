from typing import ClassVar

from django.db import migrations

from guiju.statements.key_indexes import DropKeyIndex


class Migration(migrations.Migration):
    dependencies: ClassVar = [("notices", "0001_initial")]

    operations: ClassVar = [DropKeyIndex("notice", "jurisdiction")]
