"""The grammar of 条, 款, 项 and 目: one place, several in one breath, ranges.

Every repetition in the patterns is bounded, so that no text takes more than linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from guiju.law.citation_model import Place
from guiju.law.numerals import to_int

NUMBER = r"[〇零○一二两三四五六七八九十百千0-9０-９]{1,9}"
_BRACKETED = rf"[（(]\s?{NUMBER}\s?[）)]"
_BETWEEN = r"(?:、|和|与|及|以及|或者|或|至|到|[-－—–~～])"
# What follows tells a unit of a law from an ordinary word: 条件, 款式, 项目, 目标.
_UNIT = (
    r"(?P<unit>条(?![件约幅])|款(?![项额式待物])|项(?!目(?![规所]))|目(?!标|录|前|的(?!规定|情形)))"
)
_LIST = re.compile(
    rf"(?:第\s?{NUMBER}|第?\s?{_BRACKETED})"
    rf"(?:\s?{_BETWEEN}\s?第?\s?(?:{_BRACKETED}|{NUMBER})|{_BRACKETED}){{0,30}}\s?{_UNIT}"
)
# Sloppy, but only ever meant one way: 第1032条、1033条; 第43条至45条; 第34条2款3项.
_BARE_ARTICLE = re.compile(rf"{NUMBER}\s?(?P<unit>条)(?![件约幅])")
_BARE_PART = re.compile(r"[0-9０-９]{1,3}\s?(?P<unit>[款项目])(?![目标录额式])")
_LETTERED = re.compile(rf"{_BRACKETED}(?:[、和及或至]?{_BRACKETED}){{0,30}}")
_ONE = re.compile(rf"(?P<between>{_BETWEEN})?\s?第?\s?[（(]?\s?(?P<number>{NUMBER})\s?[）)]?")
_SUFFIX = re.compile(rf"\s?之\s?(?P<number>{NUMBER})(?![日年月个种])")
_SECTION = re.compile(
    rf"(?:第(?P<part>{NUMBER})部分|(?P<number>{NUMBER})(?:部分|点)?)[、，]?"
    rf"第?[（(](?P<item>{NUMBER})[）)](?:项|点|条)?"
)
_GLUE = re.compile(r"\s?(?:中的|中|的)?\s?")
SEPARATOR = re.compile(
    r"\s{0,2}(?:(?P<range>至|到|[-－—–~～]{1,2})|、\s?(?:以及|及|和|或者|或)?|以及|及|和|与|或者|或"
    rf"|[，,]\s?(?:以及|及|和|或者|或)?(?=第\s?{NUMBER}\s?条))\s{{0,2}}"
)
_LONGEST_BREATH = 200
_LEVELS = {"条": 0, "款": 1, "项": 2, "目": 3}
_RANGES = frozenset("至到-－—–~～")


@dataclass(frozen=True, slots=True)
class Piece:
    """One place, or a range of them, and the stretch of text that says it."""

    start: int
    end: int
    place: Place
    until: Place | None = None

    @property
    def last(self) -> Place:
        return self.until or self.place


@dataclass(frozen=True, slots=True)
class _Number:
    value: int
    start: int
    end: int
    ranged: bool


@dataclass(frozen=True, slots=True)
class _Token:
    """Numbers of one level: 第三条, 第一、二款, （一）（三）项, 第五至七条."""

    level: int
    numbers: tuple[_Number, ...]
    suffix: int
    end: int


def level_of(place: Place) -> int:
    """The deepest level a place states: 0 for 条 to 3 for 目; -1 for none."""
    stated = (place.article, place.paragraph, place.item, place.subitem)
    return max((n for n, number in enumerate(stated) if number is not None), default=-1)


def at_level(base: Place, level: int, number: int, suffix: int = 0) -> Place:
    """`base` down to the level above, then `number`; 第二款 after 第三条第一款 is 第三条第二款."""
    if level == 0:
        return Place(number, suffix)
    if level == 1:
        return replace(base, paragraph=number, item=None, subitem=None)
    if level == 2:
        return replace(base, item=number, subitem=None)
    return replace(base, subitem=number)


def read_places(
    text: str, pos: int, base: Place, stated: Piece | None = None, most: int = _LONGEST_BREATH
) -> list[Piece]:
    """All places said in one breath from `pos` on; [] if none begins there.

    `base` gives the levels left out (the current article for a bare 第二款); `stated` is a place
    already read right before `pos` (前款, 本条), which deeper levels refine. After `most` places
    no further one is looked for.
    """
    pieces = [stated] if stated else _first(text, pos, base)
    while pieces:
        last = pieces[-1]
        token = _deeper(text, last)
        if token:
            pieces[-1:] = _refined(last, token)
            continue
        separator = SEPARATOR.match(text, last.end) if len(pieces) < most else None
        token = _token(text, separator.end(), _BARE_ARTICLE) if separator else None
        if separator is None or token is None:
            break
        ranged = separator["range"] is not None
        added = _added(last, token, ranged)
        pieces[-1:] = added if ranged else [last, *added]
    return pieces


def read_sections(text: str, pos: int) -> list[Piece]:
    """`二（五）、三（一）` after a document number or title: heading 二、, item （五）."""
    pieces: list[Piece] = []
    while found := _SECTION.match(text, pos):
        number, item = _int(found["part"] or found["number"]), _int(found["item"])
        if number is None or item is None:
            break
        pieces.append(Piece(pos, found.end(), Place(number, item=item, section=True)))
        separator = SEPARATOR.match(text, found.end())
        if separator is None or separator["range"]:
            break
        pos = separator.end()
    return pieces


def _first(text: str, pos: int, base: Place) -> list[Piece]:
    token = _token(text, pos)
    return list(_pieces(token, base, pos)) if token else []


def _deeper(text: str, last: Piece) -> _Token | None:
    glue = _GLUE.match(text, last.end)
    level = level_of(last.last)
    start = glue.end() if glue else last.end
    token = _token(text, start, _BARE_PART) or _lettered(text, last.end)
    return token if token and token.level > level else None


def _refined(last: Piece, token: _Token) -> list[Piece]:
    """第三条 + 第一、二款: the first number belongs to the stretch already read."""
    pieces = list(_pieces(token, last.last, last.start))
    if last.until is not None and len(pieces) == 1:
        return [replace(last, end=pieces[0].end, until=pieces[0].last)]
    return pieces


def _added(last: Piece, token: _Token, ranged: bool) -> list[Piece]:
    pieces = list(_pieces(token, last.last, token.numbers[0].start))
    if not ranged:
        return pieces
    first = pieces[0]
    return [Piece(last.start, first.end, last.place, first.last), *pieces[1:]]


def _pieces(token: _Token, base: Place, start: int) -> Iterator[Piece]:
    """One piece per number, ranges joined; the last one reaches over the unit."""
    made: list[Piece] = []
    for number in token.numbers:
        is_last = number is token.numbers[-1]
        end = token.end if is_last else number.end
        place = at_level(base, token.level, number.value, token.suffix if is_last else 0)
        if number.ranged and made:
            made[-1] = replace(made[-1], end=end, until=place)
        else:
            made.append(Piece(number.start if made else start, end, place))
    yield from made


def _token(text: str, pos: int, bare: re.Pattern[str] | None = None) -> _Token | None:
    found = _LIST.match(text, pos) or (bare.match(text, pos) if bare else None)
    if not found:
        return None
    unit = found.start("unit")
    numbers = _numbers(text, pos, unit)
    if not numbers:
        return None
    level, end, suffix = _LEVELS[found["unit"]], found.end(), 0
    if level == 0:
        after = _SUFFIX.match(text, end)
        value = _int(after["number"]) if after else None
        if after and value:
            suffix, end = value, after.end()
    return _Token(level, numbers, suffix, end)


def _lettered(text: str, pos: int) -> _Token | None:
    """（三） right behind an article or paragraph, with 项 left out."""
    found = _LETTERED.match(text, pos)
    numbers = _numbers(text, pos, found.end()) if found else ()
    return _Token(2, numbers, 0, numbers[-1].end) if numbers else None


def _numbers(text: str, pos: int, end: int) -> tuple[_Number, ...]:
    """Each number in text[pos:end]; () if one of them is no number (一一, 十百)."""
    numbers: list[_Number] = []
    for found in _ONE.finditer(text, pos, end):
        value = _int(found["number"])
        if value is None:
            return ()
        start = found.end("between") if found["between"] else found.start()
        numbers.append(_Number(value, start, found.end(), found["between"] in _RANGES))
    return tuple(numbers)


def _int(numeral: str) -> int | None:
    try:
        value = to_int(numeral)
    except ValueError:
        return None
    return value if value > 0 else None
