"""Files kept by their content: the same bytes of a district are stored once."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from guiju.org.models import Jurisdiction


class File(models.Model):
    """The bytes with this SM3 digest. What they are called elsewhere is for those who attach them.

    `name` is the name they first came under.
    """

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="+", verbose_name="行政区"
    )
    digest = models.CharField("摘要", max_length=64)
    name = models.CharField("文件名", max_length=150)
    size = models.PositiveBigIntegerField("大小（字节）")
    content_type = models.CharField("类型", max_length=100)
    stored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="存入人"
    )
    stored_at = models.DateTimeField("存入时间")

    class Meta:
        verbose_name = "文件"
        verbose_name_plural = "文件"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["jurisdiction", "digest"], name="file_content_once")
        ]

    def __str__(self) -> str:
        return self.name
