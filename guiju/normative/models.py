"""What a normative document carries beside its case: comments, bases of clauses, filings.

And the rounds of clean-up, in which every document in force gets a conclusion.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from guiju.org.models import Jurisdiction, Unit
from guiju.procedures.models import Case


class Handling(models.TextChoices):
    """What became of a comment (优化营商环境条例第六十二条第二款: 采纳情况须反馈)."""

    OPEN = "", "尚未研究"
    ADOPTED = "adopted", "采纳"
    PARTLY = "partly", "部分采纳"
    REJECTED = "rejected", "不采纳"


class ClauseKind(models.TextChoices):
    """What a clause does that needs law behind it (优化营商环境条例第六十四条第一款)."""

    LICENCE = "licence", "行政许可"
    PENALTY = "penalty", "行政处罚"
    COMPULSION = "compulsion", "行政强制"
    LEVY = "levy", "行政征收"
    FEE = "fee", "行政收费"
    CUTS_RIGHTS = "cuts_rights", "减损权益"
    ADDS_DUTIES = "adds_duties", "增加义务"
    MARKET_ENTRY = "market_entry", "市场准入和退出条件"
    NONE = "none", "不涉及上述事项"


class FiledWith(models.TextChoices):
    """Who takes a document on record (地方组织法第七十五条)."""

    GOVERNMENT = "government", "上一级人民政府"
    CONGRESS = "congress", "本级人大常委会"


class Comment(models.Model):
    """An opinion received in the consultation, and what became of it."""

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="+", verbose_name="行政区"
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="comments", verbose_name="文件")
    who = models.CharField("提出人", max_length=100)
    received_on = models.DateField("提出日期")
    text = models.TextField("意见内容")
    handling = models.CharField(
        "采纳情况", max_length=10, choices=Handling.choices, blank=True, default=""
    )
    reason = models.TextField("理由", blank=True, default="")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )

    class Meta:
        verbose_name = "征求到的意见"
        verbose_name_plural = "征求到的意见"
        ordering = ("received_on", "pk")

    def __str__(self) -> str:
        return f"{self.who}：{self.text[:20]}"


class ClauseBasis(models.Model):
    """A clause of the draft, what it does, and the law it rests on.

    The verdict of the law library is asked anew for the day it is shown and never stored.
    """

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="+", verbose_name="行政区"
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="clauses", verbose_name="文件")
    place = models.PositiveIntegerField("次序")
    clause = models.CharField("条款", max_length=40)
    text = models.TextField("条款内容")
    kind = models.CharField("涉及事项", max_length=20, choices=ClauseKind.choices)
    cited = models.CharField("依据的法律法规条文", max_length=300, blank=True, default="")

    class Meta:
        verbose_name = "条款依据"
        verbose_name_plural = "条款依据"
        ordering = ("place", "pk")

    def __str__(self) -> str:
        return self.clause


class RecordFiling(models.Model):
    """A document sent to be kept on record, and the receipt that came back."""

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="+", verbose_name="行政区"
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="filings", verbose_name="文件")
    organ = models.CharField("备案机关", max_length=12, choices=FiledWith.choices)
    sent_on = models.DateField("报送日期")
    receipt = models.CharField("备案回执编号", max_length=100, blank=True, default="")
    receipt_on = models.DateField("回执日期", null=True, blank=True)

    class Meta:
        verbose_name = "备案"
        verbose_name_plural = "备案"
        ordering = ("organ",)
        constraints = (
            models.UniqueConstraint(fields=["case", "organ"], name="normative_one_filing_an_organ"),
        )

    def __str__(self) -> str:
        return self.get_organ_display()


class Conclusion(models.TextChoices):
    """What a clean-up finds about a document, in the words of the procedure's fact."""

    KEEP = "继续有效", "继续有效"
    AMEND = "修改", "修改"
    REPEAL = "废止", "废止"
    LAPSE = "宣布失效", "宣布失效"


class CleanUp(models.Model):
    """A round of clean-up (立法法第一百一十六条): a conclusion on all that stood on `opened_on`.

    Empty until it happens: `finished_on` every document had its conclusion, `decided_on` the head
    decided what is repealed or lapses (`decision` names the document), `published_on` the list
    was made public at `address`.
    """

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="clean_ups", verbose_name="行政区"
    )
    title = models.CharField("名称", max_length=200)
    reason = models.TextField("清理的原因和要求")
    opened_on = models.DateField("开始日期")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="发起人"
    )
    finished_on = models.DateField("完成日期", null=True, blank=True)
    decided_on = models.DateField("决定日期", null=True, blank=True)
    decision = models.CharField("决定文书", max_length=200, blank=True, default="")
    published_on = models.DateField("公布日期", null=True, blank=True)
    address = models.CharField("公布的网址", max_length=500, blank=True, default="")

    class Meta:
        verbose_name = "规范性文件清理"
        verbose_name_plural = "规范性文件清理"
        ordering = ("-opened_on", "-pk")

    def __str__(self) -> str:
        return self.title


class CleanUpItem(models.Model):
    """A document in a round. `number` and `title` are as they stood when the round began."""

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="+", verbose_name="行政区"
    )
    clean_up = models.ForeignKey(CleanUp, models.PROTECT, related_name="items", verbose_name="清理")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", verbose_name="文件")
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="起草单位"
    )
    number = models.CharField("发文字号", max_length=120, blank=True)
    title = models.CharField("文件名称", max_length=500)
    conclusion = models.CharField(
        "清理结论", max_length=8, choices=Conclusion.choices, blank=True, default=""
    )
    reason = models.TextField("理由", blank=True, default="")
    concluded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="提出人",
    )
    concluded_on = models.DateField("提出日期", null=True, blank=True)

    class Meta:
        verbose_name = "清理的文件"
        verbose_name_plural = "清理的文件"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["clean_up", "case"], name="normative_item_once_a_round"
            ),
        )

    def __str__(self) -> str:
        return f"{self.title}{self.number}"


class ToldAlarm(models.Model):
    """That the office was told of a duty of a document, so that it is told once a due day."""

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="+", verbose_name="行政区"
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", verbose_name="文件")
    limit = models.CharField("期限", max_length=60)
    due = models.DateField("届满日期")
    past = models.BooleanField("已届满")
    told_at = models.DateTimeField("提醒时间")

    class Meta:
        verbose_name = "到期提醒"
        verbose_name_plural = "到期提醒"
        constraints = (
            models.UniqueConstraint(
                fields=["case", "limit", "due", "past"], name="normative_alarm_told_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.limit} {self.due}"
