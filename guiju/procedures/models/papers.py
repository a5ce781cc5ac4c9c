"""What is written about a case: texts in their versions, opinions, files, links and drafts."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from guiju.files.models import File
from guiju.org.models import Jurisdiction, Post
from guiju.procedures.models.cases import Case


class Text(models.Model):
    """One version of the text a case is about. `digest` is SM3 in hex, over `structure` if there
    is one, else over `body`.

    `structure` is `OfficialDocument.canonical()` of an official document, '' for a plain text;
    `body` is then what it says, for search and comparing. `material` says that it changes what
    was decided: who reviewed or signed an earlier version must see it again.
    """

    append_only = True

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="+", verbose_name="行政区"
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="texts", verbose_name="事项")
    version = models.PositiveIntegerField("版次")
    body = models.TextField("正文")
    structure = models.TextField("结构", blank=True, default="")
    digest = models.CharField("摘要", max_length=64)
    material = models.BooleanField("实质性修改", default=True)
    note = models.CharField("修改说明", max_length=500, blank=True)
    by = models.CharField("修改人", max_length=150)
    at = models.DateTimeField("修改时间")

    class Meta:
        verbose_name = "文稿"
        verbose_name_plural = "文稿"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "version"], name="text_version_once")
        ]

    def __str__(self) -> str:
        return f"第{self.version}稿"


class Opinion(models.Model):
    """What someone wrote and signed in a zone of the slip, bound to the text they saw.

    Signed and dated even when `text` is empty. `handwriting` is what was written by hand, its
    strokes as `desk.handwriting` keeps them. `seq` is the event it came with. `digest` is that
    of the text version seen, '' where the case has none. Never changed: a later one adds to it.
    """

    append_only = True

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="+", verbose_name="行政区"
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="opinions", verbose_name="事项")
    seq = models.PositiveIntegerField("来自第几条")
    act = models.CharField("行为", max_length=60)
    zone = models.CharField("意见栏", max_length=60)
    text = models.TextField("意见", blank=True)
    handwriting = models.TextField("手写笔迹", blank=True, default="")
    digest = models.CharField("所见文稿摘要", max_length=64, blank=True)
    bound = models.BooleanField("随文稿失效", default=False)
    by = models.CharField("签署人", max_length=150)
    name = models.CharField("签名", max_length=150)
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="岗位"
    )
    rank = models.PositiveSmallIntegerField("排序", default=50)
    acting_for = models.CharField("代谁签署", max_length=150, blank=True)
    on = models.DateField("签署日期")
    at = models.DateTimeField("签署时间")
    entered_by = ""
    """Who entered it from the signer's paper, by name; `opinions.block` fills it in."""

    class Meta:
        verbose_name = "意见"
        verbose_name_plural = "意见"
        indexes: ClassVar = [models.Index(fields=["case", "zone"], name="opinion_of_case")]

    def __str__(self) -> str:
        return f"{self.zone} {self.name}"

    @property
    def signature(self) -> str:
        """The name as papers print it, with whose post it was, or who entered it (代录)."""
        if self.acting_for:
            return f"{self.name}（代{self.acting_for}）"
        return f"{self.name}（{self.entered_by}代录）" if self.entered_by else self.name


class LinkKind(models.TextChoices):
    RELATED = "related", "相关"
    SOURCE = "source", "来源"
    EARLIER = "earlier", "前案"
    REPLY = "reply", "答复"


class Link(models.Model):
    """Two cases that belong together: `other` is the `kind` of `case`."""

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="+", verbose_name="行政区"
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="links", verbose_name="事项")
    other = models.ForeignKey(
        Case, models.PROTECT, related_name="linked_from", verbose_name="关联事项"
    )
    kind = models.CharField("关系", max_length=12, choices=LinkKind)
    by = models.CharField("关联人", max_length=150)
    at = models.DateTimeField("关联时间")

    class Meta:
        verbose_name = "关联"
        verbose_name_plural = "关联"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "other", "kind"], name="link_once"),
            models.CheckConstraint(condition=~Q(case=models.F("other")), name="link_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.other}"


class Draft(models.Model):
    """What someone has typed and not yet done: of an act on a case, or of a case to be opened.

    `token` grows with every save; a save that does not name the last one is stale.
    `case_token` is the token of the case when the draft was begun.
    """

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="+", verbose_name="行政区"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="人员"
    )
    case = models.ForeignKey(
        Case, models.CASCADE, null=True, blank=True, related_name="drafts", verbose_name="事项"
    )
    procedure = models.CharField("程序", max_length=60)
    act = models.CharField("行为", max_length=60)
    title = models.CharField("标题", max_length=500, blank=True)
    fields = models.JSONField("已填内容", default=dict)
    token = models.PositiveIntegerField("版本", default=1)
    case_token = models.PositiveIntegerField("事项版本", default=0)
    saved_at = models.DateTimeField("保存时间")

    class Meta:
        verbose_name = "草稿"
        verbose_name_plural = "草稿"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "case", "act"],
                condition=Q(case__isnull=False),
                name="draft_once_per_act",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["user", "-saved_at"], name="draft_of_person")]

    def __str__(self) -> str:
        return self.title or self.act


class Attachment(models.Model):
    """附件: a file put with a case, under the name it came with."""

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="+", verbose_name="行政区"
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="attachments", verbose_name="事项")
    file = models.ForeignKey(File, models.PROTECT, related_name="+", verbose_name="文件")
    name = models.CharField("附件名", max_length=150)
    by = models.CharField("上传人", max_length=150)
    at = models.DateTimeField("上传时间")

    class Meta:
        verbose_name = "附件"
        verbose_name_plural = "附件"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "file"], name="attachment_once_per_case")
        ]

    def __str__(self) -> str:
        return self.name


class Phrase(models.Model):
    """常用意见 somebody keeps for themselves."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="人员"
    )
    text = models.CharField("内容", max_length=200)

    class Meta:
        verbose_name = "常用意见"
        verbose_name_plural = "常用意见"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "text"], name="phrase_once_per_user")
        ]

    def __str__(self) -> str:
        return self.text
