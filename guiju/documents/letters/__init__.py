"""The letters about an incoming document: the texts of `texts/`, filled from its record."""

from __future__ import annotations

from pathlib import Path

from guiju.letters.book import texts_in
from guiju.letters.filling import Book
from guiju.letters.matter import Matter

CLERK = "收文员"
BOOK: Book[Matter] = Book(
    texts_in(Path(__file__).with_name("texts")), {}, CLERK, registered="收文编号"
)
