"""Forms of a request: who asked, how it was searched, what can be told apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms

from guiju.foi.identity import LABELS
from guiju.foi.records import PartialTest, SearchLog

_SEPARABLE = (("yes", "能够区分"), ("no", "不能区分"))


class RevealForm(forms.Form):
    reason = forms.CharField(
        label="查看的理由",
        max_length=200,
        help_text="查看的人、时间和理由记入审计。",
        error_messages={"required": "请写明查看的理由，如“寄送答复书”。"},
    )


class AmendForm(forms.Form):
    """What is left blank stays as it is."""

    name = forms.CharField(label=LABELS["name"], required=False, max_length=100)
    checked = forms.CharField(label=LABELS["checked"], required=False, max_length=200)
    contact = forms.CharField(label=LABELS["contact"], required=False, max_length=200)
    address = forms.CharField(label=LABELS["address"], required=False, max_length=300)
    reason = forms.CharField(
        label="登记、修改的理由",
        max_length=200,
        error_messages={"required": "请写明登记、修改的理由。"},
    )

    def changes(self) -> dict[str, str]:
        said = self.cleaned_data
        return {name: said[name] for name in LABELS if said[name]}


class SearchForm(forms.Form):
    """The log of one search (条例第三十六条第四项)."""

    places = forms.CharField(
        label="检索范围",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        help_text="一行写一处，如：文电系统；档案室2019年至2024年文书档案。",
        error_messages={"required": "请填写检索范围。"},
    )
    keywords = forms.CharField(
        label="检索关键词",
        max_length=300,
        help_text="几个词之间空一格或者写顿号。",
        error_messages={"required": "请填写检索关键词。"},
    )
    searcher = forms.CharField(
        label="检索人", max_length=60, error_messages={"required": "请填写检索人。"}
    )
    on = forms.DateField(
        label="检索日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "请填写检索日期。",
            "invalid": "检索日期写成 2026-10-08 的样子。",
        },
    )
    result = forms.ChoiceField(label="检索结果")
    note = forms.CharField(label="补充说明", required=False, max_length=1000)

    def __init__(self, *args: Any, results: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = cast(forms.ChoiceField, self.fields["result"])
        choices.choices = [(word, word) for word in results]

    def log(self) -> SearchLog:
        return SearchLog(**self.cleaned_data)


class PartialForm(forms.Form):
    """Whether parts can be told apart (条例第三十七条)."""

    withheld = forms.CharField(
        label="不应当公开的内容",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        error_messages={"required": "请写明哪些内容不应当公开。"},
    )
    separable = forms.ChoiceField(
        label="能否与其他内容区分", choices=_SEPARABLE, widget=forms.RadioSelect
    )
    released = forms.CharField(
        label="可以公开的内容（能够区分的填写）",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        required=False,
    )
    grounds = forms.CharField(
        label="区分的方式，或者不能区分的理由",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        help_text="如：遮盖第三页中的账号后提供复印件。",
        error_messages={"required": "请写明区分的方式，或者不能区分的理由。"},
    )

    def test(self) -> PartialTest:
        said = self.cleaned_data
        return PartialTest(
            said["withheld"], said["separable"] == "yes", said["released"], said["grounds"]
        )
