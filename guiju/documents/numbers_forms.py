"""What is typed into the register of numbers."""

from __future__ import annotations

from django import forms

from guiju.numbers.acts import MOST_RESERVED
from guiju.numbers.models import State

_WHOLE = {"invalid": "请填写整数。"}
_REASON = {"required": "请写明原因，留作登记。", "max_length": "最多写200个字。"}


class StateForm(forms.Form):
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *State.choices])

    def wanted(self) -> str:
        """The state asked for; '' for all, and for what there is not."""
        self.is_valid()
        return str(self.cleaned_data.get("state", ""))


class ReserveForm(forms.Form):
    count = forms.IntegerField(
        label="预留个数",
        min_value=1,
        max_value=MOST_RESERVED,
        error_messages={
            **_WHOLE,
            "required": "请填写个数。",
            "min_value": "至少1个。",
            "max_value": f"一次最多{MOST_RESERVED}个。",
        },
    )
    reason = forms.CharField(label="预留原因", max_length=200, error_messages=_REASON)


class EnterForm(forms.Form):
    serial = forms.IntegerField(
        label="顺序号",
        min_value=1,
        max_value=999_999,
        error_messages={
            **_WHOLE,
            "required": "请填写顺序号。",
            "min_value": "顺序号从1开始。",
            "max_value": "顺序号最多六位。",
        },
    )
    used_for = forms.CharField(
        label="用于哪件公文",
        max_length=100,
        error_messages={"required": "请写明用于哪件公文。", "max_length": "最多写100个字。"},
    )


class VoidForm(forms.Form):
    reason = forms.CharField(label="作废原因", max_length=200, error_messages=_REASON)
