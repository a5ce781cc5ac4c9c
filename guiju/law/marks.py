"""The marks by which a line shows what it is: chapter, article, point, item."""

from __future__ import annotations

import re
from dataclasses import dataclass

from guiju.law.folding import without_gaps
from guiju.law.lines import Line
from guiju.law.numerals import NUMBER, to_int
from guiju.law.parsed import Chapter, Level

LONGEST_HEADING = 60
_ARTICLE = re.compile(
    rf"[第笫]\s?({NUMBER})\s?条(?:\s?之\s?({NUMBER})(?=[\s：:]|$))?(?:(?P<gap>[\s：:]+|$))?(?P<rest>.*)$"
)
_NEXT_ARTICLE = re.compile(rf"(?<=[。；：”]) (?=第{NUMBER}条(?:之{NUMBER})? )")
_CHAPTER = re.compile(rf"第\s?({NUMBER})\s?(分编|编|章|节)(?:\s+|$)(.*)$")
_POINT = re.compile(r"([一二三四五六七八九十百]{1,5})\s?、\s?(.*)$")
_ARABIC = re.compile(r"(\d{1,3})\s?[.．、]\s?(?!\d)(.*)$")
_ITEM = re.compile(rf"[（(]\s?({NUMBER})\s?[）)]\s?(.*)$")
_INLINE_ITEM = re.compile(r"(?<=[：；。;:])\s?(?=[（(][一二三四五六七八九十]{1,3}[）)])")
_APPENDIX = re.compile(
    r"附(?!则)(?:件|表|录|图|页)?\s?(?:\d{0,2}|[一二三四五六七八九十]{0,3})(?:[：:]|\s|$)"
)
_LEVELS = {"编": Level.PART, "分编": Level.SUBPART, "章": Level.CHAPTER, "节": Level.SECTION}
# What follows a number without a gap when a sentence merely refers to that article.
_REFERS = tuple("规的第、和至所中款项与或及是，。")


@dataclass(frozen=True, slots=True)
class Mark:
    """A numbered beginning and the text after it. `sure`: a gap set the number apart."""

    number: int
    text: str
    suffix: int = 0
    sure: bool = True


def article_mark(text: str) -> Mark | None:
    """第三条 …, 第三条之一 …; unsure without a gap, None where the line only refers to it."""
    found = _ARTICLE.match(text)
    if found is None:
        return None
    number, suffix = _number(found[1]), _number(found[2] or "0")
    if number is None or suffix is None:
        return None
    sure = found["gap"] is not None
    if not sure and found["rest"].startswith(_REFERS):
        return None
    return Mark(number, found["rest"], suffix, sure)


def split_articles(text: str) -> list[str]:
    """A line in which several articles follow one another, one by one."""
    return _NEXT_ARTICLE.split(text)


def point_mark(text: str, *, arabic: bool) -> Mark | None:
    """一、… or 1.… in a text without articles."""
    found = (_ARABIC if arabic else _POINT).match(text)
    number = _number(found[1]) if found else None
    return Mark(number, found[2]) if found and number is not None else None


def item_mark(text: str) -> Mark | None:
    """（一）…, (1)…; `sure` when numbered in Chinese, as 项 are."""
    found = _ITEM.match(text)
    number = _number(found[1]) if found else None
    if found is None or number is None:
        return None
    return Mark(number, found[2], sure=not found[1].isdigit())


def subitem_mark(text: str) -> Mark | None:
    return point_mark(text, arabic=True)


def split_items(text: str) -> list[str]:
    """A sentence that lists its items in one line: lead-in, then each item."""
    pieces = _INLINE_ITEM.split(text)
    first = next((item_mark(piece) for piece in pieces[1:]), None)
    return pieces if first is not None and first.number == 1 else [text]


def chapter_mark(line: Line) -> Chapter | None:
    """第一章 总则, as a heading or a short line by itself."""
    text = line.text
    if not line.level and (len(text) > LONGEST_HEADING or text.endswith(("。", "；", "："))):
        return None
    found = _CHAPTER.match(text)
    if found is not None:
        label = f"第{found[1]}{found[2]}"
        return Chapter(_LEVELS[found[2]], label, without_gaps(found[3]), line.number)
    point = point_mark(text, arabic=False) if line.level else None
    if point is not None:
        label, _, title = text.partition("、")
        return Chapter(Level.CHAPTER, label, without_gaps(title), line.number)
    return None


def is_appendix(line: Line) -> bool:
    """附件, 附表1: …"""
    return len(line.text) <= LONGEST_HEADING and _APPENDIX.match(line.text) is not None


def is_contents(line: Line) -> bool:
    return without_gaps(line.text) in ("目录", "目 录")


def begins_body(line: Line) -> bool:
    """Where a text without a mark after its head begins."""
    mark = article_mark(line.text)
    if is_contents(line) or (mark is not None and mark.sure) or chapter_mark(line) is not None:
        return True
    if line.level == 1 or line.text.startswith(("（", "(")) or line.text[:4].isdigit():
        return False
    return line.text.endswith(("。", "：")) or point_mark(line.text, arabic=False) is not None


def _number(text: str) -> int | None:
    try:
        return to_int(text)
    except ValueError:
        return None
