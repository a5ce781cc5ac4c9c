"""Who has to act on a case, who is to read it, who has had a part in it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from guiju.org.models import Jurisdiction, OftenWritten, Post, Unit
from guiju.procedures.models.cases import Case


class TaskKind(models.TextChoices):
    HANDLE = "handle", "承办"
    COUNTERSIGN = "countersign", "会签"


class TaskState(models.TextChoices):
    OPEN = "open", "待办"
    DONE = "done", "已办"
    RETURNED = "returned", "已退回"
    TAKEN_BACK = "taken_back", "已被取回"
    HANDED_ON = "handed_on", "已转办"
    CANCELLED = "cancelled", "已撤销"


class Resume(models.TextChoices):
    """How a returned case comes back."""

    STEP_BY_STEP = "step_by_step", "重新逐级办理"
    STRAIGHT_BACK = "straight_back", "修改后直接回到退回人"


class Task(OftenWritten):
    """待办: a case waits for a post, or for whoever of a unit holds a role, to act in a step.

    `role` is `<procedure>.<role>`. Without `post` it is in the pool of that role (of `unit`, if
    named); with `user` it was handed to that person. `seq` is the event that opened it, `round`
    counts the times the step was entered. `came_back` marks a returned case; `resume` and
    `return_to` (the task of whoever returned it) say how it comes back. `signed_against` says
    that the unit disagreed, `voided_seq` which return made its signature void.
    """

    case = models.ForeignKey(
        Case, models.PROTECT, related_name="tasks", verbose_name="事项", db_index=False
    )
    step = models.CharField("环节", max_length=60)
    kind = models.CharField("任务类型", max_length=12, choices=TaskKind, default=TaskKind.HANDLE)
    role = models.CharField("角色", max_length=120)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="单位",
        db_index=False,
    )
    post = models.ForeignKey(
        Post,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name="岗位",
        db_index=False,
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="指定人员",
        db_index=False,
    )
    lead = models.BooleanField("主办", default=False)
    state = models.CharField("状态", max_length=12, choices=TaskState, default=TaskState.OPEN)
    round = models.PositiveSmallIntegerField("轮次", default=1)
    seq = models.PositiveIntegerField("来自第几条")
    sender = models.CharField("提交人", max_length=150, blank=True)
    note = models.CharField("附言", max_length=500, blank=True)
    came_back = models.BooleanField("退回件", default=False)
    resume = models.CharField(
        "返回方式", max_length=14, choices=Resume, default=Resume.STEP_BY_STEP
    )
    return_to = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="退回人任务",
        db_index=False,
    )
    signed_against = models.BooleanField("不同意", default=False)
    urged = models.PositiveSmallIntegerField("催办次数", default=0)
    opened_at = models.DateTimeField("接收时间")
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)
    read_by = models.CharField("阅读人", max_length=150, blank=True)
    done_at = models.DateTimeField("完成时间", null=True, blank=True)
    done_by = models.CharField("完成人", max_length=150, blank=True)
    ended_seq = models.PositiveIntegerField("结束于第几条", null=True, blank=True)
    voided_seq = models.PositiveIntegerField("签署失效于第几条", null=True, blank=True)

    class Meta:
        verbose_name = "待办"
        verbose_name_plural = "待办"
        indexes: ClassVar = [
            models.Index(
                fields=["post", "-opened_at"], condition=Q(state="open"), name="task_open_of_post"
            ),
            models.Index(
                fields=["role", "unit"],
                condition=Q(state="open", post__isnull=True),
                name="task_open_of_role",
            ),
            models.Index(
                fields=["user"],
                condition=Q(state="open", user__isnull=False),
                name="task_open_of_person",
            ),
            # Not with the state: a task that ends would be taken out of it and put in again.
            models.Index(fields=["case"], name="task_of_case"),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.get_state_display()}"


class Reading(models.Model):
    """待阅: someone, or whoever holds a post, is to read a case. Blocks nothing.

    `handwriting` is what the reader wrote by hand, as `desk.handwriting` keeps it.
    """

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="+", verbose_name="行政区", db_index=False
    )
    case = models.ForeignKey(
        Case, models.PROTECT, related_name="readings", verbose_name="事项", db_index=False
    )
    post = models.ForeignKey(Post, models.PROTECT, related_name="readings", verbose_name="岗位")
    sender = models.CharField("发送人", max_length=150)
    sent_at = models.DateTimeField("发送时间")
    note = models.CharField("传阅说明", max_length=500, blank=True)
    urged = models.PositiveSmallIntegerField("催阅次数", default=0)
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)
    read_by = models.CharField("阅读人", max_length=150, blank=True)
    opinion = models.TextField("阅文意见", blank=True)
    handwriting = models.TextField("手写笔迹", blank=True, default="")
    recalled_at = models.DateTimeField("收回时间", null=True, blank=True)

    class Meta:
        verbose_name = "待阅"
        verbose_name_plural = "待阅"
        indexes: ClassVar = [
            models.Index(
                fields=["post", "-sent_at"],
                condition=Q(read_at=None, recalled_at=None),
                name="reading_unread_of_post",
            ),
            models.Index(fields=["read_by", "-read_at"], name="reading_by_reader"),
            models.Index(
                fields=["sender"],
                condition=Q(read_at=None, recalled_at=None),
                name="reading_unread_by_sender",
            ),
            models.Index(fields=["case"], name="reading_of_case"),
        ]

    def __str__(self) -> str:
        return f"传阅 {self.post}"


class Participation(OftenWritten):
    """Someone, or a post, has had a part in a case and may see it.

    `acted` tells having done something from having received it; `last_at` is when that was last.
    """

    case = models.ForeignKey(
        Case, models.CASCADE, related_name="parts", verbose_name="事项", db_index=False
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="人员",
        db_index=False,
    )
    post = models.ForeignKey(
        Post,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="岗位",
        db_index=False,
    )
    acted = models.BooleanField("办理过", default=False)
    closed = models.BooleanField("已办结", default=False)
    last_at = models.DateTimeField("最近时间")

    class Meta:
        verbose_name = "参与"
        verbose_name_plural = "参与"
        constraints: ClassVar = [
            # With the rows of posts, so that it finds all of a case too.
            models.UniqueConstraint(fields=["case", "user"], name="part_once_per_user"),
            models.UniqueConstraint(
                # By the post first, so that it serves the boxes of a post too.
                fields=["post", "case"],
                condition=Q(post__isnull=False),
                name="part_once_per_post",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                # With the case, so that what someone may see is told by the index alone.
                fields=["user", "acted", "closed", "-last_at", "case"],
                condition=Q(user__isnull=False),
                name="part_of_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user or self.post}"


class Follow(models.Model):
    """关注: someone keeps an eye on a case."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="人员"
    )
    case = models.ForeignKey(Case, models.CASCADE, related_name="follows", verbose_name="事项")
    since = models.DateTimeField("关注时间")

    class Meta:
        verbose_name = "关注"
        verbose_name_plural = "关注"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "case"], name="follow_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.case}"


class SlipKind(models.TextChoices):
    URGE = "urge", "催办单"
    SUPERVISE = "supervise", "督办单"


class Slip(models.Model):
    """A numbered slip to whoever holds a case: 催办单, or 督办单 once a limit has passed."""

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="+", verbose_name="行政区"
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="slips", verbose_name="事项")
    task = models.ForeignKey(
        Task, models.PROTECT, null=True, blank=True, related_name="slips", verbose_name="待办"
    )
    kind = models.CharField("种类", max_length=12, choices=SlipKind)
    number = models.CharField("编号", max_length=60)
    to = models.CharField("送达单位或人员", max_length=200)
    text = models.TextField("内容")
    limit = models.CharField("期限", max_length=60, blank=True)
    due_on = models.DateField("应当日期", null=True, blank=True)
    by = models.CharField("发出人", max_length=150)
    at = models.DateTimeField("发出时间")

    class Meta:
        verbose_name = "督促单"
        verbose_name_plural = "督促单"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["jurisdiction", "kind", "number"], name="slip_number_once"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["case"], name="slip_of_case")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}{self.number}"
