"""Cases are found by the initials of their titles in pinyin; those there are get theirs."""

from typing import ClassVar

from django.apps.registry import Apps as StateApps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from guiju.search.tokens import initials

BATCH = 1000


def fill(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    cases = apps.get_model("procedures", "Case").objects
    waiting = []
    for case in cases.filter(initials="").only("pk", "title").iterator(chunk_size=BATCH):
        case.initials = initials(case.title)[:500]
        waiting.append(case)
        if len(waiting) == BATCH:
            cases.bulk_update(waiting, ["initials"])
            waiting = []
    cases.bulk_update(waiting, ["initials"])


class Migration(migrations.Migration):
    dependencies: ClassVar = [("procedures", "0004_append_only_desk")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="case",
            name="initials",
            field=models.CharField(
                blank=True, default="", max_length=500, verbose_name="标题拼音首字母"
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["jurisdiction", "initials"],
                name="case_by_initials",
                opclasses=["int8_ops", "varchar_pattern_ops"],
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
