"""Which element each paragraph of a file is.

Only what shows clearly is taken for a title, a date, a record: everything else is text. A file
without a title of an official document is text from end to end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from guiju.typeset.check.genres import GENRES, direction_of, genre_of
from guiju.typeset.check.sheet import Layout, Passage, Sheet, Style, Zone

TITLE_WITHIN, TITLE_LINES, LONGEST_TITLE = 16, 4, 100
_NOT_GENRES = "总结|计划|要点|方案|汇报|申请|公示|说明|须知|安排|启事|倡议书|细则|办法|规划"
_TITLE_END = re.compile(rf"(?:{'|'.join(GENRES)}|{_NOT_GENRES})[。.]?(?:（[^（）]{{1,12}}）)?$")
_IN_TITLE = re.compile(r"关于|印发|转发|批转|任免|表彰|(?:命令|令|公告|通告|纪要|请示报告)$")
_WHOLE = re.compile(r"(?!关于|印发|转发|批转).{4,40}(?:关于|印发|转发|批转)")
"""A title that names its organ needs nothing before it."""
_SENTENCE = re.compile(r"[。；！？].")
_COPY = re.compile(r"\d{1,8}")
_URGENT = re.compile(r"(?:特急|加急|特提|平急|急件|紧急|急)")
_MARK = re.compile(r".{2,60}文件")
_ORGAN = re.compile(r"[\u4e00-\u9fff]{2,30}(?:局|委|委员会|政府|办公室|院|部|厅)|文件")
_NUMBER = re.compile(r".{0,40}[\[(（【［〔〖﹝]\s*[\d０-９]{2,4}\s*[\])）】］〕〗﹞].{0,12}")
_ORDER = re.compile(r"第\s*\d+\s*号")
_SIGNER = re.compile(r"签发人")
_LEVELS = (
    re.compile(r"[一二三四五六七八九十]{1,3}[、.．,，]"),
    re.compile(r"[（(][一二三四五六七八九十]{1,3}[)）]"),
    re.compile(r"\d{1,2}[.．、，](?!\d)"),
    re.compile(r"[（(]\d{1,2}[)）]"),
)
_NOTE_START = re.compile(r"附件?\s*[：:]|附录\s*[：:]")
_NOTE_ITEM = re.compile(r"\d{1,2}\s*[.．、,]")
_LABEL = re.compile(r"附件\s*\d{0,2}\s*[：:]?")
_DATE = re.compile(
    r"(?:(?:19|20)?\d{2}|[〇○零一二三四五六七八九]{4})\s*[年.．/-]\s*"
    r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[月.．/-]\s*"
    r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[日号]?"
)
_REMARK = re.compile(r"[（(][^（）()]{2,60}[)）]")
_CC = re.compile(r"(?:抄\s*送|抄报|主\s*送|主报|报|送|报送)\s*[：:]")
_PRINTED = re.compile(r".{2,40}[\s　]+\S{4}年\S{1,3}月\S{1,3}日(?:印发)?")
_RECORD = re.compile(r"主题词\s*[：:]|[（(]?共印")
_ATTENDANCE = re.compile(r"(?:出席|请假|列席)(?:人员)?\s*[：:]")
_CAPTION = re.compile(r"[表图]\s*\d+[\s　：:].{1,40}")
_PAGE_NUMBER = re.compile(r"[-—－–]\s*\d{1,4}\s*[-—－–]|第\s*\d{1,4}\s*页")

_AFTER = {
    Zone.ATTACH_LABEL: Zone.ATTACH_TITLE,
    Zone.ATTACH_TITLE: Zone.ATTACH_BODY,
    Zone.ATTACH_BODY: Zone.ATTACH_BODY,
}


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or table cell of a file, with its number there."""

    text: str
    source: int | None = None
    style: Style | None = None
    page: int | None = None
    cell: bool = False


@dataclass(slots=True)
class _Zoned:
    """What has been made of the lines so far."""

    lines: Sequence[Line]
    passages: list[Passage] = field(default_factory=list)
    paragraphs: int = 0

    def add(self, zone: Zone, line: Line, **given: object) -> None:
        # A break within a paragraph ends a line of it, not the paragraph.
        text = line.text.strip().replace("\n", " ")
        if zone in (Zone.BODY, Zone.HEADING, Zone.ATTACH_BODY):
            self.paragraphs += 1
        where = f"{zone}第{self.paragraphs}段" if zone is Zone.BODY else str(zone)
        values = {
            "zone": zone,
            "text": text,
            "where": f"第{line.source + 1}段（{where}）" if line.source is not None else where,
            "source": line.source,
            "offset": len(line.text) - len(line.text.lstrip()),
            "page": line.page,
            "style": line.style,
        }
        self.passages.append(Passage.model_validate({**values, **given}))


def zoned(lines: Iterable[Line], layout: Layout | None = None) -> Sheet:
    """The sheet of a file, from its paragraphs in order. Empty ones are left out."""
    kept = [line for line in lines if line.text.strip()]
    marked = _special_mark(kept)
    found = _title(kept, marked + 2 if marked is not None else 0)
    work = _Zoned(kept)
    if found is None and marked is None:
        for line in kept:
            _plain(work, line)
        return Sheet(passages=tuple(work.passages), layout=layout)
    # An order has a mark and a number, and no title.
    first, last = found or ((marked or 0) + 2, (marked or 0) + 1)
    for index, line in enumerate(kept[:first]):
        mark = index == marked
        work.add(Zone.MARK if mark else _header_zone(line.text.strip()), line)
    title = _add_title(work, kept[first : last + 1]) if found else ""
    _rest(work, kept, last + 1)
    genre = genre_of(title.rstrip("。.") or kept[marked or 0].text)
    return Sheet(
        passages=tuple(work.passages),
        official=True,
        genre=genre,
        direction=direction_of(genre),
        organs=_organs(title),
        layout=layout,
    )


def _special_mark(lines: Sequence[Line]) -> int | None:
    """The mark of an order or of minutes: its number stands right below it."""
    for index, (line, below) in enumerate(pairwise(lines[:TITLE_WITHIN])):
        number = below.text.strip()
        if re.search(r"(?:令|纪要)$", line.text.strip()) and (
            _ORDER.fullmatch(number) or _NUMBER.fullmatch(number)
        ):
            return index
    return None


def _title(lines: Sequence[Line], start: int) -> tuple[int, int] | None:
    """Index of the first and the last line of the title."""
    for last in range(start, min(len(lines), TITLE_WITHIN)):
        text = lines[last].text.strip()
        if not _TITLE_END.search(text):
            continue
        # What ends in no type of document is a title where it is addressed to somebody.
        if not genre_of(text.rstrip("。.")) and not _addressed(lines, last):
            continue
        for first in range(last, max(start - 1, last - TITLE_LINES), -1):
            part = lines[first : last + 1]
            joined = re.sub(r"\s*\n\s*", "", "".join(line.text.strip() for line in part))
            begins = _begins_title(lines, first) or (first == last and _WHOLE.match(joined))
            if begins and _is_title(joined, part):
                return first, last
    return None


def _addressed(lines: Sequence[Line], last: int) -> bool:
    return last + 1 < len(lines) and _is_recipient(lines[last + 1])


def _begins_title(lines: Sequence[Line], first: int) -> bool:
    """The line before can stand before a title: nothing, or an element of the head."""
    if first == 0:
        return True
    before = lines[first - 1].text.strip()
    return _header_zone(before) is not Zone.IMPRINT and not _ORGAN.fullmatch(before)


def _is_title(text: str, lines: Sequence[Line]) -> bool:
    if len(text) > LONGEST_TITLE or _SENTENCE.search(text) or any(line.cell for line in lines):
        return False
    return bool(_IN_TITLE.search(text)) and not re.match(r"[《“（(]|\d", text)


def _add_title(work: _Zoned, lines: Sequence[Line]) -> str:
    """Several lines become one passage, which cannot be mended in the file."""
    texts = [part.strip() for line in lines for part in line.text.strip().split("\n")]
    if len(texts) == 1:
        work.add(Zone.TITLE, lines[0])
        return texts[0]
    ends = tuple(sum(map(len, texts[: n + 1])) for n in range(len(texts) - 1))
    work.add(
        Zone.TITLE, lines[0], text="".join(texts), source=None, offset=0, breaks=ends, where="标题"
    )
    return "".join(texts)


def _header_zone(text: str) -> Zone:
    """IMPRINT for what is no element of the head."""
    text = text.replace("\n", " ")
    if _SIGNER.search(text) and not _NUMBER.match(text):
        return Zone.SIGNER
    for zone, pattern in (
        (Zone.COPY_NUMBER, _COPY),
        (Zone.URGENCY, _URGENT),
        (Zone.MARK, _MARK),
        (Zone.NUMBER, _NUMBER),
        (Zone.NUMBER, _ORDER),
    ):
        if pattern.fullmatch(text):
            return zone
    # Of a joint document each organ has a line of its own.
    return Zone.MARK if _ORGAN.fullmatch(text) else Zone.IMPRINT


def _rest(work: _Zoned, lines: Sequence[Line], start: int) -> None:
    if start < len(lines) and _is_recipient(lines[start]):
        work.add(Zone.RECIPIENT, lines[start])
        start += 1
    tail = _tail_start(lines, start)
    for index in range(start, len(lines)):
        if index >= tail:
            _tail(work, lines, index)
        else:
            _running(work, lines, index)


def _is_recipient(line: Line) -> bool:
    text = line.text.strip()
    ends = text.endswith(("：", ":"))
    return not line.cell and len(text) < 400 and ends and "。" not in text


def _tail_start(lines: Sequence[Line], start: int) -> int:
    """Where note of attachments, signature, date or record begin; the last of the text before."""
    for index in range(start, len(lines)):
        text = lines[index].text.strip()
        if _CC.match(text) or (lines[index].cell and _PRINTED.match(text)):
            return index
        if lines[index].cell or not (_NOTE_START.match(text) or _DATE.fullmatch(text)):
            continue
        first = index
        while _DATE.fullmatch(text) and first > start and _is_organ(lines[first - 1]):
            first -= 1
        return first
    return len(lines)


def _is_organ(line: Line) -> bool:
    text = line.text.strip()
    plain = not line.cell and not re.search(r"[。；：:，]", text)
    return plain and 2 < len(text) < 40 and not level_of(text)


def _running(work: _Zoned, lines: Sequence[Line], index: int) -> None:
    line = lines[index]
    if line.cell or _CAPTION.fullmatch(line.text.strip()):
        _plain(work, line)
        return
    if _ATTENDANCE.match(line.text.strip()):
        work.add(Zone.ATTENDANCE, line)
        return
    level = level_of(line.text.strip())
    heading = 0 < level <= 2 and _stands_alone(lines, index, level)
    work.add(Zone.HEADING if heading else Zone.BODY, line, level=level)


def _stands_alone(lines: Sequence[Line], index: int, level: int) -> bool:
    """Short, not a sentence with more behind it, and followed by text of its own."""
    text = lines[index].text.strip()
    if len(text) > 28 or index + 1 >= len(lines) or _SENTENCE.search(text):
        return False
    if index and level_of(lines[index - 1].text.strip()) == level:
        return False
    following = lines[index + 1].text.strip()
    return level_of(following) != level and len(following) > 0


def level_of(text: str) -> int:
    """1 to 4 by the ordinal a paragraph begins with, however it is punctuated; 0 for none."""
    return next((n for n, pattern in enumerate(_LEVELS, start=1) if pattern.match(text)), 0)


def _plain(work: _Zoned, line: Line) -> None:
    text = line.text.strip()
    zone = Zone.BODY
    if line.cell:
        zone = Zone.CELL
    elif _CAPTION.fullmatch(text):
        zone = Zone.CAPTION
    elif _PAGE_NUMBER.fullmatch(text):
        zone = Zone.PAGE_NUMBER
    work.add(zone, line, level=level_of(text))


def _tail(work: _Zoned, lines: Sequence[Line], index: int) -> None:
    line, before = lines[index], work.passages[-1].zone
    text = line.text.strip()
    for zone, pattern in (
        (Zone.CC, _CC),
        (Zone.PRINTED, _PRINTED),
        (Zone.IMPRINT, _RECORD),
        (Zone.ATTACH_LABEL, _LABEL),
    ):
        matched = pattern.match(text) if zone is not Zone.ATTACH_LABEL else pattern.fullmatch(text)
        if matched:
            work.add(zone, line)
            return
    if line.cell:
        work.add(Zone.CELL, line)
        return
    work.add(_tail_zone(text, before, lines, index), line, level=level_of(text))


def _tail_zone(text: str, before: Zone, lines: Sequence[Line], index: int) -> Zone:
    if before in _AFTER and not _PAGE_NUMBER.fullmatch(text):
        return _AFTER[before]
    following = lines[index + 1].text.strip() if index + 1 < len(lines) else ""
    organ = _is_organ(lines[index]) and before is not Zone.CC
    for zone, here in (
        (Zone.PAGE_NUMBER, _PAGE_NUMBER.fullmatch(text)),
        (Zone.DATE, _DATE.fullmatch(text)),
        (Zone.ATTACH_NOTE, _NOTE_START.match(text)),
        (Zone.ATTACH_NOTE, before is Zone.ATTACH_NOTE and _NOTE_ITEM.match(text)),
        (Zone.ATTENDANCE, _ATTENDANCE.match(text)),
        (Zone.NOTE, before is Zone.DATE and _REMARK.fullmatch(text)),
        (Zone.SIGNATURE, _DATE.fullmatch(following) or organ),
        (Zone.CC, before is Zone.CC),
    ):
        if here:
            return zone
    return Zone.BODY


def _organs(title: str) -> tuple[str, ...]:
    """The organ a title begins with."""
    found = re.match(r"(.{2,40}?)(?:关于|印发|转发|批转)", title)
    return (found[1],) if found and not found[1].startswith(("关于", "转发")) else ()
