"""The editor as a form: every element of an official document in a field of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django import forms

from guiju.documents.plain_body import blocks_of, text_of
from guiju.typeset.official import (
    Attachment,
    Attendance,
    Direction,
    Form,
    OfficialDocument,
    Signature,
)

MOST_ATTACHMENTS = 30
TYPES = (
    "决议", "决定", "命令（令）", "公报", "公告", "通告", "意见", "通知", "通报", "报告", "请示",
    "批复", "议案", "函", "纪要",
)  # fmt: skip
"""文种. (党政机关公文处理工作条例第八条.)"""

_DAY = {"invalid": "日期写成 2026-10-08 的样子。"}
_WHO = ("出席", "请假", "列席")


def _lines(label: str, rows: int = 2, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, required=False, max_length=8000, widget=widget, strip=False, **more
    )


def _words(label: str, longest: int = 200, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=longest, **more)


def _day(label: str, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget, error_messages=_DAY, **more)


class PaperForm(forms.Form):
    """One field an element; lists are written a line each."""

    title = _lines("标题", help_text="发文机关、事由和文种；要在固定处转行的，按回车。")
    addressees = _lines("主送机关", help_text="每行一个，行与行之间印逗号。")
    body = forms.CharField(
        label="正文",
        required=False,
        max_length=400_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "class": "body", "spellcheck": "false"}),
        help_text="一行一段。以“一、”“（一）”“1.”“（1）”开头的短行排作标题；"
        "从 Excel 粘贴的单元格排作表格。",
    )
    signatures = _lines("发文机关署名", help_text="每行一个机关；命令写“机关　职务　姓名”。")
    dated = _day("成文日期", help_text="签发后以签发日期为准。")
    note = _words("附注", help_text="不写括号，如：此件公开发布")
    cc = _lines("抄送机关", help_text="每行一个。")
    organs = _lines("发文机关", help_text="每行一个，联合行文主办机关写在第一行。")
    form = forms.ChoiceField(label="格式", choices=[(f.value, f.value) for f in Form])
    direction = forms.ChoiceField(label="行文方向", choices=[(d.value, d.value) for d in Direction])
    document_type = forms.ChoiceField(label="文种", choices=[(word, word) for word in TYPES])
    urgency = forms.ChoiceField(
        label="紧急程度",
        required=False,
        choices=[("", "无"), ("特急", "特急"), ("加急", "加急")],
        help_text="本件的缓急随之改变。",
    )
    mark = _words("发文机关标志", help_text="不填的，由发文机关全称加“文件”组成。")
    copy_number = _words("份号", 10)
    number = _words("发文字号", 60, help_text="登记编号后自动填入。")
    signers = _words("签发人", help_text="上行文签发后自动填入；几人之间空一格。")
    sealed = forms.BooleanField(label="盖章（留出印章位置）", required=False)
    attendance = _lines("出席、请假、列席名单（纪要）", help_text="每行写“出席：某某、某某”。")
    main_in_record = forms.BooleanField(label="主送机关移到版记", required=False)
    printed_by = _words("印发机关")
    printed_on = _day("印发日期", help_text="印发后以印发日期为准。")

    def __init__(self, *args: Any, attachments: int = 1, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.attachments = min(max(attachments, 1), MOST_ATTACHMENTS)
        for number in range(1, self.attachments + 1):
            self.fields[f"attachment_title_{number}"] = _words(f"附件{number}标题")
            self.fields[f"attachment_body_{number}"] = forms.CharField(
                label=f"附件{number}正文",
                required=False,
                max_length=400_000,
                strip=False,
                widget=forms.Textarea(attrs={"rows": 6, "class": "body"}),
            )

    def attachment_fields(self) -> Iterator[tuple[int, forms.BoundField, forms.BoundField]]:
        for number in range(1, self.attachments + 1):
            yield number, self[f"attachment_title_{number}"], self[f"attachment_body_{number}"]

    def clean_attendance(self) -> str:
        text = str(self.cleaned_data["attendance"])
        for number, line in enumerate(_split(text), 1):
            if not line.partition("：")[1] or line.partition("：")[0] not in _WHO:
                raise forms.ValidationError(f"第{number}行须以“出席：”“请假：”或“列席：”开头。")
        return text

    def document(self) -> OfficialDocument:
        """What was typed; the form is valid."""
        said = self.cleaned_data
        return OfficialDocument(
            form=Form(said["form"]),
            direction=Direction(said["direction"]),
            document_type=said["document_type"],
            organs=_split(said["organs"]),
            mark=said["mark"],
            copy_number=said["copy_number"],
            urgency=said["urgency"],
            number=said["number"],
            signers=tuple(said["signers"].split()),
            title="\n".join(_split(said["title"])),
            addressees=_split(said["addressees"]),
            body=blocks_of(said["body"]),
            attachments=tuple(self._attachments()),
            signatures=tuple(_signature(line) for line in _split(said["signatures"])),
            sealed=said["sealed"],
            dated=said["dated"],
            note=said["note"].strip("（）"),
            attendance=tuple(_attending(line) for line in _split(said["attendance"])),
            main_in_record=said["main_in_record"],
            cc=_split(said["cc"]),
            printed_by=said["printed_by"],
            printed_on=said["printed_on"],
        )

    def _attachments(self) -> Iterator[Attachment]:
        for number in range(1, self.attachments + 1):
            title = self.cleaned_data[f"attachment_title_{number}"]
            body = blocks_of(self.cleaned_data[f"attachment_body_{number}"])
            if title or body:
                yield Attachment(title=title, body=body)


def typed_from(document: OfficialDocument) -> dict[str, str]:
    """The document as the form would send it; what a browser does not send is left out."""
    found = {
        "title": document.title,
        "addressees": "\n".join(document.addressees),
        "body": text_of(document.body),
        "signatures": "\n".join(_signed(each) for each in document.signatures),
        "dated": _iso(document.dated),
        "note": document.note,
        "cc": "\n".join(document.cc),
        "organs": "\n".join(document.organs),
        "form": document.form.value,
        "direction": document.direction.value,
        "document_type": document.document_type,
        "urgency": document.urgency,
        "mark": document.mark,
        "copy_number": document.copy_number,
        "number": document.number,
        "signers": "　".join(document.signers),
        "sealed": "on" if document.sealed else "",
        "attendance": "\n".join(f"{each.label}：{each.who}" for each in document.attendance),
        "main_in_record": "on" if document.main_in_record else "",
        "printed_by": document.printed_by,
        "printed_on": _iso(document.printed_on),
    }
    for number, attachment in enumerate(document.attachments, 1):
        found[f"attachment_title_{number}"] = attachment.title
        found[f"attachment_body_{number}"] = text_of(attachment.body)
    return {name: text for name, text in found.items() if text}


def form_of(typed: Mapping[str, str], *, more: int = 0) -> PaperForm:
    """The form filled in, with `more` attachments beside those that have something."""
    used = [n for n in range(1, MOST_ATTACHMENTS + 1) if _has(typed, n)]
    return PaperForm(dict(typed), attachments=max(used, default=0) + more)


def _has(typed: Mapping[str, str], number: int) -> bool:
    names = (f"attachment_title_{number}", f"attachment_body_{number}")
    return any(typed.get(name) for name in names)


def _split(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _signature(line: str) -> Signature:
    organ, *rest = line.split()
    if not rest:
        return Signature(organ=organ)
    return Signature(organ=organ, office="".join(rest[:-1]), head=rest[-1])


def _signed(each: Signature) -> str:
    return "　".join(part for part in (each.organ, each.office, each.head) if part)


def _attending(line: str) -> Attendance:
    label, _, who = line.partition("：")
    return Attendance.model_validate({"label": label, "who": who})


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
