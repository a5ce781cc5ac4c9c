"""What someone has asked for, how far it has got, and what came of it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from guiju.jobs.kinds import KINDS
from guiju.org.models import Jurisdiction


class JobState(models.TextChoices):
    WAITING = "waiting", "等待"
    RUNNING = "running", "进行中"
    DONE = "done", "完成"
    FAILED = "failed", "未完成"
    CANCELLED = "cancelled", "已取消"


class Job(models.Model):
    """One job. `done` of `total` steps are behind it; `seen_at` is when it last said so.

    `cancelling` asks it to stop at the next step. `result` and `error` are for its page.
    """

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="+", verbose_name="行政区"
    )
    kind = models.CharField(
        "种类", max_length=20, choices=[(name, kind.label) for name, kind in KINDS.items()]
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="发起人"
    )
    state = models.CharField("状态", max_length=10, choices=JobState, default=JobState.WAITING)
    asked = models.JSONField("要求", default=dict, blank=True)
    done = models.PositiveIntegerField("已完成", default=0)
    total = models.PositiveIntegerField("总数", default=0)
    cancelling = models.BooleanField("正在取消", default=False)
    asked_at = models.DateTimeField("发起时间")
    started_at = models.DateTimeField("开始时间", null=True, blank=True)
    seen_at = models.DateTimeField("最近进展时间", null=True, blank=True)
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    result = models.JSONField("结果", default=dict, blank=True)
    error = models.CharField("原因", max_length=500, blank=True)

    class Meta:
        verbose_name = "作业"
        verbose_name_plural = "作业"
        indexes: ClassVar = [models.Index(fields=["by", "-asked_at"], name="job_of_person")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.get_state_display()}"

    @property
    def open(self) -> bool:
        return self.state in (JobState.WAITING, JobState.RUNNING)

    @property
    def percent(self) -> int:
        """How much is behind it, 0…100."""
        if self.state == JobState.DONE:
            return 100
        return min(100, self.done * 100 // self.total) if self.total else 0
