from typing import ClassVar

from django.db import migrations

from guiju.statements.often_written import WriteOften


class Migration(migrations.Migration):
    dependencies: ClassVar = [("audit", "0003_fewer_key_indexes")]

    operations: ClassVar = [WriteOften("entry")]
