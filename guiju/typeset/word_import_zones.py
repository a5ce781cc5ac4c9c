"""Which element each piece of a Word file is: by our styles, else as the format check takes it."""

from __future__ import annotations

from guiju.typeset.check.sheet import Passage, Style, Zone
from guiju.typeset.check.zoning import Line, zoned
from guiju.typeset.word_import_pieces import Piece
from guiju.typeset.word_official_styles import HEADING_STYLES

LONGEST_HEADING = 60

_ZONES = {
    Zone.COPY_NUMBER: "份号",
    Zone.URGENCY: "紧急程度",
    Zone.MARK: "发文机关标志",
    Zone.NUMBER: "发文字号",
    Zone.SIGNER: "签发人",
    Zone.TITLE: "公文标题",
    Zone.RECIPIENT: "主送机关",
    Zone.CAPTION: "图题",
    Zone.ATTACH_NOTE: "附件说明",
    Zone.SIGNATURE: "发文机关署名",
    Zone.DATE: "成文日期",
    Zone.NOTE: "附注",
    Zone.ATTENDANCE: "出席名单",
    Zone.ATTACH_LABEL: "附件标识",
    Zone.ATTACH_TITLE: "附件标题",
    Zone.CC: "版记抄送",
    Zone.PRINTED: "版记印发",
}
_LEFT_OUT = (Zone.PAGE_NUMBER, Zone.IMPRINT)
_OURS = ("公文标题", "主送机关", "成文日期")


def elements(pieces: list[Piece], *, ours: bool) -> list[tuple[str, Piece]]:
    """Each piece with its element: by its style, else as the format check takes it."""
    if ours or any(piece.zone in _OURS for piece in pieces):
        return [(piece.zone or "正文文字", piece) for piece in pieces]
    split = [part for piece in pieces for part in _split(piece)]
    lines = [Line(p.text, n, p.style or Style()) for n, p in enumerate(split) if p.block is None]
    passages = {p.source: p for p in zoned(lines).passages if p.source is not None}
    title = next((p for p in zoned(lines).passages if p.zone is Zone.TITLE), None)
    zones: list[tuple[str, Piece]] = []
    for n, piece in enumerate(split):
        if piece.block is not None or piece.zone == "发文机关标志":
            zones.append((piece.zone, piece))
        elif n in passages:
            zones.extend(_of_passage(passages[n], piece))
        elif title is not None and piece.text.strip() in title.text:
            zones.append(("公文标题", piece))
    return zones


def _split(piece: Piece) -> list[Piece]:
    """A paragraph with line breaks in it is several."""
    if piece.block is not None or "\n" not in piece.text:
        return [piece]
    parts = [part for part in piece.text.split("\n") if part.strip()]
    return [Piece(part, piece.zone, piece.style) for part in parts]


def _of_passage(passage: Passage, piece: Piece) -> list[tuple[str, Piece]]:
    if passage.zone in _LEFT_OUT:
        return []
    if passage.zone in _ZONES:
        return [(_ZONES[passage.zone], piece)]
    level = passage.level
    if 1 <= level <= 4 and len(piece.text.strip()) <= LONGEST_HEADING and _alone(piece.text):
        return [(HEADING_STYLES[level - 1], piece)]
    return [("正文文字", piece)]


def _alone(text: str) -> bool:
    """A heading is one sentence at most."""
    return "。" not in text.strip().rstrip("。")
