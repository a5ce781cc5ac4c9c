"""What is like a question that nothing answers word for word: texts that hold its rare pairs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from math import log

from django.db.models import QuerySet

from guiju.search.asking import Question, bare
from guiju.search.expression import AllOf, Expression, Phrase
from guiju.search.index import Index
from guiju.search.matches import Row
from guiju.search.models import Entry
from guiju.search.ranking import Candidate, likeness
from guiju.search.rows import ONE_IN, SAMPLED
from guiju.search.tokens import is_chinese, runs

RARE, TAKEN, JUDGED, MOST_PAIRS = 6, 50, 400, 24
"""The `RARE` rarest pairs choose the texts, `TAKEN` for each choice."""

COUNTED, SAMPLE_COUNTED = 2000, 1000
"""Texts counted one by one, and of the sample, which stands for `ONE_IN` times as many."""

COMMON = SAMPLE_COUNTED * ONE_IN
"""A pair in so many texts tells next to nothing."""

SELDOM = log(1.3 * COMMON / TAKEN)
FIELDS = ("pk", "title", "number", "text", "standing", "ref")

LEAST = 24.0
"""Below this a text shares a word or two with the question, and nothing else."""


def like(question: Question, seen: QuerySet[Entry], index: Index, count: int) -> list[Row]:
    """The texts most like a question among those the asker may see, best first."""
    weights = _weights(question, seen, index)
    if not weights:
        return []
    rows: dict[int, tuple[float, Row]] = {}
    for asked in _ways_in(weights):
        matching = index.matching(seen, asked).order_by("-standing", "length", "pk")
        for key, *rest, ref in matching.values_list(*FIELDS)[:TAKEN]:
            candidate = Candidate(key, *rest)
            rows[key] = (likeness(weights, candidate), Row(key, ref))
        if len(rows) > JUDGED:
            break
    best = sorted(rows.values(), key=lambda pair: (-pair[0], pair[1].key))
    once: dict[str, Row] = {}
    for score, row in best:
        if score >= LEAST:
            once.setdefault(row.ref, row)
    return list(once.values())[:count]


def _ways_in(weights: Mapping[str, float]) -> Iterator[Expression]:
    """Two rare pairs together, the rarest first; and alone what hardly any text holds."""
    rare = sorted(weights, key=lambda pair: (-weights[pair], pair))[:RARE]
    yield from (_said(pair) for pair in rare if weights[pair] > SELDOM)
    yield from (AllOf((_said(one), _said(other))) for one, other in combinations(rare, 2))
    yield _said(rare[0])


def _said(pair: str) -> Phrase:
    return Phrase((pair,))


def _weights(question: Question, seen: QuerySet[Entry], index: Index) -> dict[str, float]:
    """The pairs of the question that stand anywhere, each with how much its finding tells."""
    words = dict.fromkeys(
        word
        for piece in question.pieces
        for text in (piece.text, *piece.ways[:2])
        for part in bare(text)
        for run in runs(part)
        for word in _pairs(run)
    )
    weights: dict[str, float] = {}
    for word in list(words)[:MOST_PAIRS]:
        n = _many(word, seen, index)
        if n:
            weights[word] = log(1.3 * COMMON / n)
    return weights


def _many(word: str, seen: QuerySet[Entry], index: Index) -> int:
    """In how many texts a pair stands: about, where it is in many."""
    of_sample = index.matching(seen, AllOf((_said(word), _said(SAMPLED)))).order_by()
    about = of_sample.values("pk")[:SAMPLE_COUNTED].count() * ONE_IN
    if about >= COUNTED:
        return about
    return index.matching(seen, _said(word)).order_by().values("pk")[:COUNTED].count()


def _pairs(run: str) -> list[str]:
    if not is_chinese(run) or len(run) < 2:
        return [run]
    return [run[n : n + 2] for n in range(len(run) - 1)]
