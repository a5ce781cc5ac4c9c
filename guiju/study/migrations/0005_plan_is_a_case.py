"""The approval of a plan becomes an act of its case; its roles go to who had those of sessions."""

from typing import ClassVar

import django.db.models.deletion
from django.apps.registry import Apps as StateApps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

HELD = {"study_session.organiser": "study_plan.organiser", "study_session.head": "study_plan.head"}


def refuse_plans_without_case(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """No release had plans without a case; a case is opened by the engine, not by a migration."""
    if apps.get_model("study", "Plan").objects.exists():
        raise RuntimeError("先导出各学法计划为 Excel，删除计划，升级后重新导入、报请批准")


def hand_out_roles(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    for post in apps.get_model("org", "Post").objects.all():
        more = [HELD[role] for role in post.roles if role in HELD]
        new = [role for role in more if role not in post.roles]
        if new:
            post.roles = [*post.roles, *new]
            post.save(update_fields=["roles"])


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("study", "0004_performance_reports"),
        ("procedures", "0001_initial"),
        ("org", "0002_desk"),
    ]

    operations: ClassVar = [
        migrations.RunPython(refuse_plans_without_case, migrations.RunPython.noop),
        migrations.RunPython(hand_out_roles, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="plan", name="study_plan_approved_by_somebody"),
        migrations.RemoveField(model_name="plan", name="approved_by"),
        migrations.RemoveField(model_name="plan", name="approved_on"),
        migrations.AddField(
            model_name="plan",
            name="case",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="study_plan",
                to="procedures.case",
                verbose_name="办理",
            ),
        ),
        migrations.AlterField(
            model_name="plan",
            name="case",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="study_plan",
                to="procedures.case",
                verbose_name="办理",
            ),
        ),
    ]
