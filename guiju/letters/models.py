"""What was typed for a letter, and every letter that went out."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from guiju.files.models import File
from guiju.org.models import Jurisdiction
from guiju.procedures.models import Case


class Wording(models.Model):
    """The words typed for one letter: name of the word → text. `seq` is the event it is for."""

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="+", verbose_name="行政区"
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="wordings", verbose_name="事项")
    letter = models.CharField("文书", max_length=60)
    seq = models.PositiveIntegerField("为第几条出具")
    words = models.JSONField("填写的内容", default=dict)
    by = models.CharField("填写人", max_length=150)
    at = models.DateTimeField("填写时间")

    class Meta:
        verbose_name = "文书填写内容"
        verbose_name_plural = "文书填写内容"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "letter", "seq"], name="wording_once")
        ]

    def __str__(self) -> str:
        return self.letter


class Issued(models.Model):
    """A letter as it went out, never changed; issued anew it is the next `version`.

    `digest` is SM3 over its text in hex: whether the record would still give the same letter.
    `reason` says why it was issued again, '' for the first. The files hold names in full.
    """

    append_only = True

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="+", verbose_name="行政区"
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="issued", verbose_name="事项")
    letter = models.CharField("文书", max_length=60)
    seq = models.PositiveIntegerField("为第几条出具")
    version = models.PositiveIntegerField("第几次出具", default=1)
    kind = models.CharField("文书名称", max_length=60)
    number = models.CharField("文号", max_length=120)
    dated = models.DateField("落款日期")
    pdf = models.ForeignKey(File, models.PROTECT, related_name="+", verbose_name="PDF")
    docx = models.ForeignKey(File, models.PROTECT, related_name="+", verbose_name="Word")
    digest = models.CharField("摘要", max_length=64)
    reason = models.CharField("重新出具的原因", max_length=500, blank=True)
    by = models.CharField("出具人", max_length=150)
    at = models.DateTimeField("出具时间")

    class Meta:
        verbose_name = "已出具的文书"
        verbose_name_plural = "已出具的文书"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "letter", "seq", "version"], name="issued_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}（{self.number}）"
