"""Titles for what is typed or was mistyped, among those the asker may see."""

from __future__ import annotations

from django.db.models import Q
from rapidfuzz import fuzz, process

from guiju.law.heads import STATE
from guiju.search.asking import Question, asked
from guiju.search.expression import AnyOf, Phrase
from guiju.search.index import current_index
from guiju.search.models import Entry, Kind
from guiju.search.tokens import initial_terms, initials, plain, terms

COMPARED, SHOWN, LIKE = 2000, 5, 65
"""Titles looked at, titles shown, and how like the question (of 100) they must be."""


def complete(question: Question, visible: Q, count: int) -> list[Entry]:
    """Things whose title holds what is typed so far, or begins with those initials.

    Titles that begin with it first, then law in force, then short ones.
    """
    if not question.pieces:
        return []
    entries = Entry.objects.filter(visible, place=0).exclude(kind=Kind.ARTICLE)
    matching = current_index().matching(entries, asked(question, title=True))
    found = matching.only("ref", "kind", "subject", "title", "standing")[:COMPARED]
    text = question.joined
    once: dict[str, Entry] = {}
    for entry in sorted(found, key=lambda one: _order(one, text)):
        once.setdefault(entry.title, entry)
    return list(once.values())[:count]


def _order(entry: Entry, text: str) -> tuple[bool, int, int, int]:
    title = plain(entry.title).removeprefix(STATE)
    begins = title.startswith(text) or initials(title).startswith(text)
    return not begins, -entry.standing, len(title), entry.pk


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
    named = {title: plain(title).removeprefix(STATE) for title in titles}
    best = process.extract(text, named, scorer=_alike, limit=SHOWN, score_cutoff=LIKE)
    return [title for _, _, title in best if plain(title) != text]


def _alike(text: str, title: str, **_: object) -> float:
    """From 0 to 100. A longer title may hold what was typed; a shorter one is another thing."""
    if len(title) > len(text):
        return max(fuzz.ratio(text, title), 0.95 * fuzz.partial_ratio(text, title))
    return fuzz.ratio(text, title)
