"""The types of official documents, read from titles. (Source: 公文条例第八条.)"""

from __future__ import annotations

import re

from guiju.typeset.official import Direction

GENRES = (
    "决议", "决定", "命令", "令", "公报", "公告", "通告", "意见", "通知", "通报",
    "报告", "请示", "批复", "议案", "复函", "函", "纪要",
)  # fmt: skip
"""The 15 types; 命令 also as 令, 函 also as 复函."""

_ENDS = re.compile(rf"(?:{'|'.join(GENRES)})(?:（[^（）]{{1,12}}）)?$")


def genre_of(title: str) -> str:
    """The type a title ends in; '' for none."""
    found = _ENDS.search(title.strip())
    return re.sub(r"（.*", "", found[0]) if found else ""


def direction_of(genre: str) -> str:
    """The direction the type of a document tells; '' where it tells none. (公文条例第八条)"""
    if genre in {"请示", "报告"}:
        return str(Direction.UP)
    if genre in {"函", "复函"}:
        return str(Direction.LEVEL)
    if genre in {"批复", "通报", "决定", "命令", "令"}:
        return str(Direction.DOWN)
    return ""
