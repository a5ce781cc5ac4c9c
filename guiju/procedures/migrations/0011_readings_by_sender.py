"""What somebody sent round and nobody has read yet is found without a look at all readings."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("procedures", "0010_text_structure")]

    operations: ClassVar = [
        migrations.AddIndex(
            model_name="reading",
            index=models.Index(
                fields=["sender"],
                condition=models.Q(read_at=None, recalled_at=None),
                name="reading_unread_by_sender",
            ),
        )
    ]
