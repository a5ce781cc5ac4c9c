"""The body of a law text: lines into chapters, articles and passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from guiju.law import marks
from guiju.law.lines import Line
from guiju.law.marks import Mark
from guiju.law.parsed import Article, Chapter, Level, Passage, Trouble, Unit, article_label

PREAMBLE = "序言"


@dataclass(frozen=True, slots=True)
class Body:
    chapters: tuple[Chapter, ...]
    articles: tuple[Article, ...]
    troubles: tuple[Trouble, ...]


@dataclass(slots=True)
class _Open:
    """The article being read. Its passages count 款, 项 and 目 as they come."""

    unit: Unit
    number: int
    suffix: int
    label: str
    chapter: int | None
    line: int
    passages: list[Passage] = field(default_factory=list)
    paragraph: int = 0
    item: int = 0
    subitem: int = 0
    listed: tuple[int, int, int] = (0, 0, 0)
    """The last 项 seen: its 款, its number, and how many passages there were with it."""

    def resume(self, number: int) -> bool:
        """Whether 项 `number` goes on with the list before; what stood between belongs to it."""
        paragraph, item, length = self.listed
        if self.item or not item or number != item + 1:
            return False
        self.passages[length:] = [
            Passage(paragraph, item, 0, passage.text) for passage in self.passages[length:]
        ]
        self.paragraph, self.item = paragraph, item
        return True

    def closed(self) -> Article:
        return Article(
            self.unit, self.number, self.suffix, self.label, self.chapter,
            tuple(self.passages), self.line,
        )  # fmt: skip


class BodyReader:
    """Reads one body. `starts_anywhere`: the first article need not be the first of all."""

    def __init__(self, file: str, *, starts_anywhere: bool) -> None:
        self._file = file
        self._starts_anywhere = starts_anywhere
        self._chapters: list[Chapter] = []
        self._done: list[_Open] = []
        self._troubles: list[Trouble] = []
        self._unit = Unit.ARTICLE
        self._arabic = False
        self._contents: str | None = None
        self._in_contents = False
        self._last = (0, 0)

    def read(self, lines: Sequence[Line]) -> Body:
        """The whole body; nothing of it is dropped but a table of contents."""
        self._choose_unit(lines)
        for line in lines:
            if not self._passes_over(line):
                self._take(line)
        kept = [article.closed() for article in self._done if article.passages]
        self._report_empty()
        return Body(tuple(self._chapters), tuple(kept), tuple(self._troubles))

    def _choose_unit(self, lines: Sequence[Line]) -> None:
        if any((mark := marks.article_mark(line.text)) and mark.sure for line in lines):
            return
        plain = [line.text for line in lines if not line.level]
        points = [marks.point_mark(text, arabic=False) for text in plain]
        self._unit = Unit.POINT
        self._arabic = not any(point and point.number == 1 for point in points)

    def _passes_over(self, line: Line) -> bool:
        """Inside a table of contents: until its first entry comes again, or an article."""
        if marks.is_contents(line):
            self._in_contents, self._contents = True, None
            return True
        if not self._in_contents:
            return False
        if self._contents is None:
            self._contents = line.text
            return True
        mark = marks.article_mark(line.text)
        self._in_contents = line.text != self._contents and (mark is None or not mark.sure)
        return self._in_contents

    def _take(self, line: Line) -> None:
        chapter = marks.chapter_mark(line)
        if chapter is not None:
            self._chapters.append(chapter)
        elif line.level or (self._done and marks.is_appendix(line)):
            self._take_heading(line)
        else:
            for piece in marks.split_articles(line.text):
                self._take_text(piece, line.number)

    def _take_heading(self, line: Line) -> None:
        """A heading that is no chapter: the preamble's, an appendix's, or a name in between."""
        mark = self._beginning(line.text)
        if mark is not None:
            self._begin(mark, line.number)
        elif not self._done or marks.is_appendix(line):
            self._open_prose(line.text, line.number)
        else:
            self._chapters.append(Chapter(Level.SECTION, "", line.text, line.number))

    def _take_text(self, text: str, number: int) -> None:
        mark = self._beginning(text)
        if mark is not None:
            self._begin(mark, number)
            return
        if not self._done:
            self._open_prose(PREAMBLE, number)
        for piece in marks.split_items(text):
            self._add(piece, number)

    def _beginning(self, text: str) -> Mark | None:
        """The mark, where the line begins the next article or point."""
        if self._unit is Unit.POINT:
            point = marks.point_mark(text, arabic=self._arabic)
            return point if point and point.number == self._last[0] + 1 else None
        mark = marks.article_mark(text)
        if mark is None or self._follows(mark):
            return mark
        # An amendment quotes articles of another text; its own follow one another.
        quoted = self._starts_anywhere and self._last != (0, 0)
        return mark if mark.sure and not quoted else None

    def _follows(self, mark: Mark) -> bool:
        number, suffix = self._last
        return (mark.number, mark.suffix) in ((number + 1, 0), (number, suffix + 1))

    def _begin(self, mark: Mark, line: int) -> None:
        here = (mark.number, mark.suffix)
        label = article_label(*here)
        if here <= self._last:
            before = article_label(*self._last)
            self._report(line, f"{label}出现在{before}之后，按{before}的文字收下")
            self._add(f"{label} {mark.text}", line)
            return
        first = self._last == (0, 0)
        if not self._follows(mark) and not (first and self._starts_anywhere):
            before = "开头" if first else article_label(*self._last)
            self._report(line, f"{before}之后是{label}，中间的条文没有找到")
        self._last = here
        if self._unit is Unit.POINT:
            label = article_label(mark.number)[1:-1]
        self._open(_Open(self._unit, *here, label, self._chapter(), line))
        for piece in marks.split_items(mark.text) if mark.text else ():
            self._add(piece, line)

    def _chapter(self) -> int | None:
        return len(self._chapters) - 1 if self._chapters else None

    def _open_prose(self, label: str, line: int) -> None:
        count = sum(article.unit is Unit.PROSE for article in self._done)
        self._open(_Open(Unit.PROSE, 0, count, label[:60], self._chapter(), line))

    def _open(self, article: _Open) -> None:
        self._done.append(article)

    def _add(self, text: str, line: int) -> None:
        """A passage of the open article. Text after items begins the next 款."""
        open_ = self._done[-1]
        item, subitem = marks.item_mark(text), marks.subitem_mark(text)
        if item is not None and (item.sure or not open_.item):
            if not open_.resume(item.number):
                self._check_order(open_.item, item, line)
            open_.paragraph = open_.paragraph or 1
            open_.item, open_.subitem = item.number, 0
        elif item is not None or (subitem is not None and open_.passages):
            found = item or subitem
            if found is not None:
                self._add_below(open_, found)
        else:
            open_.paragraph, open_.item, open_.subitem = open_.paragraph + 1, 0, 0
        open_.passages.append(Passage(open_.paragraph, open_.item, open_.subitem, text))
        if open_.item:
            open_.listed = (open_.paragraph, open_.item, len(open_.passages))

    @staticmethod
    def _add_below(open_: _Open, mark: Mark) -> None:
        """1. below （一） is its 目; where no （一） came before, it is itself a 项."""
        open_.paragraph = open_.paragraph or 1
        if open_.item and (open_.subitem or mark.number == 1 and mark.number != open_.item + 1):
            open_.subitem = mark.number
        else:
            open_.item = mark.number

    def _check_order(self, before: int, item: Mark, line: int) -> None:
        if item.number not in (before + 1, 1):
            here = article_label(*self._last) if self._last[0] else PREAMBLE
            self._report(line, f"{here}的项从第{before}项跳到第{item.number}项")

    def _report_empty(self) -> None:
        for article in self._done:
            if not article.passages and article.unit is not Unit.PROSE:
                self._report(article.line, f"{article.label}没有文字")

    def _report(self, line: int, says: str) -> None:
        self._troubles.append(Trouble(self._file, line, says))
