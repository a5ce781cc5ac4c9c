"""Reports as they were when someone answered for them. A frozen report never changes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from guiju.org.models import Jurisdiction


class Snapshot(models.Model):
    """A year's report, frozen. Triggers refuse to change or delete it.

    `content` is what the templates were filled with. `records` names for each figure the cases
    it counted, `cases` for each of them how it was called and its token at that time, `rules`
    the procedure versions in force. `digest` is SM3 over all of these as canonical JSON.
    """

    append_only = True

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="+", verbose_name="行政区"
    )
    report = models.CharField("报告", max_length=40)
    year = models.PositiveSmallIntegerField("年度")
    content = models.JSONField("内容")
    figures = models.JSONField("指标")
    records = models.JSONField("数据来源")
    cases = models.JSONField("所计事项")
    rules = models.JSONField("程序版本")
    digest = models.CharField("摘要", max_length=64)
    frozen_at = models.DateTimeField("封存时间")
    frozen_by = models.CharField("封存人", max_length=150)

    class Meta:
        verbose_name = "封存的报告"
        verbose_name_plural = "封存的报告"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["jurisdiction", "report", "year"], name="snapshot_once_a_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}年{self.report}"
