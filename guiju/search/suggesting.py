"""“Did you mean”: titles like what was typed, among those the asker may see."""

from __future__ import annotations

from django.db.models import Q
from rapidfuzz import fuzz, process

from guiju.search.asking import Question
from guiju.search.expression import AnyOf, Phrase
from guiju.search.index import current_index
from guiju.search.models import Entry, Kind
from guiju.search.tokens import initial_terms, initials, terms

COMPARED, SHOWN, LIKE = 2000, 5, 55
"""Titles looked at, titles shown, and how like the question (of 100) they must be."""


def suggest(question: Question, visible: Q) -> list[str]:
    """Titles that share two characters in a row, or two initials, with the question."""
    text = question.joined
    words = {term for term in terms(text) if len(term) > 1}
    words |= set(initial_terms(initials(text)))
    if not words:
        return []
    entries = Entry.objects.filter(visible, place=0).exclude(kind=Kind.ARTICLE)
    shared = AnyOf(tuple(Phrase((word,), title=True) for word in sorted(words)))
    matching = current_index().matching(entries, shared).order_by("-standing", "pk")
    titles = dict.fromkeys(matching.values_list("title", flat=True)[:COMPARED])
    best = process.extract(text, titles.keys(), scorer=fuzz.WRatio, limit=SHOWN, score_cutoff=LIKE)
    return [title for title, *_ in best if title.lower() != text]
