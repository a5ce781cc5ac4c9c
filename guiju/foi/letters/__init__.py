"""The letters of a request: one structure, printed as PDF and as Word."""

from guiju.foi.letters.calling import Called, letters_for
from guiju.foi.letters.composing import Letter, LetterRefused, compose
from guiju.foi.letters.matter import Matter
from guiju.foi.letters.paper import as_docx, as_pdf

__all__ = [
    "Called",
    "Letter",
    "LetterRefused",
    "Matter",
    "as_docx",
    "as_pdf",
    "compose",
    "letters_for",
]
