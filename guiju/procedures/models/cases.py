"""Cases and what happened to them. An event is never changed: a later one corrects it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from guiju.org.models import Jurisdiction, OftenWritten, Post, Secrecy, Unit


class Origin(models.TextChoices):
    LIVE = "live", "在线办理"
    IMPORTED = "imported", "台账导入"


class Urgency(models.IntegerChoices):
    """紧急程度 of a paper document: 党政机关公文处理工作条例第九条第三项."""

    ORDINARY = 0, "平件"
    URGENT = 1, "加急"
    MOST_URGENT = 2, "特急"


class Source(models.Model):
    """A sheet that rows were imported from. `seen` lists the acts and facts it can show."""

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="+", verbose_name="行政区"
    )
    ledger = models.CharField("台账", max_length=60)
    year = models.PositiveSmallIntegerField("年度")
    file = models.CharField("文件", max_length=255)
    sheet = models.CharField("工作表", max_length=120)
    seen = models.JSONField("可反映的内容", default=list)

    class Meta:
        verbose_name = "导入来源"
        verbose_name_plural = "导入来源"
        indexes: ClassVar = [
            models.Index(fields=["jurisdiction", "ledger", "year"], name="source_by_ledger")
        ]

    def __str__(self) -> str:
        return self.file


class Case(models.Model):
    """One matter. Step, outcome, facts and closing day follow from its events; see `replay`.

    `version` is the digest of the procedure file in force when it opened. `token` grows with
    every change. `due_on` is when its next owed limit ends, `warn_on` the day it turns yellow,
    `clock_paused` says that this limit stands still, `look_again_at` is the first day on which the
    reading of any of its limits changes by itself. `initials` are those of the title in pinyin,
    by which lists are searched. Imported cases have `ledger`,
    `ledger_year` and `key`; running numbers start
    afresh each year, hence the year.
    """

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="cases", verbose_name="行政区", db_index=False
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name="单位"
    )
    procedure = models.CharField("程序", max_length=60)
    version = models.CharField("程序版本", max_length=64)
    number = models.CharField("编号", max_length=120, blank=True)
    title = models.CharField("标题", max_length=500)
    initials = models.CharField("标题拼音首字母", max_length=500, blank=True, default="")
    step = models.CharField("环节", max_length=60, blank=True)
    outcome = models.CharField("处理结果", max_length=60, blank=True)
    opened_on = models.DateField("开启日期")
    closed_on = models.DateField("办结日期", null=True, blank=True)
    voided_on = models.DateField("作废日期", null=True, blank=True)
    secrecy = models.PositiveSmallIntegerField("阅知范围", choices=Secrecy, default=Secrecy.OPEN)
    urgency = models.PositiveSmallIntegerField(
        "紧急程度", choices=Urgency, default=Urgency.ORDINARY
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="发起人",
        db_index=False,
    )
    due_on = models.DateField("办理期限", null=True, blank=True)
    warn_on = models.DateField("提醒日期", null=True, blank=True)
    clock_paused = models.BooleanField("期限暂停", default=False)
    look_again_at = models.DateField("复算日期", null=True, blank=True)
    token = models.PositiveIntegerField("版本", default=1)
    origin = models.CharField("来源", max_length=8, choices=Origin, default=Origin.LIVE)
    facts = models.JSONField("事实", default=dict, blank=True)
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name="导入来源"
    )
    ledger = models.CharField("台账", max_length=60, blank=True)
    ledger_year = models.PositiveSmallIntegerField("台账年度", null=True, blank=True)
    key = models.CharField("台账编号", max_length=120, blank=True)
    row = models.PositiveIntegerField("行号", null=True, blank=True)
    row_digest = models.CharField("行摘要", max_length=64, blank=True)

    class Meta:
        verbose_name = "事项"
        verbose_name_plural = "事项"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["jurisdiction", "ledger", "ledger_year", "key"],
                condition=~Q(ledger=""),
                name="case_ledger_key_once",
            ),
            models.CheckConstraint(
                condition=Q(ledger="") | Q(ledger_year__isnull=False), name="case_ledger_has_year"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["jurisdiction", "procedure", "opened_on", "id"], name="case_by_opening"
            ),
            models.Index(fields=["jurisdiction", "opened_on", "id"], name="case_all_by_opening"),
            models.Index(
                # With all a list of tasks asks of their cases, for sight and for order.
                fields=[
                    "jurisdiction",
                    "procedure",
                    "opened_on",
                    "id",
                    "unit",
                    "secrecy",
                    "urgency",
                    "due_on",
                    "origin",
                ],
                condition=Q(closed_on=None),
                name="case_open",
            ),
            models.Index(fields=["jurisdiction", "number"], name="case_by_number"),
            models.Index(
                fields=["jurisdiction", "initials"],
                opclasses=["int8_ops", "varchar_pattern_ops"],
                name="case_by_initials",
            ),
            models.Index(
                fields=["opened_by", "-opened_on", "-id"],
                condition=Q(opened_by__isnull=False),
                name="case_by_opener",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Event(OftenWritten):
    """An act done on a day, with the facts recorded (dates as ISO text).

    `by`, `role` and `post` are who acted, `acting_for` whose post it was when it was delegated;
    `recorder` is who entered a correction or an import,
    `reason` why. `at` is the moment of the act where it is known. A correcting event names the
    `seq` it takes the place of; with `void` that act never took place.
    """

    append_only = True

    case = models.ForeignKey(
        Case, models.PROTECT, related_name="events", verbose_name="事项", db_index=False
    )
    seq = models.PositiveIntegerField("序号")
    procedure = models.CharField("程序", max_length=60)
    act = models.CharField("行为", max_length=60)
    on = models.DateField("日期")
    year = models.PositiveSmallIntegerField("年度")
    at = models.DateTimeField("时刻", null=True, blank=True)
    by = models.CharField("办理人", max_length=150, blank=True)
    role = models.CharField("角色", max_length=60, blank=True)
    post = models.ForeignKey(
        Post,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="岗位",
        db_index=False,
    )
    acting_for = models.CharField("代谁办理", max_length=150, blank=True)
    facts = models.JSONField("事实", default=dict, blank=True)
    corrects = models.PositiveIntegerField("更正的序号", null=True, blank=True)
    void = models.BooleanField("作废", default=False)
    recorder = models.CharField("记录人", max_length=150, blank=True)
    reason = models.TextField("理由", blank=True)
    origin = models.CharField("来源", max_length=8, choices=Origin, default=Origin.LIVE)

    class Meta:
        verbose_name = "办理记录"
        verbose_name_plural = "办理记录"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "seq"], name="event_seq_once"),
            models.UniqueConstraint(
                fields=["case", "corrects"],
                condition=Q(corrects__isnull=False),
                name="event_corrected_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["jurisdiction", "procedure", "act", "year", "case"], name="event_by_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.on}"


class Finding(models.Model):
    """A rule a case broke. Derived from its history; replaced as a whole when that changes."""

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="+", verbose_name="行政区", db_index=False
    )
    case = models.ForeignKey(
        Case, models.CASCADE, related_name="findings", verbose_name="事项", db_index=False
    )
    year = models.PositiveSmallIntegerField("年度")
    rule = models.CharField("问题", max_length=80)
    broke = models.CharField("违反的规则", max_length=80)
    basis = models.CharField("依据", max_length=200)
    says = models.TextField("说明")
    due = models.DateField("应当日期", null=True, blank=True)
    actual = models.DateField("实际日期", null=True, blank=True)

    class Meta:
        verbose_name = "检查发现"
        verbose_name_plural = "检查发现"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "rule"], name="finding_once_per_case")
        ]
        indexes: ClassVar = [
            models.Index(fields=["jurisdiction", "year", "rule", "case"], name="finding_by_year")
        ]

    def __str__(self) -> str:
        return f"{self.rule}：{self.says}"

    @property
    def days_late(self) -> int:
        """Calendar days past the due date; 0 where something is missing."""
        return (self.actual - self.due).days if self.due and self.actual else 0
