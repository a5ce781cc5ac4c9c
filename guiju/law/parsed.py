"""What a law text is once read: chapters, articles, their passages, and what was not understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from guiju.law.heads import Change, Dates, Kind
from guiju.law.numerals import to_chinese

SAME_ACT = timedelta(days=180)
"""Passed, approved and published lie apart, but not further than this."""


class Unit(StrEnum):
    """What the numbered parts of a text are."""

    ARTICLE = "article"  # 第三条
    POINT = "point"  # 三、 in a text without articles
    PROSE = "prose"  # before the first article, or an appendix


class Level(StrEnum):
    PART = "part"  # 编
    SUBPART = "subpart"  # 分编
    CHAPTER = "chapter"  # 章
    SECTION = "section"  # 节


@dataclass(frozen=True, slots=True)
class Passage:
    """One line: 款 `paragraph`, 项 `item`, 目 `subitem`; 0 where it stands above that level."""

    paragraph: int
    item: int
    subitem: int
    text: str


@dataclass(frozen=True, slots=True)
class Chapter:
    level: Level
    label: str
    title: str
    line: int


@dataclass(frozen=True, slots=True)
class Article:
    """Prose has number 0 and counts in `suffix`. `chapter`: its place among the chapters."""

    unit: Unit
    number: int
    suffix: int
    label: str
    chapter: int | None
    passages: tuple[Passage, ...]
    line: int

    @property
    def text(self) -> str:
        return "\n".join(passage.text for passage in self.passages)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something in a file that was not understood. `line` 0: the file as a whole."""

    file: str
    line: int
    says: str

    def __str__(self) -> str:
        return f"{self.file}{f' 第{self.line}行' if self.line else ''}：{self.says}"


@dataclass(frozen=True, slots=True)
class LawText:
    """A whole file. `on` names the version: the day it was last made or changed."""

    file: str
    title: str
    part: str
    kind: Kind
    field: str
    organ: str
    on: date
    dates: Dates
    effective: date | None
    chapters: tuple[Chapter, ...]
    articles: tuple[Article, ...]
    repeals: tuple[str, ...]
    troubles: tuple[Trouble, ...]

    @property
    def valid_from(self) -> date:
        """The first day this wording binds.

        A changed text often still names the day the first wording took effect; a wording
        cannot bind before it was made, so the day of the change counts then.
        """
        return max(self.on, self.effective or self.on)

    @property
    def change(self) -> Change:
        """How this wording came about. Heads leave changes out; the days give them away."""
        made = self.dates.change is Change.MADE
        late = self.effective is not None and self.on - self.effective > SAME_ACT
        return Change.AMENDED if made and late else self.dates.change


def article_label(number: int, suffix: int = 0) -> str:
    """102, 1 → 第一百零二条之一."""
    return f"第{to_chinese(number)}条" + (f"之{to_chinese(suffix)}" if suffix else "")


def joined(parts: Sequence[LawText]) -> LawText:
    """The files of one version that came in parts (民法典), as one text in order of articles."""
    ordered = sorted(parts, key=lambda p: p.articles[0].number if p.articles else 0)
    chapters: list[Chapter] = []
    articles: list[Article] = []
    for part in ordered:
        chapters.append(Chapter(Level.PART, part.part, "", 0))
        shift = len(chapters)
        chapters += part.chapters
        for a in part.articles:
            place = shift - 1 if a.chapter is None else shift + a.chapter
            suffix = len(articles) if a.unit is Unit.PROSE else a.suffix
            articles.append(Article(a.unit, a.number, suffix, a.label, place, a.passages, a.line))
    first, last = ordered[0], ordered[-1]
    return LawText(
        file=first.file, title=first.title, part="", kind=first.kind, field=first.field,
        organ=first.organ, on=first.on, dates=first.dates,
        effective=max((p.effective for p in ordered if p.effective), default=None),
        chapters=tuple(chapters), articles=tuple(articles), repeals=last.repeals,
        troubles=tuple(t for p in ordered for t in p.troubles),
    )  # fmt: skip
