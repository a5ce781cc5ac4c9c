"""The letters of a normative document: the texts of `texts/`, filled from its record."""

from __future__ import annotations

from pathlib import Path

from guiju.letters.book import texts_in
from guiju.letters.filling import Book
from guiju.letters.matter import Matter
from guiju.normative.letters.words import OWN

CLERK = "起草单位"
BOOK: Book[Matter] = Book(
    texts_in(Path(__file__).with_name("texts")), OWN, CLERK, registered="发文字号"
)
