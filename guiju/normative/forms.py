"""Forms of a normative document: an opinion received, a clause and its basis, a filing."""

from __future__ import annotations

from django import forms

from guiju.normative.clauses import Clause
from guiju.normative.consultation import Said
from guiju.normative.filings import Sent
from guiju.normative.models import ClauseBasis, ClauseKind, Comment, FiledWith, Handling


def _day(label: str, *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": f"请填写{label}。",
            "invalid": f"{label}写成 2026-10-08 的样子。",
        },
    )


class CommentForm(forms.Form):
    who = forms.CharField(
        label="提出人", max_length=100, error_messages={"required": "请填写提出人。"},
        help_text="单位写全称；个人可以写“某居民”。",
    )  # fmt: skip
    received_on = _day("提出日期")
    text = forms.CharField(
        label="意见内容",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请填写意见内容。"},
    )
    handling = forms.ChoiceField(label="采纳情况", choices=Handling.choices, required=False)
    reason = forms.CharField(
        label="理由",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="部分采纳、不采纳的须写明理由。",
    )

    def said(self) -> Said:
        return Said(**self.cleaned_data)

    @staticmethod
    def of(row: Comment) -> dict[str, object]:
        names = ("who", "received_on", "text", "handling", "reason")
        return {name: getattr(row, name) for name in names}


class ClauseForm(forms.Form):
    clause = forms.CharField(
        label="条款",
        max_length=40,
        help_text="如：第三条第二款。",
        error_messages={"required": "请填写条款。"},
    )
    text = forms.CharField(
        label="条款内容",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请填写条款内容。"},
    )
    kind = forms.ChoiceField(label="涉及事项", choices=ClauseKind.choices)
    cited = forms.CharField(
        label="依据的法律法规条文",
        required=False,
        max_length=300,
        help_text="写明名称和条号，如：《中华人民共和国行政许可法》第十五条。",
    )

    def said(self) -> Clause:
        return Clause(**self.cleaned_data)

    @staticmethod
    def of(row: ClauseBasis) -> dict[str, object]:
        return {name: getattr(row, name) for name in ("clause", "text", "kind", "cited")}


class FilingForm(forms.Form):
    organ = forms.ChoiceField(label="备案机关", choices=FiledWith.choices)
    sent_on = _day("报送日期")
    receipt = forms.CharField(label="备案回执编号", required=False, max_length=100)
    receipt_on = _day("回执日期", required=False)

    def sent(self) -> Sent:
        return Sent(**self.cleaned_data)
