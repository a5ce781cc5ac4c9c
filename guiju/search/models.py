"""The index: a row for each passage of each thing that can be found."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from guiju.org.models import Jurisdiction
from guiju.search.terms_field import TermsField


class Kind(models.TextChoices):
    """What an entry is, in the order of the filter."""

    ARTICLE = "article", "法条"
    INSTRUMENT = "instrument", "法规"
    DOCUMENT = "document", "公文"
    CASE = "case", "事项"
    DISCLOSURE = "disclosure", "主动公开"
    MESSAGE = "message", "留言"


LAW = (Kind.ARTICLE, Kind.INSTRUMENT)


class Entry(models.Model):
    """One passage of one thing. `ref` names the thing, `place` the passage.

    `subject` is the row whose visibility decides who may see this one, as its kind says: the
    case of a case, document, disclosure or message. What has none is seen by its jurisdiction.
    `standing` orders what is equally apt: law in force stands high, repealed law low.
    `terms` is searched on PostgreSQL; SQLite has a table `search_terms` beside this one.
    """

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.CASCADE, null=True, blank=True, related_name="+",
        verbose_name="行政区",
    )  # fmt: skip
    kind = models.CharField("类别", max_length=12, choices=Kind)
    ref = models.CharField("指向", max_length=80)
    place = models.PositiveSmallIntegerField("段次", default=0)
    subject = models.BigIntegerField("所属记录", null=True, blank=True)
    title = models.CharField("标题", max_length=400)
    number = models.CharField("文号", max_length=120, blank=True)
    unit = models.CharField("单位", max_length=120, blank=True)
    year = models.PositiveSmallIntegerField("年度", null=True, blank=True)
    status = models.CharField("状态", max_length=40, blank=True)
    standing = models.SmallIntegerField("位次", default=0)
    length = models.PositiveIntegerField("长度")
    text = models.TextField("文字", blank=True)
    updated_at = models.DateTimeField("更新时间", null=True, blank=True)
    terms = TermsField("检索词", null=True, editable=False)

    class Meta:
        verbose_name = "检索条目"
        verbose_name_plural = "检索条目"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ref", "place"], name="search_passage_once")
        ]
        indexes: ClassVar = [models.Index(fields=["subject", "kind"], name="search_subject")]

    def __str__(self) -> str:
        return self.title
