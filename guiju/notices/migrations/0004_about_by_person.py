from typing import ClassVar

from django.db import migrations, models

from guiju.statements.key_indexes import DropKeyIndex


class Migration(migrations.Migration):
    dependencies: ClassVar = [("notices", "0003_kind_of_paper_entered")]

    operations: ClassVar = [
        DropKeyIndex("notice", "user"),
        migrations.RemoveIndex(model_name="notice", name="notice_about"),
        migrations.AddIndex(
            model_name="notice", index=models.Index(fields=["user", "about"], name="notice_about")
        ),
    ]
