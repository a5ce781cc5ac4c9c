"""What each element of a Word file says, without what printing added to it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from guiju.typeset.official import Attendance, Block, Heading, Image, Paragraph, Table
from guiju.typeset.word_import_pieces import Piece
from guiju.typeset.word_official_styles import HEADING_STYLES

_NUMBER = re.compile(r"\S*[〔\[【(（]\d{4}[〕\]】)）]\s*第?\d+号|第\d+[号期]")
_SIGNERS = re.compile(r"签发人\s*[：:]\s*(.*)$")
_FIGURES = "〇一二三四五六七八九"
_DATE = re.compile(r"(\S{4})年(\S{1,3})月(\S{1,3})日")
_ORDINAL = re.compile(r"^\s*\d{1,2}\s*[.．、]\s*")
_CAPTION_OF_TABLE = re.compile(r"^\s*表")


@dataclass(slots=True)
class Draft:
    """The document as far as it is read."""

    fields: dict[str, object] = field(default_factory=dict)
    marks: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    signers: list[str] = field(default_factory=list)
    body: list[Block] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    attached: list[tuple[int, list[str], list[Block]]] = field(default_factory=list)
    signed: list[str] = field(default_factory=list)
    attendance: list[Attendance] = field(default_factory=list)
    caption: str = ""
    told: list[str] = field(default_factory=list)

    def blocks(self) -> list[Block]:
        """Where text goes: into the body, or into the attachment begun last."""
        return self.attached[-1][2] if self.attached else self.body


def take_text(draft: Draft, zone: str, piece: Piece) -> None:
    if piece.block is None:
        text = piece.text if piece.zone else piece.text.strip()
        draft.blocks().append(Paragraph(text=text.replace("\n", "")))


def _take_heading(draft: Draft, zone: str, piece: Piece) -> None:
    text = piece.text if piece.zone else piece.text.strip()
    draft.blocks().append(Heading(level=HEADING_STYLES.index(zone) + 1, text=text))


def _take_block(draft: Draft, zone: str, piece: Piece) -> None:
    block = piece.block
    if isinstance(block, Table):
        block = block.model_copy(update={"caption": draft.caption})
        draft.caption = ""
    if block is not None:
        draft.blocks().append(block)


def _take_caption(draft: Draft, zone: str, piece: Piece) -> None:
    """Of a table it stands above, of a picture below."""
    blocks = draft.blocks()
    if zone == "表题" or (not piece.zone and _CAPTION_OF_TABLE.match(piece.text)):
        draft.caption = piece.text.strip()
    elif blocks and isinstance(blocks[-1], Image):
        blocks[-1] = blocks[-1].model_copy(update={"caption": piece.text.strip()})
    else:
        take_text(draft, zone, piece)


def _keep_as(name: str) -> Callable[[Draft, str, Piece], None]:
    def take(draft: Draft, zone: str, piece: Piece) -> None:
        draft.fields.setdefault(name, piece.text.strip())

    return take


def _take_mark(draft: Draft, zone: str, piece: Piece) -> None:
    draft.marks.append(re.sub(r"\s", "", piece.text))


def _take_number(draft: Draft, zone: str, piece: Piece) -> None:
    """The number, with signers to its right, or in a letter urgency or copy number to its left."""
    signed = _SIGNERS.search(piece.text)
    if signed:
        _take_signers(draft, signed[1])
    rest = piece.text[: signed.start()] if signed else piece.text
    cells = [cell for part in rest.split("\t") if (cell := part.strip())]
    alone = zone == "发文字号" and len(cells) == 1
    for cell in cells:
        _take_beside(draft, cell, is_number=alone or bool(_NUMBER.search(cell)))


def _take_beside(draft: Draft, cell: str, *, is_number: bool) -> None:
    if cell in ("特急", "加急"):
        draft.fields.setdefault("urgency", cell)
    elif cell.isdecimal():
        draft.fields.setdefault("copy_number", cell)
    elif is_number:
        draft.fields.setdefault("number", cell)
    else:
        _take_signers(draft, cell)


def _take_signers(draft: Draft, names: str) -> None:
    draft.signers += [name for name in re.split(r"[　\s、，]+", names.strip()) if name]


def _take_title(draft: Draft, zone: str, piece: Piece) -> None:
    draft.titles += [line.strip() for line in piece.text.split("\n") if line.strip()]


def _take_addressees(draft: Draft, zone: str, piece: Piece) -> None:
    draft.fields["addressees"] = _organs(piece.text)


def _organs(text: str) -> tuple[str, ...]:
    ended = text.strip().rstrip("：:。")
    return tuple(name.strip() for name in ended.split("，") if name.strip())


def _take_name(draft: Draft, zone: str, piece: Piece) -> None:
    text = re.sub(r"^\s*附件\s*[：:]\s*", "", piece.text)
    draft.names.append(_ORDINAL.sub("", text).strip())


def _take_label(draft: Draft, zone: str, piece: Piece) -> None:
    number = re.search(r"\d+", piece.text)
    draft.attached.append((int(number[0]) if number else len(draft.attached) + 1, [], []))


def _take_attached_title(draft: Draft, zone: str, piece: Piece) -> None:
    if draft.attached:
        draft.attached[-1][1].extend(line.strip() for line in piece.text.split("\n"))
    else:
        take_text(draft, zone, piece)


def _take_signature(draft: Draft, zone: str, piece: Piece) -> None:
    draft.signed += [part.strip() for part in piece.text.split("\t") if part.strip()]


def _take_date(draft: Draft, zone: str, piece: Piece) -> None:
    day = read_date(piece.text)
    if day is None and piece.text.strip():
        draft.told.append(f"成文日期“{piece.text.strip()}”没有认出，请填写")
    draft.fields["dated"] = day


def read_date(text: str) -> date | None:
    """2026年3月5日, or 二〇二六年三月五日; None for what is no day."""
    found = _DATE.search(re.sub(r"\s", "", text).replace("○", "〇").replace("零", "〇"))
    if not found:
        return None
    try:
        return date(*(_figure(part) for part in found.groups()))
    except ValueError:
        return None


def _figure(text: str) -> int:
    if text.isdecimal():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return 10 * (_FIGURES.index(tens) if tens else 1) + (_FIGURES.index(ones) if ones else 0)
    return int("".join(str(_FIGURES.index(figure)) for figure in text))


def _take_note(draft: Draft, zone: str, piece: Piece) -> None:
    draft.fields["note"] = re.sub(r"^[（(](.*)[）)]$", r"\1", piece.text.strip())


def _take_attendance(draft: Draft, zone: str, piece: Piece) -> None:
    label, _, who = piece.text.strip().replace(":", "：", 1).partition("：")
    named: dict[str, Literal["出席", "请假", "列席"]] = {
        "出席": "出席",
        "请假": "请假",
        "列席": "列席",
    }
    known = named.get(label.strip()[:2])
    if known is None:
        take_text(draft, zone, piece)
    else:
        draft.attendance.append(Attendance(label=known, who=who.strip()))


def _take_copied(draft: Draft, zone: str, piece: Piece) -> None:
    label, _, names = piece.text.strip().replace(":", "：", 1).partition("：")
    if label.startswith("主"):
        draft.fields["addressees"], draft.fields["main_in_record"] = _organs(names), True
    elif names:
        draft.fields["cc"] = _organs(names)
    else:
        draft.fields["cc"] = (*_tuple(draft.fields.get("cc")), *_organs(label))


def _tuple(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _take_printed(draft: Draft, zone: str, piece: Piece) -> None:
    text = piece.text.strip()
    draft.fields["printed_on"] = read_date(text)
    draft.fields["printed_by"] = re.split(r"[\t　\s]+\S{4}年|\t", text)[0].strip()


TAKE: dict[str, Callable[[Draft, str, Piece], None]] = {
    "份号": _keep_as("copy_number"),
    "紧急程度": _keep_as("urgency"),
    "发文机关标志": _take_mark,
    "发文字号": _take_number,
    "签发人": _take_number,
    "公文标题": _take_title,
    "主送机关": _take_addressees,
    **dict.fromkeys(HEADING_STYLES, _take_heading),
    "表格": _take_block,
    "图片": _take_block,
    "表题": _take_caption,
    "图题": _take_caption,
    "附件说明": _take_name,
    "附件标识": _take_label,
    "附件标题": _take_attached_title,
    "发文机关署名": _take_signature,
    "成文日期": _take_date,
    "附注": _take_note,
    "出席名单": _take_attendance,
    "版记主送": _take_copied,
    "版记抄送": _take_copied,
    "版记印发": _take_printed,
}
