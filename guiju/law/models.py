"""The law library: instruments, their wordings over time, articles and passages.

A wording binds from `valid_from` up to the day before `valid_until`; none means it still does.
A research folder keeps articles somebody collects for a draft.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from guiju.law.heads import KIND_LABELS, Kind
from guiju.law.parsed import SAME_ACT, Level, Unit, article_label
from guiju.org.models import Jurisdiction


class Ended(models.TextChoices):
    """Why a wording no longer binds."""

    NOT = "", "未终止"
    REVISED = "revised", "修订"
    AMENDED = "amended", "修正"
    REPEALED = "repealed", "废止"


class Instrument(models.Model):
    """A law, regulation, rule or document, whatever its wording. `key`: see `heads.title_key`.

    `jurisdiction` is the district whose own rule it is; the law of the land has none.
    """

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="行政区",
    )  # fmt: skip
    title = models.CharField("名称", max_length=300)
    key = models.CharField("检索名", max_length=300)
    kind = models.CharField(
        "效力层级", max_length=20, choices=[(kind.value, KIND_LABELS[kind]) for kind in Kind]
    )
    field = models.CharField("部门", max_length=60, blank=True)
    organ = models.CharField("制定机关", max_length=120, blank=True)

    class Meta:
        verbose_name = "法规"
        verbose_name_plural = "法规"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(jurisdiction=None), name="national_title_once"
            ),
            models.UniqueConstraint(
                fields=["jurisdiction", "key"],
                condition=Q(jurisdiction__isnull=False),
                name="own_title_once",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "field"], name="instrument_tree")]

    def __str__(self) -> str:
        return self.title


class Version(models.Model):
    """One wording. `on`: the day it was made or last changed; with the instrument its name.

    `first_made`: the day the instrument first was, though that wording may not be at hand.
    """

    instrument = models.ForeignKey(
        Instrument, models.CASCADE, related_name="versions", verbose_name="法规"
    )
    earlier = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="前一版本"
    )
    on = models.DateField("版本日期")
    first_made = models.DateField("首次公布日期", null=True, blank=True)
    change = models.CharField("变动方式", max_length=10)
    effective = models.DateField("载明的施行日期", null=True, blank=True)
    valid_from = models.DateField("有效期起")
    valid_until = models.DateField("失效日期", null=True, blank=True)
    ended = models.CharField(
        "终止原因", max_length=10, choices=Ended, blank=True, default=Ended.NOT
    )
    says_repealed = models.DateField("文件载明的废止日期", null=True, blank=True)
    source = models.CharField("来源文件", max_length=400)
    digest = models.CharField("原文摘要", max_length=64)

    class Meta:
        verbose_name = "版本"
        verbose_name_plural = "版本"
        ordering: ClassVar = ["on"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["instrument", "on"], name="version_once"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="version_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instrument.title}（{self.on}）"

    @property
    def begins_as_stated(self) -> bool:
        """The text says since when this wording binds.

        A changed text mostly repeats the day its first wording took effect; the decision that
        changed it says when the change does, and is not in the file.
        """
        return self.effective is not None and self.on - self.effective <= SAME_ACT

    def in_force(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_until is None or on < self.valid_until)


class Chapter(models.Model):
    version = models.ForeignKey(
        Version, models.CASCADE, related_name="chapters", verbose_name="版本"
    )
    place = models.PositiveIntegerField("次序")
    level = models.CharField("层级", max_length=10, choices=[(v.value, v.value) for v in Level])
    label = models.CharField("编号", max_length=60, blank=True)
    title = models.CharField("标题", max_length=300, blank=True)

    class Meta:
        verbose_name = "章节"
        verbose_name_plural = "章节"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "place"], name="chapter_place_once")
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.title}".strip()


class Article(models.Model):
    """条, or a point of a text without articles. Prose (preamble, appendix) has number 0."""

    version = models.ForeignKey(
        Version, models.CASCADE, related_name="articles", verbose_name="版本"
    )
    chapter = models.ForeignKey(
        Chapter, models.CASCADE, null=True, blank=True, related_name="articles",
        verbose_name="章节",
    )  # fmt: skip
    place = models.PositiveIntegerField("次序")
    unit = models.CharField("单位", max_length=10, choices=[(u.value, u.value) for u in Unit])
    number = models.PositiveIntegerField("条号")
    suffix = models.PositiveSmallIntegerField("之几", default=0)
    label = models.CharField("条号文字", max_length=60)
    text = models.TextField("条文")

    class Meta:
        verbose_name = "条文"
        verbose_name_plural = "条文"
        ordering: ClassVar = ["place"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "number", "suffix"], name="article_number_once"
            )
        ]

    def __str__(self) -> str:
        return self.label


class Passage(models.Model):
    """款 `paragraph`, 项 `item`, 目 `subitem` of an article; 0 above that level."""

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="passages", verbose_name="条文"
    )
    place = models.PositiveSmallIntegerField("次序")
    paragraph = models.PositiveSmallIntegerField("款")
    item = models.PositiveSmallIntegerField("项", default=0)
    subitem = models.PositiveSmallIntegerField("目", default=0)
    text = models.TextField("文字")

    class Meta:
        verbose_name = "款项"
        verbose_name_plural = "款项"
        ordering: ClassVar = ["place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["article", "place"], name="passage_place_once")
        ]

    def __str__(self) -> str:
        return self.text[:40]


class Repeal(models.Model):
    """A version says that it repeals a title, at hand or not. `key`: see `heads.title_key`."""

    version = models.ForeignKey(
        Version, models.CASCADE, related_name="repeals", verbose_name="版本"
    )
    title = models.CharField("被废止的名称", max_length=300)
    key = models.CharField("检索名", max_length=300, db_index=True)

    class Meta:
        verbose_name = "废止"
        verbose_name_plural = "废止"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "key"], name="repeal_once")
        ]

    def __str__(self) -> str:
        return f"《{self.title}》"


class Folder(models.Model):
    """研究夹: articles collected for a draft. Its owner's alone, or shared by a case.

    `subject` is the case whose visibility decides who sees it, as in `search.Entry`: the library
    knows no cases.
    """

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="+", verbose_name="行政区"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="建立人"
    )
    subject = models.BigIntegerField("所属事项", null=True, blank=True, db_index=True)
    title = models.CharField("名称", max_length=200)
    made_at = models.DateTimeField("建立时间")

    class Meta:
        verbose_name = "研究夹"
        verbose_name_plural = "研究夹"
        indexes: ClassVar = [models.Index(fields=["owner", "-made_at"], name="folder_of_owner")]

    def __str__(self) -> str:
        return self.title


class Clipping(models.Model):
    """An article in a folder, by its permanent name: instrument, wording, number."""

    folder = models.ForeignKey(
        Folder, models.CASCADE, related_name="clippings", verbose_name="研究夹"
    )
    instrument = models.ForeignKey(
        Instrument, models.PROTECT, related_name="+", verbose_name="法规"
    )
    version_on = models.DateField("版本日期")
    number = models.PositiveIntegerField("条号")
    suffix = models.PositiveSmallIntegerField("之几", default=0)
    note = models.CharField("备注", max_length=500, blank=True)
    by = models.CharField("摘录人", max_length=150)
    at = models.DateTimeField("摘录时间")

    class Meta:
        verbose_name = "摘录"
        verbose_name_plural = "摘录"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["folder", "instrument", "version_on", "number", "suffix"],
                name="clipping_once",
            )
        ]

    def __str__(self) -> str:
        return f"《{self.instrument.title}》{article_label(self.number, self.suffix)}"
