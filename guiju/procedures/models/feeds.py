"""The secret address under which someone's calendar program fetches what is due."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Feed(models.Model):
    """One address a person. Only the SHA-256 of its token is kept, so it is shown once."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="人员"
    )
    digest = models.CharField("令牌摘要", max_length=64, unique=True)
    since = models.DateTimeField("生成时间")

    class Meta:
        verbose_name = "日历订阅"
        verbose_name_plural = "日历订阅"

    def __str__(self) -> str:
        return f"{self.user}的日历订阅"
