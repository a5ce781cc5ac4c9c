"""Articles named in a text of the desk, opened by a click where the library has them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q
from django.urls import reverse

from guiju.home.scope import Scope
from guiju.law.heads import STATE, title_key
from guiju.law.models import Article, Instrument
from guiju.law.numerals import NUMBER, to_int
from guiju.law.parsed import Unit

LONGEST_TITLE = 60
_PLACE = re.compile(
    rf"第({NUMBER})条(?:之({NUMBER}))?(?:第{NUMBER}款)?(?:第[（(]?{NUMBER}[）)]?项)?"
)
_JOINS = re.compile(r"[、，和及或与至]*")


@dataclass(frozen=True, slots=True)
class Linked:
    """A stretch of text; `url` is "" where it leads nowhere."""

    text: str
    url: str = ""


class Shelf:
    """The titles and numbers of the library, asked once for each page that shows citations."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._numbers: dict[int, frozenset[tuple[int, int]]] = {}

    @cached_property
    def _titles(self) -> dict[str, int]:
        own = Q(jurisdiction=None) | Q(jurisdiction__in=self._scope.jurisdictions)
        rows = Instrument.objects.filter(own).order_by("jurisdiction").values_list("key", "pk")
        return dict(rows)

    def _has(self, instrument: int, number: int, suffix: int) -> bool:
        if instrument not in self._numbers:
            rows = Article.objects.filter(version__instrument=instrument).exclude(unit=Unit.PROSE)
            self._numbers[instrument] = frozenset(rows.values_list("number", "suffix"))
        return (number, suffix) in self._numbers[instrument]

    def address(self, title: str, number: int, suffix: int = 0) -> str:
        """Where an article is read; "" when the library does not have it."""
        return self._address(self._titles.get(title_key(title)), number, suffix)

    def _address(self, instrument: int | None, number: int, suffix: int) -> str:
        if instrument is None or not self._has(instrument, number, suffix):
            return ""
        return reverse("law-article", args=[instrument, f"{number}-{suffix}".removesuffix("-0")])

    def linked(self, text: str, on: date | None = None) -> Iterator[Linked]:
        """The text in parts: every article whose law is named before it is a link.

        条例第三十条、第三十一条: what follows at once is of the same law. A link leads to the
        wording of the day `on`, without one to that of the day it is opened.
        """
        day = f"?on={on}" if on else ""
        done, instrument = 0, None
        for found in _PLACE.finditer(text):
            between = text[done : found.start()]
            if not (instrument and done and _JOINS.fullmatch(between)):
                instrument, long = self._named_at_the_end(between)
                between = between[: len(between) - long]
            else:
                long = 0
            url = self._address(instrument, *_numbers(found)) if instrument else ""
            if between:
                yield Linked(between)
            yield Linked(text[found.start() - long : found.end()], url and url + day)
            done = found.end()
        if done < len(text):
            yield Linked(text[done:])

    def _named_at_the_end(self, text: str) -> tuple[int | None, int]:
        """The law whose title ends a text, and how long it is written there."""
        tail = len(text) - len(text.rstrip("》"))
        bare = text[: len(text) - tail]
        for long in range(min(len(bare), LONGEST_TITLE), 1, -1):
            instrument = self._titles.get(bare[-long:])
            if instrument is not None:
                before = bare[:-long]
                state = len(STATE) if before.endswith(STATE) else 0
                quote = int(before[: len(before) - state].endswith("《"))
                return instrument, long + tail + state + quote
        return None, 0


def _numbers(found: re.Match[str]) -> tuple[int, int]:
    try:
        return to_int(found[1]), to_int(found[2] or "0")
    except ValueError:
        return 0, 0
