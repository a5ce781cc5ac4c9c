"""Report text that remembers its numbers, so that a page can open the records behind each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

_DIGITS = "〇一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure in a sentence: its id, how many, and the Chinese measure word.

    `words` stand in place of the number, as where there is none at all.
    """

    figure: str
    n: int
    unit: str
    words: str = ""

    def __str__(self) -> str:
        return self.words or f"{self.n}{self.unit}"


Span = str | Quantity


@dataclass(frozen=True, slots=True)
class Paragraph:
    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        return "".join(map(str, self.spans))

    def quantities(self) -> Iterator[Quantity]:
        return (span for span in self.spans if isinstance(span, Quantity))


@dataclass(frozen=True, slots=True)
class Section:
    """Paragraphs under a heading; '' for none."""

    heading: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Part:
    heading: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """What to say of a figure: the words before its number, and those for none at all."""

    figure: str
    some: str
    none: str


def told(clauses: Iterable[Clause], figures: Mapping[str, Quantity]) -> Iterator[tuple[Span, ...]]:
    """A clause for each figure. None at all is said in words and still opens its figure."""
    for clause in clauses:
        quantity = figures[clause.figure]
        if quantity.n:
            yield clause.some, quantity
        else:
            yield (replace(quantity, words=clause.none),)


def plain(text: str) -> Paragraph:
    return Paragraph((text,))


def ordinal(n: int) -> str:
    """Write 1 to 999 as Chinese counts: 一, 十二, 二十一, 一百零五; larger numbers in figures."""
    if n < 1:
        raise ValueError(f"no ordinal for {n}")
    if n > 999:
        return str(n)
    hundreds, rest = divmod(n, 100)
    tens, ones = divmod(rest, 10)
    last = _DIGITS[ones] if ones else ""
    if hundreds:
        middle = f"{_DIGITS[tens]}十" if tens else "零" if ones else ""
        return f"{_DIGITS[hundreds]}百{middle}{last}"
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + last


def sentence(clauses: Iterable[tuple[Span, ...]]) -> Paragraph:
    """Join clauses into one sentence."""
    spans: list[Span] = []
    for clause in clauses:
        spans += ["，", *clause] if spans else clause
    return Paragraph((*spans, "。"))


def without_stop(text: str) -> str:
    """A text from a record, ready to stand inside a sentence."""
    return " ".join(text.split()).rstrip("。；;，,.、 ")
