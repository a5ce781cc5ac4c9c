from typing import ClassVar

from django.db import migrations

from guiju.statements.often_written import WriteOften


class Migration(migrations.Migration):
    dependencies: ClassVar = [("procedures", "0021_readings_by_hand")]

    operations: ClassVar = [
        WriteOften("event"),
        WriteOften("task"),
        WriteOften("participation"),
        WriteOften("limit"),
    ]
