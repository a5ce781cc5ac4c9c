"""The day on which a reading of a case changes by itself, on the case, as its limits have it."""

from typing import ClassVar

from django.apps.registry import Apps as StateApps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Exists, Min, OuterRef, Subquery


def fill_in(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    limits = apps.get_model("procedures", "Limit").objects.filter(
        case=OuterRef("pk"), running=True, look_again_at__isnull=False
    )
    first = limits.order_by().values("case").annotate(first=Min("look_again_at")).values("first")
    cases = apps.get_model("procedures", "Case").objects.filter(closed_on=None)
    cases.filter(Exists(limits)).update(look_again_at=Subquery(first))


class Migration(migrations.Migration):
    dependencies: ClassVar = [("procedures", "0018_fewer_indexes_of_parts")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="case",
            name="look_again_at",
            field=models.DateField(blank=True, null=True, verbose_name="复算日期"),
        ),
        migrations.RunPython(fill_in, migrations.RunPython.noop),
    ]
