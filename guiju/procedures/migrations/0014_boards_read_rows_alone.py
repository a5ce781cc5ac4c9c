"""What someone may see is told by limits, and by their parts in cases, without the cases.

A limit's row says how widely its case may be read; the index of someone's parts holds the cases.
"""

from typing import ClassVar

from django.apps.registry import Apps as StateApps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from guiju.statements.key_indexes import DropKeyIndex


def fill(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    case = apps.get_model("procedures", "Case")
    limits = apps.get_model("procedures", "Limit").objects
    for secrecy in case.objects.exclude(secrecy=0).values_list("secrecy", flat=True).distinct():
        held = case.objects.filter(secrecy=secrecy)
        limits.filter(case__in=held.values("pk")).update(secrecy=secrecy)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("procedures", "0013_fewer_key_indexes")]

    operations: ClassVar = [
        migrations.RemoveIndex(model_name="limit", name="limit_running_by_due"),
        migrations.RemoveIndex(model_name="limit", name="limit_done_lately"),
        migrations.AddField(
            model_name="limit",
            name="secrecy",
            field=models.PositiveSmallIntegerField(
                choices=[(0, "普通"), (1, "内部"), (2, "工作秘密")],
                default=0,
                verbose_name="阅知范围",
            ),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="limit",
            index=models.Index(
                condition=models.Q(("running", True)),
                fields=[
                    "jurisdiction",
                    "due_on",
                    "id",
                    "unit",
                    "state",
                    "warn_on",
                    "procedure",
                    "case",
                    "owed",
                    "running",
                    "secrecy",
                ],
                name="limit_running_by_due",
            ),
        ),
        migrations.AddIndex(
            model_name="limit",
            index=models.Index(
                condition=models.Q(("done_on__isnull", False), ("owed", True), ("running", False)),
                fields=[
                    "jurisdiction",
                    "done_on",
                    "id",
                    "unit",
                    "procedure",
                    "case",
                    "owed",
                    "running",
                    "secrecy",
                ],
                name="limit_done_lately",
            ),
        ),
        migrations.RemoveIndex(model_name="participation", name="part_of_person"),
        migrations.AddIndex(
            model_name="participation",
            index=models.Index(
                condition=models.Q(("user__isnull", False)),
                fields=["user", "acted", "closed", "-last_at", "case"],
                name="part_of_person",
            ),
        ),
        DropKeyIndex("participation", "user"),
        DropKeyIndex("participation", "post"),
    ]
