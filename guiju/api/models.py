"""Which systems may call, and what they were answered."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from guiju.org.models import Jurisdiction


class ApiToken(models.Model):
    """A system's key. `user` is the account it acts as: its posts decide what it may do.

    Only the SM3 digest of the secret is kept; `hint` is how the secret begins. It is good up to
    and including `expires_on`, until `revoked_at`.
    """

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="+", verbose_name="行政区"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="系统账号"
    )
    system = models.CharField("系统名称", max_length=120)
    hint = models.CharField("令牌开头", max_length=12)
    digest = models.CharField("令牌摘要", max_length=64, unique=True)
    expires_on = models.DateField("有效期至")
    created_by = models.CharField("创建人", max_length=150)
    created_at = models.DateTimeField("创建时间")
    revoked_at = models.DateTimeField("停用时间", null=True, blank=True)
    last_used_at = models.DateTimeField("最近使用", null=True, blank=True)

    class Meta:
        verbose_name = "接口令牌"
        verbose_name_plural = "接口令牌"

    def __str__(self) -> str:
        return self.system


class Answer(models.Model):
    """What an `Idempotency-Key` was answered, so that asking again does nothing again.

    Made in the transaction of the act. `request` is a keyed digest of what was asked.
    """

    token = models.ForeignKey(ApiToken, models.CASCADE, related_name="+", verbose_name="令牌")
    key = models.CharField("幂等键", max_length=80)
    request = models.CharField("请求摘要", max_length=64)
    status = models.PositiveSmallIntegerField("状态码", default=0)
    body = models.TextField("应答", blank=True)
    etag = models.CharField("版本", max_length=40, blank=True)
    at = models.DateTimeField("时间", db_index=True)

    class Meta:
        verbose_name = "接口应答"
        verbose_name_plural = "接口应答"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["token", "key"], name="answer_once_per_key")
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.status}"
