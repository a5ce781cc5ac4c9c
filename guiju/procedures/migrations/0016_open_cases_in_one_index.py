"""What is going on, with its sight and its order: lists of tasks look their cases up in no table."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("procedures", "0015_look_again_only")]

    operations: ClassVar = [
        migrations.RemoveIndex(model_name="case", name="case_open"),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("closed_on", None)),
                fields=[
                    "jurisdiction",
                    "procedure",
                    "opened_on",
                    "id",
                    "unit",
                    "secrecy",
                    "urgency",
                    "due_on",
                    "origin",
                ],
                name="case_open",
            ),
        ),
    ]
