"""Where in its own text a sentence stands, so that 前款 and 本条 can be resolved."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from guiju.law.citation_model import Place
from guiju.law.citation_places import NUMBER, Piece, at_level
from guiju.law.numerals import to_int

# A heading stands at the start of a line and is followed by a space, a bracket or nothing; or by
# text, unless that text can only go on from a citation (第三条规定的…).
HEADING = re.compile(
    rf"[ \t　#*>“\"「]{{0,8}}第\s?(?P<article>{NUMBER})\s?条(?:\s?之\s?(?P<suffix>{NUMBER}))?"
    r"(?=\s|$|[*【（(：:]|(?!的?规定|所|第|、|和|至|或|与|及|中|情形|行为|以外|款|件))"
)
_ITEM = re.compile(rf"\s{{0,8}}(?:[（(](?P<n>{NUMBER})[）)]|(?P<m>\d{{1,2}})[.．、])")
_SAID = "(?=第|的?规定|所)"  # not 该款 of money, 该项 of work
_RELATIVE = re.compile(
    r"(?<![目之此日先])前(?P<count>[一二两三四2-4]?)(?P<back>条(?![件例款约])|款(?!项)|项(?!目))"
    rf"|上(?P<above>[条款项]){_SAID}"
    r"|(?<![基根资版文样])本(?P<here>条(?![例件约款])|款(?!项)|项(?![目工]))"
    rf"|同(?P<same>条(?![例件约款])|款(?=第))|该(?P<that>条(?![例件约款])|[款项]{_SAID})"
)
# Some texts run on: …制定本规则。 第二条 凡…
RUN_ON = re.compile(rf"(?<=[。；])[ \t　]{{1,4}}(?=第{NUMBER}条[ \t　])")
_QUOTES = ("“", "「", '"')  # an article set out in an amendment is not the text's own
_LEVELS = {"条": 0, "款": 1, "项": 2}


@dataclass(frozen=True, slots=True)
class Stand:
    """From `start` on: the article one is in, and the headings passed before it."""

    start: int
    place: Place
    headings: int


class Outline:
    """Articles, paragraphs and items of a text by offset; empty for a text without articles."""

    def __init__(self, text: str) -> None:
        self._headings: list[Place] = []
        self._stands = list(self._read(text))
        self._starts = [stand.start for stand in self._stands]
        self._divisions = self.divisions()
        self._last_article = max((article for article, _ in self._divisions), default=0)

    def at(self, pos: int) -> Stand:
        """Where `pos` stands; Place() before the first article."""
        n = bisect_right(self._starts, pos)
        return self._stands[n - 1] if n else Stand(0, Place(), 0)

    def lacks(self, place: Place) -> bool:
        """Whether the text has no such article, or the article no such paragraph or item."""
        if (place.article or 0) > self._last_article:
            return True
        items = self._divisions.get((place.article or 0, place.suffix))
        if items is None:
            return False
        if place.paragraph is not None and place.paragraph > len(items):
            return True
        of_it = items if place.paragraph is None else items[place.paragraph - 1 : place.paragraph]
        return (place.item or 0) > max(of_it, default=0)

    def heading_before(self, stand: Stand, back: int) -> Place | None:
        """The article `back` headings before the one at `stand`."""
        index = stand.headings - 1 - back
        return self._headings[index] if 0 <= index < stand.headings else None

    def divisions(self) -> dict[tuple[int, int], tuple[int, ...]]:
        """(article, suffix) → the number of items in each of its paragraphs."""
        found: dict[tuple[int, int], list[int]] = {}
        for place in (stand.place for stand in self._stands):
            if place.article is not None and place.paragraph is not None:
                counts = found.setdefault((place.article, place.suffix), [])
                counts += [0] * (place.paragraph - len(counts))
                counts[place.paragraph - 1] = max(counts[place.paragraph - 1], place.item or 0)
        return {key: tuple(counts) for key, counts in found.items()}

    def _read(self, text: str) -> Iterator[Stand]:
        place, start = Place(), 0
        for line in _lines(text):
            following = self._next(place, line)
            if following != place:
                place = following
                yield Stand(start, place, len(self._headings))
            start += len(line)

    def _next(self, place: Place, line: str) -> Place:
        heading = HEADING.match(line) if line[:1] not in _QUOTES else None
        article = _number(heading["article"]) if heading else None
        if heading and article:
            suffix = heading["suffix"]
            place = Place(article, (_number(suffix) or 0) if suffix else 0, 1)
            self._headings.append(at_level(place, 0, article, place.suffix))
            return place
        if place.article is None or not line.strip() or line.startswith("#"):
            return place
        item = _ITEM.match(line)
        if item:
            number = _number(item["n"] or item["m"])
            return replace(place, item=number) if number else place
        return replace(place, paragraph=(place.paragraph or 0) + 1, item=None)


def read_relative(text: str, pos: int, outline: Outline, cited: Place) -> Piece | None:
    """前款, 前两条, 本条, 同条 at `pos`; `cited` is the place cited last.

    A place that cannot be resolved (前款 in a first paragraph) comes back as an empty Place.
    """
    found = _RELATIVE.match(text, pos)
    if not found:
        return None
    stand = outline.at(pos)
    if found["back"] or found["above"]:
        count = _number(found["count"]) if found["count"] else 1
        return _back(found, outline, stand, count or 1)
    here = found["here"]
    base = stand.place if here else cited
    level = _LEVELS[here or found["same"] or found["that"]]
    return Piece(pos, found.end(), _cut(base, level))


def _lines(text: str) -> Iterator[str]:
    for line in text.splitlines(keepends=True):
        start = 0
        for gap in RUN_ON.finditer(line):
            yield line[start : gap.end()]
            start = gap.end()
        yield line[start:]


def _back(found: re.Match[str], outline: Outline, stand: Stand, count: int) -> Piece:
    start, end, level = found.start(), found.end(), _LEVELS[found["back"] or found["above"]]
    if level == 0:
        first, last = (outline.heading_before(stand, n) for n in (count, 1))
    else:
        now = stand.place.paragraph if level == 1 else stand.place.item
        first, last = (
            at_level(stand.place, level, now - n) if now and now > n else None for n in (count, 1)
        )
    if first is None or last is None:
        return Piece(start, end, Place())
    return Piece(start, end, first, last if count > 1 else None)


def _cut(place: Place, level: int) -> Place:
    """`place` down to `level`; an empty Place if it does not reach that far."""
    number = (place.article, place.paragraph, place.item)[level]
    return at_level(place, level, number, place.suffix) if number else Place()


def _number(numeral: str) -> int | None:
    try:
        return to_int(numeral.replace("两", "二"))
    except ValueError:
        return None
