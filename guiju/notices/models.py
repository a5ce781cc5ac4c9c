"""What a person has been told, and what became of carrying it outside."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from guiju.notices.kinds import KINDS
from guiju.org.models import OftenWritten


class Notice(OftenWritten):
    """One line on one person's desk. Only `title` may leave the desk, never `text`."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="notices",
        verbose_name="收件人",
        db_index=False,
    )
    kind = models.CharField(
        "种类", max_length=20, choices=[(name, kind.label) for name, kind in KINDS.items()]
    )
    title = models.CharField("可外发的标题", max_length=100, blank=True)
    text = models.CharField("内容", max_length=500)
    link = models.CharField("页面", max_length=200)
    about = models.CharField("关于", max_length=60)
    created_at = models.DateTimeField("时间")
    read_at = models.DateTimeField("已读时间", null=True, blank=True)

    class Meta:
        verbose_name = "通知"
        verbose_name_plural = "通知"
        indexes: ClassVar = [
            models.Index(
                fields=["user", "-created_at"], condition=Q(read_at=None), name="notice_unread"
            ),
            models.Index(fields=["user", "about"], name="notice_about"),
        ]

    def __str__(self) -> str:
        return self.text


class Standing(models.TextChoices):
    WAITING = "waiting", "待发送"
    SENT = "sent", "已发送"
    FAILED = "failed", "未送达"


class Delivery(models.Model):
    """Carrying a notice outside by one channel: `email`, or `dingtalk/…`, `wecom/…` for a robot.

    A robot speaks to a group, once for all who are told: its delivery hangs on the first notice.
    """

    notice = models.ForeignKey(
        Notice, models.CASCADE, related_name="deliveries", verbose_name="通知"
    )
    channel = models.CharField("途径", max_length=40)
    state = models.CharField(
        "状态", max_length=10, choices=Standing.choices, default=Standing.WAITING
    )
    tries = models.PositiveSmallIntegerField("次数", default=0)
    due_at = models.DateTimeField("下次发送时间")
    error = models.CharField("原因", max_length=300, blank=True)
    at = models.DateTimeField("最近发送时间", null=True, blank=True)

    class Meta:
        verbose_name = "通知发送"
        verbose_name_plural = "通知发送"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["notice", "channel"], name="delivery_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="delivery_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.channel}：{self.get_state_display()}"
