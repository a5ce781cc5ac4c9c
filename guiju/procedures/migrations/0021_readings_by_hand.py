"""The strokes of what a reader writes by hand."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("procedures", "0020_opinions_by_hand")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="reading",
            name="handwriting",
            field=models.TextField(blank=True, default="", verbose_name="手写笔迹"),
        )
    ]
