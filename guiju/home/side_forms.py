"""The small forms beside the acts: urging, linking, voiding, correcting, writing the text."""

from __future__ import annotations

from typing import Any

from django import forms

from guiju.procedures.definition import Procedure
from guiju.procedures.history import Event
from guiju.procedures.models import LinkKind, SlipKind

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_REASON = {"required": "请写明理由。"}


def reason_field(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=_REASON,
    )


class NoteForm(forms.Form):
    note = forms.CharField(label="附言（可不填）", max_length=500, required=False)


class UrgeForm(forms.Form):
    """A slip. `asked` are the open tasks of the case: id and whose it is."""

    task = forms.TypedChoiceField(
        label="催谁",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="发给现在的办理人，并告知其单位负责人。",
        error_messages={"invalid_choice": "这一项待办刚刚已经办完，请重新选择。"},
    )
    kind = forms.ChoiceField(label="种类", choices=SlipKind.choices, initial=SlipKind.URGE)
    text = forms.CharField(
        label="内容",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明催办的内容。"},
    )

    def __init__(self, asked: list[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        task = self.fields["task"]
        assert isinstance(task, forms.ChoiceField)
        whose = "、".join(dict.fromkeys(who for _, who in asked)) or "现在没有待办"
        several = len(asked) > 1
        task.choices = [("", f"全部：{whose}" if several else whose), *(asked if several else ())]


class LinkForm(forms.Form):
    kind = forms.ChoiceField(label="关系", choices=LinkKind.choices)
    other = forms.CharField(
        label="关联事项的编号或标题",
        max_length=200,
        help_text="先查找，再从结果中选择。",
        error_messages={"required": "请填写编号或标题。"},
    )


class VoidForm(forms.Form):
    reason = forms.CharField(
        label="作废的理由",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="作废不能撤销。各条记录仍然保留，注明作废。",
        error_messages=_REASON,
    )
    sure = forms.BooleanField(
        label="我已核对，确认作废本件", error_messages={"required": "请先确认。"}
    )


class CorrectionForm(forms.Form):
    """What is to be put right: the title, an act that never was, or the step the case is in."""

    TITLE, VOID, MOVE = "title", "void", "move"

    what = forms.ChoiceField(
        label="更正什么",
        choices=[
            (TITLE, "标题写错了"),
            (VOID, "某一行为没有发生，作废该记录"),
            (MOVE, "本件应当在另一环节"),
        ],
    )
    title = forms.CharField(label="正确的标题", required=False, max_length=500)
    seq = forms.TypedChoiceField(label="哪一条记录", required=False, coerce=int, empty_value=None)
    step = forms.ChoiceField(label="应当在哪一环节", required=False)
    on = forms.DateField(
        label="自哪天起在该环节",
        required=False,
        widget=_DAY,
        error_messages={"invalid": "日期写成 2026-10-08 的样子。"},
    )
    reason = reason_field("更正的理由")

    def __init__(
        self, p: Procedure, standing: tuple[Event, ...], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        rows = [(e.seq, f"第{e.seq}条　{e.on}　{p.label_of(e.act)}") for e in standing]
        open_steps = [(n, s.label) for n, s in p.steps.items() if not s.final]
        for name, choices in (("seq", rows), ("step", open_steps)):
            own = self.fields[name]
            assert isinstance(own, forms.ChoiceField)
            own.choices = [("", "请选择"), *choices]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        what = data.get("what")
        if what == self.TITLE and not data.get("title"):
            self.add_error("title", "请填写正确的标题。")
        if what == self.VOID and not data.get("seq"):
            self.add_error("seq", "请选择没有发生的那条记录。")
        if what == self.MOVE and not data.get("on"):
            self.add_error("on", "请填写日期。")
        if what == self.MOVE and not data.get("step"):
            self.add_error("step", "请选择环节。")
        return data


class TextForm(forms.Form):
    """A new version of the text. `saw` is the version it was made from."""

    body = forms.CharField(
        label="正文",
        widget=forms.Textarea(attrs={"rows": 22}),
        strip=False,
        max_length=200_000,
        error_messages={"required": "正文不能为空。"},
    )
    saw = forms.CharField(widget=forms.HiddenInput, required=False)
    material = forms.ChoiceField(
        label="这次修改",
        choices=[("yes", "实质性修改（审核、签发后的，须重新审核）"), ("no", "非实质性修改")],
        widget=forms.RadioSelect,
        initial="yes",
    )
    note = forms.CharField(label="改了什么（非实质性修改必填）", max_length=500, required=False)
