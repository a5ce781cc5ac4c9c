"""The letters of a request: the texts of `texts/`, filled from its record."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from guiju.foi.letters.matter import Matter
from guiju.foi.letters.words import OWN
from guiju.letters import calling, composing
from guiju.letters.book import texts_in
from guiju.letters.calling import Called
from guiju.letters.composing import Letter, LetterRefused
from guiju.letters.filling import Book
from guiju.letters.organ import Organ

CLERK = "政府信息公开工作机构经办人"
BOOK: Book[Matter] = Book(texts_in(Path(__file__).with_name("texts")), OWN, CLERK)

__all__ = ["BOOK", "Called", "Letter", "LetterRefused", "Matter", "compose", "letters_for"]


def compose(case: Matter, letter_id: str, *, on: date, organ: Organ) -> Letter:
    """Write a letter of a request; see `guiju.letters.composing.compose`."""
    return composing.compose(BOOK, case, letter_id, on=on, organ=organ)


def letters_for(case: Matter) -> list[Called]:
    """Every letter the request calls for, in the order the events were done."""
    return calling.letters_for(case, BOOK.texts)
