"""The stretch of a text to show, with what was asked for marked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from guiju.search.asking import Question
from guiju.search.tokens import runs

SHOWN, BEFORE = 150, 40
_EDGE = re.compile(r"[\n。；，、：]")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text; `hit`: it is what was asked for."""

    text: str
    hit: bool = False


def marked(text: str, words: Iterable[str]) -> list[Part]:
    """The text in parts, every one of the words a hit; whatever case it is in."""
    known = sorted({word for word in words if word}, key=len, reverse=True)
    if not known or not text:
        return [Part(text)] if text else []
    pattern = re.compile("|".join(map(_loosely, known)), re.IGNORECASE)
    parts: list[Part] = []
    start = 0
    for found in pattern.finditer(text):
        parts += [Part(text[start : found.start()])] if found.start() > start else []
        parts.append(Part(found[0], hit=True))
        start = found.end()
    return [*parts, Part(text[start:])] if start < len(text) else parts


def _loosely(word: str) -> str:
    """Whatever brackets stand in it: 发(2025)3号 is 发〔2025〕3号."""
    return r"\W?".join(map(re.escape, runs(word))) or re.escape(word)


def words_of(question: Question) -> list[str]:
    """What to mark: each piece in each way it may be said."""
    return [word for piece in question.pieces for word in (piece.text, *piece.ways)]


def snippet(text: str, words: Iterable[str]) -> list[Part]:
    """About 150 characters around the first place that has a word, cut at a mark if near."""
    words = list(words)
    places = [text.lower().find(word) for word in words if word]
    first = min((place for place in places if place >= 0), default=0)
    start = _begin(text, first)
    end = min(len(text), start + SHOWN)
    shown = text[start:end].replace("\n", " ").strip()
    return marked(("…" if start else "") + shown + ("…" if end < len(text) else ""), words)


def _begin(text: str, first: int) -> int:
    if first <= BEFORE or len(text) <= SHOWN:
        return 0
    low = first - BEFORE
    edges = [mark.end() for mark in _EDGE.finditer(text, low, first)]
    return edges[0] if edges else low
