"""What a citation is: a stretch of text that points at a place in an instrument."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from guiju.law.numerals import to_chinese

_NUMBERED = re.compile(r"[〔﹝]\d{4}[〕﹞]\d+号$|第?\d+号$")


class How(StrEnum):
    """How the instrument, or the place in it, was found out."""

    WRITTEN = "written"  # 《行政许可法》第三条, 行政许可法第三条
    ABBREVIATION = "abbreviation"  # a short name the text itself defined
    SAME = "same law"  # 该条例第三条, or a place after an instrument named before
    RELATIVE = "relative"  # 前款, 本条第二款
    OWN = "own"  # 本办法第三条, or a bare 第三条 inside a text with articles


@dataclass(frozen=True, slots=True)
class Place:
    """Where in an instrument: 条 (with 之 as `suffix`, 0 if none), 款, 项, 目.

    `section`: `article` counts the headings 一、二、三、 of a paper without articles.
    """

    article: int | None = None
    suffix: int = 0
    paragraph: int | None = None
    item: int | None = None
    subitem: int | None = None
    section: bool = False

    def __str__(self) -> str:
        return "".join(self.parts())

    def parts(self) -> list[str]:
        """The levels stated, in words: `["第三条", "第一款"]`."""
        parts: list[str] = []
        if self.article is not None:
            number = to_chinese(self.article)
            parts.append(number if self.section else f"第{number}条")
        if self.suffix:
            parts[-1] += f"之{to_chinese(self.suffix)}"
        if self.paragraph is not None:
            parts.append(f"第{to_chinese(self.paragraph)}款")
        if self.item is not None:
            number = f"（{to_chinese(self.item)}）"
            parts.append(number if self.section else f"第{number}项")
        if self.subitem is not None:
            parts.append(f"第{to_chinese(self.subitem)}目")
        return parts


@dataclass(frozen=True, slots=True)
class Citation:
    """`text[start:end]` cites `place` (through `until`, for a range) of `instrument`.

    `written` is the instrument as it stands in the text, "" where it was left out; `instrument`
    is its normalised title, "" where nothing tells which is meant.
    """

    start: int
    end: int
    written: str
    instrument: str
    place: Place
    how: How
    until: Place | None = None
    version: str = ""

    def __str__(self) -> str:
        return normalise(self)


def normalise(citation: Citation) -> str:
    """The canonical text: `《政府信息公开条例》第二十条第（三）项`; 第（一）项至第（三）项.

    "" for a relative place that could not be resolved.
    """
    text = marked(citation.instrument, citation.version) + str(citation.place)
    if citation.until is None:
        return text
    first, last = citation.place.parts(), citation.until.parts()
    same = next((n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), 0)
    return f"{text}至{''.join(last[same:])}"


def marked(instrument: str, version: str = "") -> str:
    """The title in its marks, with its version; a document number stands without marks."""
    if not instrument:
        return ""
    if _NUMBERED.search(instrument):
        return instrument
    return f"《{instrument}》" + (f"（{version}）" if version else "")
