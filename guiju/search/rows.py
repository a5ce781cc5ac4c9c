"""Things to be found, cut into the rows of the index."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zlib import crc32

from guiju.law.folding import fold
from guiju.search.models import Entry, Kind
from guiju.search.tokens import LONGEST_PHRASE, initial_terms, initials, terms
from guiju.statements.rows import new

LONGEST_PASSAGE = 2000
"""Characters: a `tsvector` keeps 256 places of a term, and none beyond the 16,383rd."""

GAP = "pinyin"
"""Stands between title and text of an article: no phrase goes across."""

TIERS = (150, 100)
"""Rows of this standing and more are found apart: national law in force, then other law in force.

A word that stands in every third text is then answered from the first of them, unread beyond. The
mark is figure and character together, which is no term of any text or question.
"""

ONE_IN, SAMPLED = 8, "0样"
"""One row in so many bears this mark: enough to tell a common word from a very common one."""

_TITLE, _NUMBER = 400, 120
_BREAK = re.compile(r"[\n。；]")


@dataclass(frozen=True, slots=True)
class Found:
    """A thing to be found. `ref` is its name for good; the rest as in `models.Entry`."""

    ref: str
    kind: Kind
    title: str
    text: str = ""
    jurisdiction: int | None = None
    subject: int | None = None
    number: str = ""
    unit: str = ""
    year: int | None = None
    status: str = ""
    standing: int = 0
    updated_at: datetime | None = None


def rows_of(found: Found) -> Iterator[Entry]:
    """One row for each passage, without terms."""
    for place, passage in enumerate(passages(fold(found.text))):
        yield new(
            Entry,
            jurisdiction_id=found.jurisdiction, kind=found.kind, ref=found.ref, place=place,
            subject=found.subject, title=fold(found.title)[:_TITLE],
            number=fold(found.number)[:_NUMBER], unit=found.unit, year=found.year,
            status=found.status, standing=found.standing, length=len(passage), text=passage,
            updated_at=found.updated_at,
        )  # fmt: skip


def passages(text: str) -> list[str]:
    """Cut at the end of a sentence where there is one; each begins a phrase before the cut."""
    found: list[str] = []
    start = 0
    while len(text) - start > LONGEST_PASSAGE:
        end = _cut(text, start)
        found.append(text[start:end])
        start = end - LONGEST_PHRASE
    return [*found, text[start:]]


def _cut(text: str, start: int) -> int:
    half, full = start + LONGEST_PASSAGE // 2, start + LONGEST_PASSAGE
    return max((mark.end() for mark in _BREAK.finditer(text, half, full)), default=full)


def title_terms(row: Entry) -> list[str]:
    """Title, number and the initials of the title, of what has a title of its own.

    An article is called by its law: its title counts as text, so that a question for titles is
    not answered by every article of a law, and stays quick.
    """
    if row.kind == Kind.ARTICLE:
        return []
    found = terms(row.title) + terms(row.number)
    return found + (initial_terms_of(row.title) if row.place == 0 else [])


def text_terms(row: Entry) -> list[str]:
    """The terms of the text, and the marks of its row."""
    before = [*terms(row.title), GAP] if row.kind == Kind.ARTICLE else []
    return [*before, *terms(row.text), GAP, *_marks(row)]


def _marks(row: Entry) -> list[str]:
    """Its tier, and whether it is one of those counted for all: no text has such terms."""
    tier = next((n for n, least in enumerate(TIERS) if row.standing >= least), None)
    marks = [] if tier is None else [tier_term(tier)]
    return [*marks, SAMPLED] if crc32(row.ref.encode()) % ONE_IN == 0 else marks


def tier_term(n: int) -> str:
    return f"{n}位"


def initial_terms_of(title: str) -> list[str]:
    return list(initial_terms(initials(title)))
