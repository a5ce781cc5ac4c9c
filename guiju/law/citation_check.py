"""Whether a citation holds: is there such an article, and was it in force on that day?

An instrument the library does not have is “无法核实”, never “错误”: not having a text says nothing
about whether it exists.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from typing import Protocol

from guiju.law.citation_model import Citation, Place, marked
from guiju.law.citation_titles import normalise_title
from guiju.law.numerals import to_chinese

_RANGE_LIMIT = 300
_NEAR, _HOW_NEAR = 3, 0.6


class Verdict(StrEnum):
    FOUND = "found"
    NO_ARTICLE = "article does not exist"
    NOT_IN_FORCE = "not in force on that day"
    UNKNOWN = "cannot verify"


@dataclass(frozen=True, slots=True)
class Instrument:
    """A law text one has. In force from `effective` until the day before `ended`.

    None for a day that is not known: before and after are then taken to be in force.
    """

    title: str
    effective: date | None = None
    ended: date | None = None
    replaced_by: str = ""

    def in_force(self, on: date) -> bool:
        begun = self.effective is None or self.effective <= on
        return begun and (self.ended is None or on < self.ended)


@dataclass(frozen=True, slots=True)
class Article:
    """An article as it stood on a day: for each paragraph the number of its items.

    Empty where the library does not know how the article is divided.
    """

    number: int
    suffix: int = 0
    paragraphs: tuple[int, ...] = ()


class Library(Protocol):
    """What checking needs to know of the law texts; titles are normalised."""

    def find(self, title: str) -> Instrument | None:
        """The instrument from its first version to its last; None if the library has none."""

    def has_wording(self, title: str, on: date) -> bool:
        """Whether the wording in force on that day is at hand: not only a later or earlier one."""

    def article_on(self, title: str, number: int, suffix: int, on: date) -> Article | None:
        """The article as it stood on that day; None if that wording has no such article."""

    def titles(self) -> Collection[str]:
        """Every title the library has."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one citation, with a sentence for the reader."""

    citation: Citation
    verdict: Verdict
    sentence: str
    suggestions: tuple[str, ...] = ()


class Shelf:
    """A library in memory: for each title its versions, with their articles."""

    def __init__(self) -> None:
        self._versions: dict[str, list[tuple[Instrument, dict[tuple[int, int], Article]]]] = {}

    def add(self, instrument: Instrument, articles: Iterable[Article]) -> None:
        """Put one version on the shelf. Versions may be added in any order."""
        versions = self._versions.setdefault(normalise_title(instrument.title), [])
        versions.append((instrument, {(a.number, a.suffix): a for a in articles}))
        versions.sort(key=lambda version: version[0].effective or date.min)

    def find(self, title: str) -> Instrument | None:
        versions = self._versions.get(title)
        if not versions:
            return None
        return replace(versions[-1][0], effective=versions[0][0].effective)

    def has_wording(self, title: str, on: date) -> bool:
        return any(version.in_force(on) for version, _ in self._versions.get(title, []))

    def article_on(self, title: str, number: int, suffix: int, on: date) -> Article | None:
        for version, articles in reversed(self._versions.get(title, [])):
            if version.in_force(on):
                return articles.get((number, suffix))
        return None

    def titles(self) -> Collection[str]:
        return self._versions.keys()


def check_all(citations: Iterable[Citation], library: Library, on: date) -> list[Finding]:
    """One finding for each citation, in order."""
    return [check(citation, library, on) for citation in citations]


def check(citation: Citation, library: Library, on: date) -> Finding:
    """Look one citation up in the law as it stood `on` that day."""
    title = citation.instrument
    if not title:
        return Finding(citation, Verdict.UNKNOWN, "没有写明是哪一部文件，无法核实。")
    instrument = library.find(title)
    if instrument is None:
        return _unknown(citation, library)
    if not instrument.in_force(on):
        return Finding(citation, Verdict.NOT_IN_FORCE, _out_of_force(instrument, on))
    if not library.has_wording(title, on):
        says = f"库中没有{_day(on)}有效的{marked(title)}文本，无法核实。"
        return Finding(citation, Verdict.UNKNOWN, says)
    if citation.place.section or citation.place.article is None:
        says = f"{marked(title)}在库中；所引的部分不是条文，未逐一核对。"
        return Finding(citation, Verdict.FOUND, says)
    missing = _missing(citation, library, on)
    if missing:
        return Finding(citation, Verdict.NO_ARTICLE, f"{_day(on)}的{marked(title)}没有{missing}。")
    return Finding(citation, Verdict.FOUND, f"{citation}在{_day(on)}有效。")


def _unknown(citation: Citation, library: Library) -> Finding:
    near = tuple(get_close_matches(citation.instrument, library.titles(), _NEAR, _HOW_NEAR))
    says = f"库中没有{marked(citation.instrument)}，无法核实。"
    if near:
        says += f"是否指{'、'.join(marked(title) for title in near)}？"
    return Finding(citation, Verdict.UNKNOWN, says, near)


def _missing(citation: Citation, library: Library, on: date) -> str:
    """The first place of the citation, or of its range, that is not there; "" if all are."""
    first, last = citation.place, citation.until or citation.place
    if first.article is None or last.article is None or first.section:
        return ""
    for number in range(first.article, min(last.article, first.article + _RANGE_LIMIT) + 1):
        place = first if number == first.article else Place(number)
        place = last if number == last.article and number != first.article else place
        missing = _missing_place(citation.instrument, place, library, on)
        if missing:
            return missing
    return _missing_place(citation.instrument, last, library, on)


def _missing_place(title: str, place: Place, library: Library, on: date) -> str:
    article = library.article_on(title, place.article or 0, place.suffix, on)
    here = str(Place(place.article, place.suffix))
    if article is None:
        return here
    if not article.paragraphs:
        return ""
    count = len(article.paragraphs)
    if place.paragraph is not None and place.paragraph > count:
        return f"{here}第{to_chinese(place.paragraph)}款（该条共{to_chinese(count)}款）"
    if place.item is None:
        return ""
    # Without a paragraph, the items meant are those of whichever paragraph has them.
    items = article.paragraphs[place.paragraph - 1] if place.paragraph else max(article.paragraphs)
    beyond = Place(place.article, place.suffix, place.paragraph, place.item)
    return str(beyond) if place.item > items else ""


def _out_of_force(instrument: Instrument, on: date) -> str:
    title = marked(normalise_title(instrument.title))
    if instrument.effective is not None and on < instrument.effective:
        return f"{title}自{_day(instrument.effective)}起施行，{_day(on)}尚未生效。"
    ended = f"{title}已于{_day(instrument.ended)}失效" if instrument.ended else f"{title}已失效"
    later = (
        f"，现为{marked(normalise_title(instrument.replaced_by))}" if instrument.replaced_by else ""
    )
    return f"{ended}{later}。"


def _day(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"
