"""Legal citations as people write them in Chinese, found and resolved.

《政府信息公开条例》第三十三条第二款, 第十条第（一）、（三）项, 该条例第三条至第五条, 前款,
国办发〔2018〕115号第二条: each becomes one Citation with its span, instrument and place.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from guiju.law.citation_model import Citation, How, Place, normalise
from guiju.law.citation_outline import HEADING, RUN_ON, Outline, read_relative
from guiju.law.citation_places import NUMBER, Piece, read_places, read_sections
from guiju.law.citation_titles import Span, Titles, kind_of, normalise_title
from guiju.law.folding import fold

__all__ = ["Citation", "How", "Place", "instruments", "normalise", "normalise_title", "parse"]

_ANCHOR = re.compile(
    rf"第\s?[（(]?\s?{NUMBER}|[前本][一二两三四2-4]?[条款项]|[同该上][条款项]"
    rf"|(?<=[号》）)]){NUMBER}[、]?(?=[（(])"
)
# After a bare 第一项 with neither brackets nor article: words that make it a place.
_LEGAL = re.compile(
    r"规定|所|情形|除外|相应|“|至|、|和|或|及|以外|中|的|行为|措施|内容|标准|条件|要求|事项|[，。；;,）)]|$"
)
_STOP = re.compile(r"[。；;\n]")
_QUOTED = re.compile(r"[：:]?“[^“”]{1,200}”(?:、|和|以及|及|与)")
_RELATIVE = "前本上同该"
_CONTRACT = re.compile(r"(?:合同|协议书?|招标文件|投标文件|承诺书|责任书|说明书)$")
# 第三百九十条之一（《刑法修正案（九）》第四十六条）: an article of what was amended
_AMENDED = re.compile(r"\s?[（(]《(?P<title>[^《》\n]{1,20}法)修正案")
_PARAGRAPH = 400
_RADICALS = re.compile("[\u2e80-\u2fdf]")  # ⼀ for 一, as PDF files have it
_BEFORE_HEADING = frozenset(' \t　#*>“"「\r')


def parse(text: str, *, own: str = "", titles: Collection[str] = ()) -> list[Citation]:
    """Every citation of an article, paragraph or item in `text`, in order, never overlapping.

    `own` is the title of the text itself (本办法); `titles` are names to be known without marks.
    Never raises, whatever the text.
    """
    return list(_Reader(text, own, titles).read())


def instruments(text: str) -> list[tuple[int, int, str]]:
    """(start, end, normalised title) of each instrument named in 《》, with a place or not."""
    return [(span.start, span.end, span.title) for span in Titles(text, "", ()).marked]


class _Reader:
    """One pass over a text, remembering what was named and cited last."""

    def __init__(self, text: str, own: str, known: Collection[str]) -> None:
        self._text = text = _RADICALS.sub(lambda found: fold(found[0])[:1] or "？", text)
        self._titles = Titles(text, own, known)
        self._outline = Outline(text)
        self._named = iter(self._titles.marked)
        self._next = next(self._named, None)
        self._last: dict[str, str] = {}  # by kind; "" for the last of any kind
        self._cited: Citation | None = None

    def read(self) -> Iterator[Citation]:
        pos, floor = 0, 0
        while found := _ANCHOR.search(self._text, pos):
            start = found.start()
            self._pass_titles(start)
            made = [] if self._is_heading(start) else self._group(start, floor)
            for citation in made:
                self._remember(citation)
                yield citation
            pos = made[-1].end if made else found.end()
            floor = made[-1].end if made else floor

    def _group(self, start: int, floor: int) -> list[Citation]:
        relative = self._text[start] in _RELATIVE
        span = None if relative else self._titles.before(start, floor, self._last)
        base, how = self._base(start, span)
        if span is None and not relative and not self._is_place(start, base):
            return []
        pieces = self._pieces(start, span, base)
        if not pieces:
            return []
        if span is None:
            span, how = self._unnamed(start, pieces[0], how)
        first = replace(pieces[0], start=span.start)
        return [self._citation(piece, span, how) for piece in (first, *pieces[1:])]

    def _pieces(self, start: int, span: Span | None, base: Place) -> list[Piece]:
        text = self._text
        if text[start] in _RELATIVE:
            cited = self._cited.until or self._cited.place if self._cited else Place()
            stated = read_relative(text, start, self._outline, cited)
            return read_places(text, start, base, stated) if stated else []
        sections = read_sections(text, start) if span and text[start - 1] in "号》）)" else []
        if sections:
            return sections
        if text[start] not in "第（(":
            return []
        return read_places(text, start, base)

    def _base(self, start: int, span: Span | None) -> tuple[Place, How]:
        """What a place that leaves levels out leaves out: the article one is in, or cited last."""
        if span is not None:
            return Place(), span.how
        stand = self._outline.at(start).place
        going_on = self._continues(start) or self._beyond(start, stand)
        if stand.article is not None and not going_on:
            # A bare 第（三）项 outside a list of items: of which paragraph is not said.
            return (replace(stand, paragraph=None) if stand.item is None else stand), How.OWN
        if self._cited is not None:
            return self._cited.until or self._cited.place, How.SAME
        return Place(), How.SAME

    def _continues(self, start: int) -> bool:
        """Whether a bare 第七项 goes on from a citation in its sentence: 第十条（第七项除外）."""
        cited, text = self._cited, self._text
        if cited is None or start - cited.end > _PARAGRAPH:
            return False
        if _QUOTED.fullmatch(text, cited.end, start):
            return True  # 宪法第六条“…”和第十一条“…”
        stand = replace(self._outline.at(start).place, paragraph=None)
        pieces = read_places(text, start, stand, most=1) if text[start] == "第" else []
        if not pieces or pieces[0].place.item is None or "条" in text[start : pieces[0].end]:
            return False
        stop = _STOP.search(text, cited.end, start)
        lacking = self._outline.lacks(pieces[0].place)
        return stop is None or (lacking and "\n" not in text[stop.start() : start])

    def _unnamed(self, start: int, first: Piece, how: How) -> tuple[Span, How]:
        """The instrument of a place that names none: the text's own, or the one named last."""
        word, own = self._text[start], self._titles.own
        amended = _AMENDED.match(self._text, first.end)
        if first.place == Place():
            how, title = How.RELATIVE, ""
        elif amended:
            how, title = How.SAME, normalise_title(amended["title"])
        elif word in "前本上":
            how, title = How.RELATIVE, own
        elif word in "同该":
            how, title = How.SAME, self._cited.instrument if self._cited else ""
        elif how is How.OWN:
            how, title = (How.OWN if "条" in self._text[start : first.end] else How.RELATIVE), own
        elif self._continues(start) and self._cited is not None:
            how, title = self._cited.how, self._cited.instrument
        else:
            title = self._last.get("", own)
            how = How.SAME if "" in self._last else How.OWN
        return Span(start, start, "", title, how), how

    def _is_place(self, start: int, base: Place) -> bool:
        """Whether a place without an instrument is one: not 第一项工作."""
        text = self._text
        first = read_places(text, start, base, most=1) if text[start] in "第（(" else []
        if not first or _CONTRACT.search(text, max(0, start - 5), start):
            return False
        end = first[0].end
        written = text[start:end]
        if "条" in written or "款" in written:
            return True
        in_law = self._outline.at(start).place.article is not None
        if not in_law and self._cited is None:
            return False
        return any(c in written for c in "（(") or _LEGAL.match(text, end) is not None

    def _is_heading(self, start: int) -> bool:
        """第三条 at the start of a line, opening an article rather than citing one."""
        if RUN_ON.match(self._text, max(0, start - 1)) or RUN_ON.match(
            self._text, max(0, start - 2)
        ):
            return True
        line = start
        while line and start - line < 8 and self._text[line - 1] in _BEFORE_HEADING:
            line -= 1
        at_start = line == 0 or self._text[line - 1] in "\n\u2028\u2029\x0b\x0c\x85"
        return at_start and HEADING.match(self._text, line) is not None

    def _citation(self, piece: Piece, span: Span, how: How) -> Citation:
        written = self._text[piece.start : piece.end]
        return Citation(
            start=piece.end - len(written.lstrip()),
            end=piece.end,
            written=span.written,
            instrument=span.title,
            place=piece.place,
            how=how,
            until=piece.until,
            version=span.version,
        )

    def _remember(self, citation: Citation) -> None:
        self._cited = citation
        if citation.written and citation.how in (How.WRITTEN, How.ABBREVIATION):
            self._name(citation.instrument, citation.start)

    def _beyond(self, start: int, stand: Place) -> bool:
        """Whether a bare 第三百九十七条 is more than the text has: it goes on in another law."""
        if self._cited is None or "" not in self._last or self._text[start] != "第":
            return False
        pieces = read_places(self._text, start, stand, most=1)
        return bool(pieces) and self._outline.lacks(pieces[0].place)

    def _pass_titles(self, pos: int) -> None:
        while self._next is not None and self._next.end <= pos:
            self._name(self._next.title, self._next.start)
            self._next = next(self._named, None)

    def _name(self, title: str, start: int) -> None:
        if self._last and self._text[start - 1 : start] in ("（", "("):
            return  # an aside, 第三条（《修正案》第一条）, is not what goes on being spoken of
        self._last[""] = title
        self._last[kind_of(title)] = title
