"""What law study keeps besides its cases: the yearly plan, what is read, who came.

A session itself is a case of `study_session`; its events alone are counted.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from guiju.law.models import Instrument
from guiju.law.parsed import article_label
from guiju.org.models import Jurisdiction, Unit
from guiju.org.selectors import called
from guiju.procedures.models import Case

APPROVED = "approved"
"""The outcome of a plan's case by which it stands."""
FORMS = ("会前学法", "专题讲座", "集中培训", "旁听庭审", "集体学习", "网络学习")
"""The kinds of session offered; a unit may write another."""


class Plan(models.Model):
    """年度学法计划 of a unit: what its case, of `study_plan`, lays before the head.

    Once approved its items are changed in their sessions only.
    """

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="+", verbose_name="行政区"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    year = models.PositiveSmallIntegerField("年度")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="编制人"
    )
    made_at = models.DateTimeField("编制时间")
    case = models.OneToOneField(
        Case, models.PROTECT, related_name="study_plan", verbose_name="办理"
    )

    class Meta:
        verbose_name = "年度学法计划"
        verbose_name_plural = "年度学法计划"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "year"], name="study_plan_once_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.unit}{self.year}年度学法计划"

    @property
    def approved_on(self) -> date | None:
        """The day it was approved, as its case says."""
        return self.case.closed_on if self.case.outcome == APPROVED else None


class PlanItem(models.Model):
    """One session that is planned; `case` from when it is taken in hand."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="items", verbose_name="学法计划")
    planned_on = models.DateField("计划日期")
    form = models.CharField("学习形式", max_length=30)
    topic = models.CharField("主题", max_length=200)
    lecturer = models.CharField("主讲人", max_length=100, blank=True)
    lead_unit = models.CharField("承办单位", max_length=120, blank=True)
    case = models.OneToOneField(
        Case,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="plan_item",
        verbose_name="学法活动",
    )

    class Meta:
        verbose_name = "计划事项"
        verbose_name_plural = "计划事项"
        ordering: ClassVar = ["planned_on", "pk"]

    def __str__(self) -> str:
        return self.topic


class CaseAnalysis(models.Model):
    """案例剖析: what happened, without personal data, the rule, what to learn from it."""

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="+", verbose_name="行政区"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    title = models.CharField("标题", max_length=200)
    facts = models.TextField("基本案情")
    rule = models.TextField("适用规则")
    lesson = models.TextField("启示")
    session = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="剖析的学法活动"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="编写人"
    )
    made_at = models.DateTimeField("编写时间")

    class Meta:
        verbose_name = "案例剖析"
        verbose_name_plural = "案例剖析"

    def __str__(self) -> str:
        return self.title


class Chosen(models.Model):
    """A law, or an article of it, to be read; named for good by instrument, wording, number.

    It belongs to a planned item, a session or a case analysis. `number` 0 is the whole law.
    """

    item = models.ForeignKey(
        PlanItem,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="chosen",
        verbose_name="计划事项",
    )
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="学法活动"
    )
    analysis = models.ForeignKey(
        CaseAnalysis,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="chosen",
        verbose_name="案例剖析",
    )
    instrument = models.ForeignKey(
        Instrument, models.PROTECT, related_name="+", verbose_name="法规"
    )
    version_on = models.DateField("版本日期")
    number = models.PositiveIntegerField("条号", default=0)
    suffix = models.PositiveSmallIntegerField("之几", default=0)

    class Meta:
        verbose_name = "学习条文"
        verbose_name_plural = "学习条文"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(item__isnull=False, case=None, analysis=None)
                | Q(item=None, case__isnull=False, analysis=None)
                | Q(item=None, case=None, analysis__isnull=False),
                name="study_chosen_for_one",
            ),
            models.UniqueConstraint(
                fields=["item", "instrument", "number", "suffix"],
                condition=Q(item__isnull=False),
                name="study_chosen_once_an_item",
            ),
            models.UniqueConstraint(
                fields=["case", "instrument", "number", "suffix"],
                condition=Q(case__isnull=False),
                name="study_chosen_once_a_session",
            ),
        ]

    def __str__(self) -> str:
        place = article_label(self.number, self.suffix) if self.number else ""
        return f"《{self.instrument.title}》{place}"

    @property
    def key(self) -> tuple[int, int, int]:
        """What is read, whatever plan or session it was chosen for."""
        return self.instrument_id, self.number, self.suffix

    @property
    def address(self) -> str:
        """The article as the addresses of the law library name it."""
        return f"{self.number}-{self.suffix}" if self.suffix else str(self.number)


class Reading(models.Model):
    """Somebody says that they have read a law or an article, named as in `Chosen`, and when."""

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="+", verbose_name="行政区"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="人员"
    )
    instrument = models.ForeignKey(
        Instrument, models.PROTECT, related_name="+", verbose_name="法规"
    )
    number = models.PositiveIntegerField("条号", default=0)
    suffix = models.PositiveSmallIntegerField("之几", default=0)
    on = models.DateField("学习日期")

    class Meta:
        verbose_name = "已学"
        verbose_name_plural = "已学"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "instrument", "number", "suffix"], name="study_read_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.on}"


class Attendance(models.Model):
    """Somebody on the sign-in sheet of a session; `user` is None for an outsider."""

    case = models.ForeignKey(
        Case, models.PROTECT, related_name="attendance", verbose_name="学法活动"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="人员",
    )
    name = models.CharField("姓名", max_length=60)
    unit_name = models.CharField("单位", max_length=120, blank=True)
    present = models.BooleanField("出席")
    reason = models.CharField("缺席原因", max_length=100, blank=True)

    class Meta:
        verbose_name = "签到"
        verbose_name_plural = "签到"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "user"],
                condition=Q(user__isnull=False),
                name="study_attendance_once",
            ),
            models.UniqueConstraint(
                fields=["case", "name", "unit_name"],
                condition=Q(user=None),
                name="study_outsider_once",
            ),
            models.CheckConstraint(
                condition=Q(present=True) | ~Q(reason=""), name="study_absent_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{'出席' if self.present else self.reason}）"


class PerformanceReport(models.Model):
    """述法报告 of a leader for a year. `figures`: label, unit and cases, kept when submitted."""

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="+", verbose_name="行政区"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="单位负责人"
    )
    year = models.PositiveSmallIntegerField("年度")
    duty = models.TextField("履行推进法治建设职责情况", blank=True)
    shortcomings = models.TextField("存在的不足和原因", blank=True)
    intended = models.TextField("下一年度安排", blank=True)
    figures = models.JSONField("提交时的数据", default=list, blank=True)
    submitted_on = models.DateField("提交日期", null=True, blank=True)

    class Meta:
        verbose_name = "述法报告"
        verbose_name_plural = "述法报告"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "unit", "year"], name="study_statement_once_a_year"
            )
        ]

    def __str__(self) -> str:
        name = called(self.user)
        return f"{self.unit}{name}{self.year}年度述法报告"
