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
        found += _apart(before)
        kept = base[start : start + length]
        if kept:
            found.append(Part(kept, kept, kept))
        at = (start + length, in_one + length, in_other + length)
    return tuple(found)


def _apart(part: Part) -> list[Part]:
    """A part paragraph by paragraph where all three have as many; nothing for an empty one."""
    if len(part.common) == len(part.mine) == len(part.theirs):
        three = zip(part.common, part.mine, part.theirs, strict=True)
        return [Part((was,), (mine,), (theirs,)) for was, mine, theirs in three]
    return [part]


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
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return [(block.a, block.b, block.size) for block in matcher.get_matching_blocks()]


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


LONGEST_MARKED = 4000
"""Characters beyond which a part is not compared character by character: it would take long."""


@dataclass(frozen=True, slots=True)
class Row:
    """A part as the page of a merge shows it: what each side made of it, and what to choose.

    `pick` is the name of the choice in the form, `picked` what is chosen so far.
    """

    part: Part
    pick: str
    picked: Pick | None
    several: bool

    @property
    def mine(self) -> list[Piece]:
        return _shown(self.part.common, self.part.mine)

    @property
    def theirs(self) -> list[Piece]:
        return _shown(self.part.common, self.part.theirs)

    @property
    def common(self) -> str:
        return "\n".join(self.part.common)

    @property
    def choices(self) -> list[Pick]:
        """Both only where a field holds several paragraphs and both have some."""
        both = self.several and self.part.mine and self.part.theirs
        apart = self.part.change is Change.CLASH
        found = [Pick.MINE, Pick.THEIRS, *((Pick.BOTH,) if both else ())]
        return [*found, Pick.COMMON] if apart else found


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form in the three wordings. `several`: it may hold several paragraphs."""

    name: str
    label: str
    parts: tuple[Part, ...]
    several: bool = True

    @property
    def open(self) -> bool:
        return any(part.open for part in self.parts)

    def picks(self, data: Mapping[str, str]) -> dict[int, Pick]:
        """What a form says of the parts, by place."""
        asked = {place: data.get(self._name(place), "") for place in range(len(self.parts))}
        return {place: Pick(said) for place, said in asked.items() if said in set(Pick)}

    def rows(self, data: Mapping[str, str]) -> list[Row]:
        picks = self.picks(data)
        return [
            Row(part, self._name(place), picks.get(place, part.proposed), self.several)
            for place, part in enumerate(self.parts)
        ]

    def undecided(self, data: Mapping[str, str]) -> int:
        """How many clashes nobody has decided yet."""
        return sum(row.picked is None for row in self.rows(data))

    def chosen(self, data: Mapping[str, str]) -> str:
        """The field as picked. Raises KeyError while something is undecided."""
        return joined(self.parts, self.picks(data))

    def _name(self, place: int) -> str:
        return f"pick-{self.name}-{place}"


def _shown(before: Sequence[str], after: Sequence[str]) -> list[Piece]:
    old, new = "\n".join(before), "\n".join(after)
    if len(old) + len(new) > LONGEST_MARKED:
        return [Piece("in" if old != new else "same", new)]
    return list(marked(old, new))
