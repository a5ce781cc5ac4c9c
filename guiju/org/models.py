"""Districts, units, posts and who holds them. Roles belong to posts, never to persons."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from guiju.statements.often_written import RowId


class Jurisdiction(models.Model):
    """A district. Every row of every table says whose it is."""

    code = models.CharField("区划代码", max_length=12, unique=True)
    name = models.CharField("名称", max_length=60)

    class Meta:
        verbose_name = "行政区"
        verbose_name_plural = "行政区"

    def __str__(self) -> str:
        return self.name


class OftenWritten(models.Model):
    """A row every act writes: its table is spared what `statements.often_written` says."""

    id = RowId(primary_key=True)
    jurisdiction = models.ForeignKey(
        Jurisdiction,
        models.PROTECT,
        related_name="+",
        verbose_name="行政区",
        db_index=False,
        db_constraint=False,
    )

    class Meta:
        abstract = True


class Unit(models.Model):
    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="units", verbose_name="行政区"
    )
    name = models.CharField("名称", max_length=120)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="上级单位",
    )

    class Meta:
        verbose_name = "单位"
        verbose_name_plural = "单位"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["jurisdiction", "name"], name="unit_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class Secrecy(models.IntegerChoices):
    """How widely a case may be read. State secrets never enter this system."""

    OPEN = 0, "普通"
    INTERNAL = 1, "内部"
    WORK_SECRET = 2, "工作秘密"


class Post(models.Model):
    """A post in a unit. `roles` lists `<procedure>.<role>`, e.g. `foi_request.clerk`.

    `rank` orders opinions, the most senior with the lowest number; `leads` marks the head of the
    unit; `clearance` is the highest secrecy the post may read; `substitute` acts when named so.
    """

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="posts", verbose_name="行政区"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name="单位")
    name = models.CharField("名称", max_length=120)
    roles = models.JSONField("承担的角色", default=list, blank=True)
    rank = models.PositiveSmallIntegerField("排序", default=50)
    leads = models.BooleanField("单位负责人", default=False)
    clearance = models.PositiveSmallIntegerField(
        "可阅范围", choices=Secrecy, default=Secrecy.INTERNAL
    )
    substitute = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="替补岗位"
    )

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


class Delegation(models.Model):
    """Someone acts for a post from `since` to `until`, both included; printed （代）.

    With `records` they decide nothing: they enter what the holder has decided on paper (代录).
    """

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="delegations", verbose_name="行政区"
    )
    post = models.ForeignKey(Post, models.PROTECT, related_name="delegations", verbose_name="岗位")
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="delegations", verbose_name="代办人"
    )
    since = models.DateField("起始日期")
    until = models.DateField("截止日期")
    reason = models.CharField("事由", max_length=200)
    records = models.BooleanField("只代录批示", default=False)
    by = models.CharField("登记人", max_length=150)

    class Meta:
        verbose_name = "代办"
        verbose_name_plural = "代办"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__gte=F("since")), name="delegation_ends_after_start"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["to", "until"], name="delegation_by_person")]

    def __str__(self) -> str:
        return f"{self.to}代{self.post}"


class Charge(models.Model):
    """The matrix of who is in charge of what: a post, a unit's matters, one procedure or all.

    Without `unit` it is the whole district, without `procedure` every procedure.
    """

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="charges", verbose_name="行政区"
    )
    post = models.ForeignKey(Post, models.PROTECT, related_name="charges", verbose_name="岗位")
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="charged_to",
        verbose_name="分管单位",
    )
    procedure = models.CharField("分管事项", max_length=60, blank=True)

    class Meta:
        verbose_name = "分管"
        verbose_name_plural = "分管"
        constraints: ClassVar = [
            models.UniqueConstraint(
                F("post"), Coalesce("unit", 0), F("procedure"), name="charge_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.post}分管{self.unit or '全部单位'}"


class Revision(models.Model):
    """One row, whose mark the database changes with every row of who holds what (see `register`).

    A mark is never given twice.
    """

    mark = models.CharField("标记", max_length=32)

    class Meta:
        verbose_name = "机构变动标记"
        verbose_name_plural = "机构变动标记"

    def __str__(self) -> str:
        return self.mark
