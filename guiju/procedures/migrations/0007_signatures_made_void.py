"""A signature that a return made void says which, so that taking the return back restores it."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("procedures", "0006_limits_in_service")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="task",
            name="voided_seq",
            field=models.PositiveIntegerField(
                blank=True, null=True, verbose_name="签署失效于第几条"
            ),
        )
    ]
