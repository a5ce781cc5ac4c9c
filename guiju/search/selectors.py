"""Searching: what answers a question among what the asker may see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from guiju.search.asking import Question, asked, read
from guiju.search.index import Index, current_index
from guiju.search.loosely import like
from guiju.search.matches import MOST, Matches, Row, matches
from guiju.search.models import Entry, Kind
from guiju.search.ranking import Candidate, score
from guiju.search.snippets import Part, marked, snippet, words_of
from guiju.search.suggesting import suggest

JUDGED, TITLES = 200, 60
"""How many of the matches, and of those by title, are judged one by one."""

FACETS = ("kind", "unit", "year", "status")
ENOUGH = 10
"""With fewer answers than this, texts like the question are shown after them."""

VERBATIM = 6
"""Characters in a row from which on a question is a quotation."""

FEW = 3
"""With fewer answers than this, titles like the question are suggested."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A search. `visible` is what the asker may see, and bounds every count and suggestion.

    A subquery does: `Q(jurisdiction=None) | Q(subject__in=visible_cases(user, on).values("pk"))`.
    `first`: refs that come before everything, such as the article a citation names.
    """

    text: str
    visible: Q
    narrowed: Mapping[str, str] = field(default_factory=dict)
    first: Sequence[str] = ()
    start: int = 0
    count: int = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """An answer. `title` and `snippet` in parts, what was asked for marked."""

    entry: Entry
    title: tuple[Part, ...]
    snippet: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Value:
    """A value to narrow by, and how many answers have it."""

    value: str
    label: str
    n: int


@dataclass(frozen=True, slots=True)
class Answer:
    """A page of answers. `total` counts at most `MOST`; `more`: there are more than that.

    `reached`: how many can be paged through. `further`: where few answer, texts that are like
    the question without holding all of it; in no count.
    """

    hits: tuple[Hit, ...]
    total: int
    more: bool
    reached: int
    facets: Mapping[str, tuple[Value, ...]]
    suggestions: tuple[str, ...]
    further: tuple[Hit, ...] = ()


def search(wanted: Asked) -> Answer:
    """Answer a question; one without a letter, figure or Chinese has no answer."""
    question = read(wanted.text)
    if not question.pieces:
        return Answer((), 0, False, 0, {name: () for name in FACETS}, ())
    seen = _narrowed(wanted)
    index = current_index()
    found = matches(seen, index, asked(question))
    order = _ordered(wanted, question, seen, index, found)
    hits = _hits(order[wanted.start : wanted.start + wanted.count], question)
    further: list[Row] = []
    if len(order) < ENOUGH and not wanted.start and not (found.total and _is_verbatim(question)):
        known = {row.ref for row in order}
        loose = like(question, seen, index, ENOUGH)
        further = [row for row in loose if row.ref not in known]
    few = len(order) < FEW and not wanted.narrowed and not (order and _is_verbatim(question))
    suggested = tuple(suggest(question, wanted.visible)) if few else ()
    if suggested and not order:
        further = [*_titled(suggested[0], seen), *further]
    return Answer(
        hits, max(found.total, len(order)), found.more, len(order), _facets(found),
        suggested, _hits(further, question),
    )  # fmt: skip


def _titled(title: str, seen: QuerySet[Entry]) -> list[Row]:
    """What bears the title most like the one that was mistyped."""
    there = seen.filter(title=title, place=0).exclude(kind=Kind.ARTICLE).order_by("-standing", "pk")
    return [Row(*row) for row in there.values_list("pk", "ref")[:1]]


def _is_verbatim(question: Question) -> bool:
    """A stretch copied out of a text: whoever has found it looks for nothing like it."""
    return len(question.pieces) == 1 and len(question.joined) >= VERBATIM


def _narrowed(wanted: Asked) -> QuerySet[Entry]:
    chosen = {
        name: value
        for name, value in wanted.narrowed.items()
        if name in FACETS and (name != "year" or (value.isdecimal() and len(value) < 5))
    }
    return Entry.objects.filter(wanted.visible, **chosen)


def _ordered(
    wanted: Asked, question: Question, seen: QuerySet[Entry], index: Index, found: Matches
) -> list[Row]:
    """The matches that can be paged through, best first, one for each thing."""
    titled = index.matching(seen, asked(question, title=True)) if found.total > JUDGED else None
    by_title = [] if titled is None else list(titled.order_by("-standing", "length", "pk")
                                              .values_list("pk", "ref")[:TITLES])  # fmt: skip
    rows = list(dict.fromkeys([*(Row(*row) for row in by_title), *found.top]))
    judged = _judged(question, rows[: JUDGED + len(by_title)])
    direct = [Row(*row) for row in seen.filter(ref__in=wanted.first, place=0)
              .values_list("pk", "ref")]  # fmt: skip
    direct.sort(key=lambda row: list(wanted.first).index(row.ref))
    once: dict[str, Row] = {}
    for row in [*direct, *judged, *rows[JUDGED + len(by_title) :]]:
        once.setdefault(row.ref, row)
    return list(once.values())


def _judged(question: Question, rows: Sequence[Row]) -> list[Row]:
    fields = ("pk", "title", "number", "text", "standing")
    read_rows = Entry.objects.filter(pk__in=[row.key for row in rows]).values_list(*fields)
    scores = {row[0]: score(question, Candidate(*row)) for row in read_rows}
    return sorted(rows, key=lambda row: (-scores.get(row.key, 0), row.key))


def _hits(rows: Sequence[Row], question: Question) -> tuple[Hit, ...]:
    entries = Entry.objects.defer("terms").in_bulk([row.key for row in rows])
    words = words_of(question)
    return tuple(
        Hit(entry, tuple(marked(entry.title, words)), tuple(snippet(entry.text, words)))
        for row in rows
        if (entry := entries.get(row.key)) is not None
    )


def _facets(found: Matches) -> dict[str, tuple[Value, ...]]:
    return {name: tuple(_values(name, found.counts[name])) for name in FACETS}


def _values(name: str, counts: Counter[str]) -> list[Value]:
    if name == "kind":
        return [Value(kind.value, kind.label, counts[kind]) for kind in Kind if counts[kind]]
    if name == "year":
        return [
            Value(year, f"{year}年", counts[year]) for year in sorted(counts, reverse=True) if year
        ]
    often = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [Value(value, value, n) for value, n in often if value and n]


__all__ = ["MOST", "Answer", "Asked", "Hit", "Value", "search", "suggest"]
