"""What is asked of the register, and what is typed into a round of clean-up."""

from __future__ import annotations

from datetime import date

from django import forms

from guiju.normative.models import Conclusion
from guiju.normative.register import Wanted
from guiju.normative.validity import Standing

_DAY = {"invalid": "日期写成 2026-10-08 的样子。"}
_LONG = {"max_length": "最多写2000个字。"}


class RegisterForm(forms.Form):
    on = forms.DateField(
        label="在哪一天",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=_DAY,
    )
    standing = forms.ChoiceField(
        label="效力状态",
        required=False,
        choices=[("", "全部"), *((one.name, one.value) for one in Standing)],
    )
    text = forms.CharField(
        label="字号、名称或单位",
        required=False,
        max_length=100,
        error_messages={"max_length": "最多写100个字。"},
    )
    alarmed = forms.BooleanField(label="只看有提醒的", required=False)

    def wanted(self, today: date) -> Wanted:
        """What was asked well; a field filled in wrongly narrows nothing and says so."""
        self.is_valid()
        said = {name: value for name, value in self.cleaned_data.items() if value}
        return Wanted(**{"on": today, **said})


class OpenForm(forms.Form):
    title = forms.CharField(
        label="名称",
        max_length=200,
        error_messages={"required": "请写明本轮清理的名称。", "max_length": "最多写200个字。"},
    )
    reason = forms.CharField(
        label="清理的原因和要求",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明清理的原因和要求。", **_LONG},
    )


class ConcludeForm(forms.Form):
    conclusion = forms.ChoiceField(
        label="清理结论",
        choices=[("", "请选择"), *Conclusion.choices],
        error_messages={"required": "请选择清理结论。"},
    )
    reason = forms.CharField(
        label="理由",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写明理由。", **_LONG},
    )


class DecideForm(forms.Form):
    decision = forms.CharField(
        label="决定的名称和文号",
        max_length=200,
        error_messages={"required": "请写明决定的名称和文号。", "max_length": "最多写200个字。"},
    )


class PublishForm(forms.Form):
    address = forms.URLField(
        label="清理结果公布的网址",
        max_length=500,
        assume_scheme="https",
        error_messages={
            "required": "请填写清理结果公布的网址。",
            "invalid": "网址写成 https://www.example.gov.cn/… 的样子。",
        },
    )
