"""Districts, units, posts and who holds them. Roles belong to posts, never to persons."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Jurisdiction(models.Model):
    """A district. Every row of every table says whose it is."""

    code = models.CharField("区划代码", max_length=12, unique=True)
    name = models.CharField("名称", max_length=60)

    class Meta:
        verbose_name = "行政区"
        verbose_name_plural = "行政区"

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="units", verbose_name="行政区"
    )
    name = models.CharField("名称", max_length=120)

    class Meta:
        verbose_name = "单位"
        verbose_name_plural = "单位"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["jurisdiction", "name"], name="unit_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A post in a unit. `roles` lists `<procedure>.<role>`, e.g. `foi_request.clerk`."""

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="posts", verbose_name="行政区"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name="单位")
    name = models.CharField("名称", max_length=120)
    roles = models.JSONField("承担的角色", default=list, blank=True)

    class Meta:
        verbose_name = "岗位"
        verbose_name_plural = "岗位"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "name"], name="post_name_once")
        ]

    def __str__(self) -> str:
        return f"{self.unit.name}{self.name}"


class Holding(models.Model):
    """Someone holds a post from `since` on, up to and including `until`."""

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="holdings", verbose_name="行政区"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="holdings", verbose_name="人员"
    )
    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings", verbose_name="岗位")
    since = models.DateField("任职日期")
    until = models.DateField("离任日期", null=True, blank=True)

    class Meta:
        verbose_name = "任职"
        verbose_name_plural = "任职"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="holding_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}：{self.post}"
