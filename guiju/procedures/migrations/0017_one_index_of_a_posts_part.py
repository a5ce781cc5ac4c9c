from typing import ClassVar

from django.db import migrations, models

from guiju.statements.key_indexes import DropKeyIndex


class Migration(migrations.Migration):
    dependencies: ClassVar = [("procedures", "0016_open_cases_in_one_index")]

    operations: ClassVar = [
        DropKeyIndex("task", "post"),
        migrations.RemoveIndex(model_name="participation", name="part_of_post"),
        migrations.RemoveConstraint(model_name="participation", name="part_once_per_post"),
        migrations.AddConstraint(
            model_name="participation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("post__isnull", False)),
                fields=("post", "case"),
                name="part_once_per_post",
            ),
        ),
    ]
