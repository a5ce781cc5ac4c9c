import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("org", "0001_initial"), ("procedures", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Applicant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("masked", models.CharField(max_length=8, verbose_name="申请人")),
                ("sealed", models.BinaryField(verbose_name="加密的申请人信息")),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applicant",
                        to="procedures.case",
                        verbose_name="事项",
                    ),
                ),
                (
                    "jurisdiction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.jurisdiction",
                        verbose_name="行政区",
                    ),
                ),
            ],
            options={"verbose_name": "申请人", "verbose_name_plural": "申请人"},
        )
    ]
