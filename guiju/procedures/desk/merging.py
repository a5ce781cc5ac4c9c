"""Two wordings made from one: paragraph by paragraph, who changed what, and the choice of both.

Pure. Paragraphs are lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum


class Pick(StrEnum):
    """What to take of a part."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"
    COMMON = "common"


class Change(StrEnum):
    """Who changed a part; `CLASH` when each changed it in another way."""

    NONE = "none"
    MINE = "mine"
    THEIRS = "theirs"
    ALIKE = "alike"
    CLASH = "clash"


@dataclass(frozen=True, slots=True)
class Part:
    """Neighbouring paragraphs in the three wordings, as one piece of the merge."""

    common: tuple[str, ...]
    mine: tuple[str, ...]
    theirs: tuple[str, ...]

    @property
    def change(self) -> Change:
        if self.mine == self.theirs:
            return Change.NONE if self.mine == self.common else Change.ALIKE
        if self.mine == self.common:
            return Change.THEIRS
        return Change.MINE if self.theirs == self.common else Change.CLASH

    @property
    def open(self) -> bool:
        """Mine and theirs differ: someone has to choose, or at least to know."""
        return self.mine != self.theirs

    @property
    def proposed(self) -> Pick | None:
        """What goes without saying: the side that changed. None where only a person can say."""
        change = self.change
        if change is Change.CLASH:
            return None
        return Pick.THEIRS if change is Change.THEIRS else Pick.MINE

    def taken(self, pick: Pick) -> tuple[str, ...]:
        if pick is Pick.BOTH:
            return (*self.mine, *self.theirs)
        return {Pick.MINE: self.mine, Pick.THEIRS: self.theirs, Pick.COMMON: self.common}[pick]


def parts(common: str, mine: str, theirs: str) -> tuple[Part, ...]:
    """The three wordings side by side. Taking one side of every part gives that side back."""
    base, one, other = _lines(common), _lines(mine), _lines(theirs)
    found: list[Part] = []
    at = (0, 0, 0)
    for start, in_one, in_other, length in _kept_by_both(base, one, other):
        before = Part(base[at[0] : start], one[at[1] : in_one], other[at[2] : in_other])
        if before != Part((), (), ()):
            found.append(before)
        kept = base[start : start + length]
        if kept:
            found.append(Part(kept, kept, kept))
        at = (start + length, in_one + length, in_other + length)
    return tuple(found)


def joined(found: Sequence[Part], picks: Mapping[int, Pick]) -> str:
    """The parts put together as picked, by place. Raises KeyError for a clash nobody decided."""
    taken: list[str] = []
    for place, part in enumerate(found):
        pick = picks.get(place, part.proposed)
        if pick is None:
            raise KeyError(place)
        taken += part.taken(pick)
    return "\n".join(taken)


def _lines(text: str) -> tuple[str, ...]:
    """The paragraphs; browsers send CRLF. No text is no paragraph."""
    return tuple(text.replace("\r\n", "\n").split("\n")) if text else ()


def _kept_by_both(
    base: Sequence[str], one: Sequence[str], other: Sequence[str]
) -> Iterator[tuple[int, int, int, int]]:
    """Runs of the common wording that neither side touched: where in each, and how long.

    The last is empty, at the ends.
    """
    for start, in_one, length in _same(base, one):
        for begin, in_other, span in _same(base, other):
            low, high = max(start, begin), min(start + length, begin + span)
            if low < high:
                yield low, in_one + low - start, in_other + low - begin, high - low
    yield len(base), len(one), len(other), 0


def _same(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int, int]]:
    return list(
        map(tuple, SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks())
    )


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a marked copy (花脸稿): kept (`same`), put in (`in`), or taken out (`out`)."""

    kind: str
    text: str


def marked(before: str, after: str) -> Iterator[Piece]:
    """The newer text with what was put in and taken out, character by character."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            yield Piece("same", after[c:d])
            continue
        if b > a:
            yield Piece("out", before[a:b])
        if d > c:
            yield Piece("in", after[c:d])
