"""The running limits, kept so that boards and lists need not replay a history."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from guiju.org.models import OftenWritten, Secrecy, Unit
from guiju.procedures.models.cases import Case


class Limit(OftenWritten):
    """A reading of one limit of one case. Derived: the truth is events, definition and calendar.

    `state` is that of `clock.State`; `owed` says that silence will be overdue, `running` that it
    has begun and not ended. The light follows from `state`, `warn_on`, `due_on` and the day it
    is looked at; on `look_again_at` the reading itself changes and must be taken anew.
    `told_nearing` and `told_overdue` are the due dates whose approach and passing people were
    told of. `unit`, `procedure` and `secrecy` repeat what of a live case never changes, so that
    the row alone tells who may see it.
    """

    case = models.ForeignKey(
        Case, models.CASCADE, related_name="limits", verbose_name="事项", db_index=False
    )
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="单位",
        db_index=False,
    )
    procedure = models.CharField("程序", max_length=60)
    secrecy = models.PositiveSmallIntegerField("阅知范围", choices=Secrecy)
    name = models.CharField("期限", max_length=60)
    state = models.CharField("状态", max_length=12)
    owed = models.BooleanField("应当完成", default=False)
    running = models.BooleanField("计算中", default=False)
    start_on = models.DateField("起算日期", null=True, blank=True)
    due_on = models.DateField("应当日期", null=True, blank=True)
    due_at = models.DateTimeField("应当时刻", null=True, blank=True)
    warn_on = models.DateField("提醒日期", null=True, blank=True)
    done_on = models.DateField("完成日期", null=True, blank=True)
    look_again_at = models.DateField("复算日期", null=True, blank=True)
    provisional = models.BooleanField("暂定", default=False)
    told_nearing = models.DateField("已提醒临期", null=True, blank=True)
    told_overdue = models.DateField("已提醒逾期", null=True, blank=True)

    class Meta:
        verbose_name = "期限"
        verbose_name_plural = "期限"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "name"], name="limit_once_per_case")
        ]
        indexes: ClassVar = [
            models.Index(
                # With all the board asks of a limit, so that it reads the index alone.
                fields=[
                    "jurisdiction",
                    "due_on",
                    "id",
                    "unit",
                    "state",
                    "warn_on",
                    "procedure",
                    "case",
                    "owed",
                    "running",
                    "secrecy",
                ],
                condition=Q(running=True),
                name="limit_running_by_due",
            ),
            models.Index(
                # Named so narrowly that no board takes it for a list of what runs.
                fields=["look_again_at"],
                condition=Q(running=True, look_again_at__isnull=False),
                name="limit_to_look_again",
            ),
            models.Index(
                fields=[
                    "jurisdiction",
                    "done_on",
                    "id",
                    "unit",
                    "procedure",
                    "case",
                    "owed",
                    "running",
                    "secrecy",
                ],
                condition=Q(owed=True, running=False, done_on__isnull=False),
                name="limit_done_lately",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.due_on}"
