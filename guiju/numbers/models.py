"""Numbers are records: each has its row from the moment it is reserved or taken."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q, Value

from guiju.numbers.reading import STANDARD_FORM
from guiju.org.models import Jurisdiction


class Series(models.Model):
    """What counts from 1 every year, e.g. 云政办发 for outgoing documents.

    `pattern` holds `{word}`, `{year}` and `{serial}` once each. Two series never print alike.
    """

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="+", verbose_name="行政区"
    )
    kind = models.CharField("种类", max_length=20)
    word = models.CharField("机关代字", max_length=20)
    pattern = models.CharField("样式", max_length=60, default=STANDARD_FORM)

    class Meta:
        verbose_name = "编号序列"
        verbose_name_plural = "编号序列"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["jurisdiction", "kind", "word"], name="series_word_once"
            ),
            models.UniqueConstraint(
                F("jurisdiction"),
                Func(F("pattern"), Value("{word}"), F("word"), function="REPLACE"),
                name="series_prints_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}：{self.word}"


class State(models.TextChoices):
    RESERVED = "reserved", "预留"
    USED = "used", "已用"
    VOID = "void", "作废"


class Number(models.Model):
    """One number. `used_for` says whose it is ("case/12") and outlives its being voided.

    `by` and `at`: whoever brought it into its present state, and when; every earlier one is on
    the chain `numbers/<series>`.
    """

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="+", verbose_name="行政区"
    )
    series = models.ForeignKey(
        Series, models.PROTECT, related_name="numbers", verbose_name="编号序列"
    )
    year = models.PositiveSmallIntegerField("年份")
    serial = models.PositiveIntegerField("序号")
    state = models.CharField("状态", max_length=10, choices=State.choices)
    used_for = models.CharField("用于", max_length=60, blank=True)
    reason = models.CharField("原因", max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "编号"
        verbose_name_plural = "编号"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "year", "serial"], name="number_once"),
            models.UniqueConstraint(
                fields=["series", "used_for"], condition=Q(state="used"), name="number_kept"
            ),
            models.CheckConstraint(condition=Q(serial__gte=1), name="number_from_one"),
            models.CheckConstraint(
                condition=~Q(state="used") | ~Q(used_for=""), name="number_used_for_something"
            ),
            models.CheckConstraint(
                condition=Q(state="used") | ~Q(reason=""), name="number_kept_back_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """As it is printed: 云政办发〔2025〕3号."""
        return (
            self.series.pattern.replace("{word}", self.series.word)
            .replace("{year}", str(self.year))
            .replace("{serial}", str(self.serial))
        )
