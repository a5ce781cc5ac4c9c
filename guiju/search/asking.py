"""A question as typed, read: its pieces, each with other ways to say it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from guiju.law.folding import one_line
from guiju.law.numerals import NUMBER, to_chinese, to_int
from guiju.search.expression import AllOf, AnyOf, Expression, Phrase
from guiju.search.synonyms import rewordings
from guiju.search.tokens import initial_terms, is_chinese, phrase, plain, runs

LONGEST_QUESTION = 200
MOST_PIECES, MOST_WAYS = 8, 6
_SPLIT = re.compile(r"[\s《》〈〉“”‘’\"'，。；、：？！,;?!:]+")
_ASKING = re.compile(
    r"是什么|什么是|什么|怎么办|怎么|怎样|如何|多少|多久|多长|哪些|哪个|是否|能不能|可不可以|几个|吗|呢"
)
_ARABIC = re.compile(r"\d{1,4}(?=[\u4e00-\u9fff])")
_CHINESE = re.compile(rf"{NUMBER}(?=个?工作日|日内|日|天|个月|万元|元|人|小时|条|款|项)")
_LETTERS = re.compile(r"[a-z]{2,20}")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch that must be found, `text` or one of the other `ways`."""

    text: str
    ways: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """`letters`: the whole question is letters and may be the initials of a title."""

    text: str
    pieces: tuple[Piece, ...]
    letters: str = ""

    @property
    def joined(self) -> str:
        """Without gaps, as it would stand in a title."""
        return "".join(piece.text for piece in self.pieces)


def read(text: str) -> Question:
    """Read what was typed; a question without a letter, figure or Chinese has no pieces."""
    kept = plain(one_line(text)[:LONGEST_QUESTION])
    parts = [part for part in _SPLIT.split(kept) if runs(part)][:MOST_PIECES]
    letters = kept if _LETTERS.fullmatch(kept) else ""
    return Question(kept, tuple(Piece(part, _ways(part)) for part in parts), letters)


def bare(text: str) -> list[str]:
    """A piece without the words that only ask."""
    return [part for part in _ASKING.split(text) if part]


def _ways(text: str) -> tuple[str, ...]:
    """The same with its figures written otherwise, or with a word that means the same."""
    figures = [
        _ARABIC.sub(lambda found: to_chinese(int(found[0])), text),
        _CHINESE.sub(_arabic, text),
    ]
    found = [*figures, *rewordings(text)]
    found += [way for figure in figures for way in rewordings(figure)]
    return tuple(dict.fromkeys(way for way in found if way != text))[:MOST_WAYS]


def _chinese(found: re.Match[str]) -> str:
    return to_chinese(int(found[0]))


def _arabic(found: re.Match[str]) -> str:
    try:
        return str(to_int(found[0]))
    except ValueError:
        return found[0]


def asked(question: Question, *, title: bool = False) -> Expression:
    """All pieces, each in one of its ways; or the initials of a title."""
    whole: Expression = AllOf(tuple(_piece(piece, title) for piece in question.pieces))
    if question.letters:
        return AnyOf((whole, Phrase(initial_terms(question.letters), title=True)))
    return whole


def _piece(piece: Piece, title: bool) -> Expression:
    ways = [one for way in (piece.text, *piece.ways) if (one := said(way, title=title))]
    return ways[0] if len(ways) == 1 else AnyOf(tuple(ways))


def said(text: str, *, title: bool = False) -> Phrase | None:
    """A stretch of text as a phrase; None without a letter, figure or Chinese."""
    found = phrase(text)
    alone = len(found) == 1 and len(found[0]) == 1 and is_chinese(found[0])
    return Phrase(found, title, beginning=alone) if found else None
