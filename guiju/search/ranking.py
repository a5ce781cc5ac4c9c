"""What comes first among what answers: exact titles, law in force, short texts that say it often.

Every answer holds every piece, so how rare a piece is tells nothing between them; what tells
is where it stands, how much of the text it is, and how close together the pieces are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from guiju.law.heads import STATE
from guiju.search.asking import Piece, Question
from guiju.search.tokens import runs

EXACT, IN_TITLE, PIECE_IN_TITLE, PIECE, ADJACENT, NEAR = 80.0, 25.0, 7.0, 10.0, 8.0, 8.0
OF_TITLE = 14.0
"""What a piece counts that is a whole name or heading, beside being in it."""

REWORDED = 0.6
"""What a synonym counts beside the word itself."""

LIKENESS, TITLE_ONLY, LENGTH_TAKES = 60.0, 0.9, 0.02
BEGINS, BEGINNING = 2.0, 12
"""A text that speaks of it from the first words is about it."""

USUAL = 120
"""Characters of a usual article."""

_STATE = STATE.lower()
_PARTS = re.compile(r"[ （）·]")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row as it is judged. `standing`: from 0, and higher for law in force."""

    key: int
    title: str
    number: str
    text: str
    standing: int


def score(question: Question, row: Candidate) -> float:
    """How well a row answers; only comparisons within one question mean anything."""
    title = row.title.lower().replace(_STATE, "")
    text = row.text.lower()
    total = row.standing / 10 + _whole(question, title, row)
    places: list[tuple[int, int]] = []
    for piece in question.pieces:
        word, weight = _best_way(piece, title, text)
        if not word:
            continue
        total += weight * (_named(word, title) + PIECE * _often(word, text))
        if (place := text.find(word)) >= 0:
            places.append((place, len(word)))
            total += BEGINS * (place < BEGINNING)
    return total + _close(places)


def likeness(weights: Mapping[str, float], row: Candidate) -> float:
    """How much of a question a row holds, when it need not hold all: its pairs by their rarity.

    A long text holds more pairs by chance, so length takes a little off.
    """
    title, text = row.title.lower(), row.text.lower()
    held = sum(
        weight * (1 if pair in text else TITLE_ONLY if pair in title else 0)
        for pair, weight in weights.items()
    )
    share = held / (sum(weights.values()) or 1)
    return LIKENESS * share / (1 + LENGTH_TAKES * len(text) / USUAL) + row.standing / 10


def _whole(question: Question, title: str, row: Candidate) -> float:
    joined = question.joined.replace(_STATE, "")
    if not joined:
        return 0
    if joined == title or (row.number and runs(row.number) == runs(question.text)):
        return EXACT
    if joined in title:
        return IN_TITLE * len(joined) / len(title)
    return ADJACENT if len(question.pieces) > 1 and joined in row.text.lower() else 0


def _best_way(piece: Piece, title: str, text: str) -> tuple[str, float]:
    """The piece as it stands in the row and what it counts; "" where it does not."""
    if piece.text in text or piece.text in title:
        return piece.text, 1
    way = next((way for way in piece.ways if way in text or way in title), "")
    return way, REWORDED


def _named(word: str, title: str) -> float:
    """For standing in the title: the more, the more of a part of the title it is.

    The parts are the name of a law, and in brackets the headings an article stands under.
    """
    share = max((len(word) / len(p) for p in _PARTS.split(title) if word in p), default=0)
    return PIECE_IN_TITLE + OF_TITLE * share if share else PIECE_IN_TITLE * (word in title)


def _often(word: str, text: str) -> float:
    """From 0 to 1: how much of the text the word is."""
    n = text.count(word)
    return n / (n + 0.4 + 0.8 * len(text) / USUAL)


def _close(places: list[tuple[int, int]]) -> float:
    """How close together the pieces stand at their first places."""
    if len(places) < 2:
        return 0
    begin, end = min(p for p, _ in places), max(p + n for p, n in places)
    return NEAR * sum(n for _, n in places) / max(end - begin, 1)
