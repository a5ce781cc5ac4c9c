"""花脸稿: what a version changed, paragraph by paragraph and within them character by character.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

LIKE = 0.4
"""Two paragraphs less alike are one taken out and one put in."""


@dataclass(frozen=True, slots=True)
class Piece:
    """`kind`: same, in, out."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class MarkedParagraph:
    """A paragraph of the marked copy; `kind` is same, in, out or changed."""

    kind: str
    pieces: tuple[Piece, ...]


def marked_copy(before: str, after: str) -> Iterator[MarkedParagraph]:
    """The newer text with everything put in and taken out. Paragraphs are lines."""
    old, new = before.split("\n"), after.split("\n")
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (_whole("same", line) for line in new[c:d])
        else:
            yield from _replaced(old[a:b], new[c:d])


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[MarkedParagraph]:
    """Paragraphs that became others: in order, those alike are compared with one another."""
    waiting = list(old)
    for line in new:
        at = next((n for n, was in enumerate(waiting) if _alike(was, line)), None)
        if at is None:
            yield _whole("in", line)
            continue
        yield from (_whole("out", was) for was in waiting[:at])
        yield MarkedParagraph("changed", tuple(_pieces(waiting[at], line)))
        del waiting[: at + 1]
    yield from (_whole("out", was) for was in waiting)


def _alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() >= LIKE and matcher.ratio() >= LIKE


def _pieces(before: str, after: str) -> Iterator[Piece]:
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", after[c:d])
            continue
        if b > a:
            yield Piece("out", before[a:b])
        if d > c:
            yield Piece("in", after[c:d])


def _whole(kind: str, line: str) -> MarkedParagraph:
    return MarkedParagraph(kind, (Piece(kind, line),))
