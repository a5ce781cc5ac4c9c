"""The index of what must be read anew is no list of all that runs: boards took it for one."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("procedures", "0014_boards_read_rows_alone")]

    operations: ClassVar = [
        migrations.RemoveIndex(model_name="limit", name="limit_to_look_again"),
        migrations.AddIndex(
            model_name="limit",
            index=models.Index(
                condition=models.Q(("look_again_at__isnull", False), ("running", True)),
                fields=["look_again_at"],
                name="limit_to_look_again",
            ),
        ),
    ]
