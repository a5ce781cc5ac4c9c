from typing import ClassVar

from django.db import migrations

from guiju.statements.often_written import WriteOften


class Migration(migrations.Migration):
    dependencies: ClassVar = [("notices", "0004_about_by_person")]

    operations: ClassVar = [WriteOften("notice")]
