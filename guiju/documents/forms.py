"""How the register of incoming documents is narrowed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms

from guiju.documents import outgoing
from guiju.documents.register import STATES, Wanted

_DAY = {"invalid": "日期写成 2026-10-08 的样子。"}
_SHORT = {"max_length": "最多写100个字。"}


class RegisterForm(forms.Form):
    since = forms.DateField(
        label="收文日期从",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=_DAY,
    )
    until = forms.DateField(
        label="到",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=_DAY,
    )
    sender = forms.CharField(
        label="来文单位", required=False, max_length=100, error_messages=_SHORT
    )
    urgency = forms.ChoiceField(label="紧急程度", required=False)
    kind = forms.ChoiceField(label="件类", required=False)
    state = forms.ChoiceField(
        label="办理情况", required=False, choices=[("", "全部"), *STATES.items()]
    )
    text = forms.CharField(
        label="编号、字号或标题", required=False, max_length=100, error_messages=_SHORT
    )

    def __init__(
        self, *args: Any, urgencies: Sequence[str], kinds: Sequence[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, words in (("urgency", urgencies), ("kind", kinds)):
            field = cast(forms.ChoiceField, self.fields[name])
            field.choices = [("", "全部"), *((word, word) for word in words)]

    def wanted(self) -> Wanted:
        """What was asked well; a field filled in wrongly narrows nothing and says so."""
        self.is_valid()
        return Wanted(**{k: v for k, v in self.cleaned_data.items() if v})


class OutgoingForm(forms.Form):
    """How 发文登记簿 and 用印登记簿 are narrowed; the days are those of drafting, or of sealing."""

    since = forms.DateField(
        label="日期从",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=_DAY,
    )
    until = forms.DateField(
        label="到",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=_DAY,
    )
    state = forms.ChoiceField(
        label="办理情况", required=False, choices=[("", "全部"), *outgoing.STATES.items()]
    )
    text = forms.CharField(
        label="字号或标题", required=False, max_length=100, error_messages=_SHORT
    )

    def __init__(self, *args: Any, by_state: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not by_state:
            del self.fields["state"]

    def wanted(self) -> outgoing.Wanted:
        """What was asked well; a field filled in wrongly narrows nothing and says so."""
        self.is_valid()
        return outgoing.Wanted(**{k: v for k, v in self.cleaned_data.items() if v})
