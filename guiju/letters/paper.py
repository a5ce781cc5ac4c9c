"""A letter on paper: the PDF that counts, and a Word file to work on."""

from __future__ import annotations

import io
from pathlib import Path

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from guiju.core.office import office_folder
from guiju.letters.composing import Letter
from guiju.typeset.press import print_pdf
from guiju.typeset.word import BODY, LINE_PITCH, TITLE, add, new_document

TYPST = Path(__file__).with_name("letter.typ")
EM = 16
"""Points of one character of the body."""


def as_pdf(letter: Letter) -> bytes:
    """Typeset with the office's own faces. Raises FontMissing when there is no Chinese face."""
    data: dict[str, object] = {
        "office": letter.office,
        "heading": letter.kind,
        "number": letter.number,
        "addressee": letter.addressee,
        "paragraphs": list(letter.paragraphs),
        "signature": letter.signature,
        "dated": letter.dated,
        "notes": list(letter.notes),
    }
    return print_pdf(TYPST, data, office_folder()).pdf


def as_docx(letter: Letter) -> bytes:
    """The same words in the same order as Word paragraphs."""
    document = new_document()
    add(document, f"{letter.office}\n{letter.kind}", TITLE)
    _flush(document, letter.number).alignment = WD_ALIGN_PARAGRAPH.CENTER
    _flush(document, f"{letter.addressee}：")
    for text in letter.paragraphs:
        add(document, text)
    _sign(document, letter)
    for note in letter.notes:
        add(document, note)
    filled = io.BytesIO()
    document.save(filled)
    return filled.getvalue()


def _flush(document: Document, text: str) -> Paragraph:
    """A paragraph without the two characters of indentation."""
    paragraph = add(document, text, BODY)
    paragraph.paragraph_format.first_line_indent = Pt(0)
    indent = paragraph._p.get_or_add_pPr().find(qn("w:ind"))
    indent.set(qn("w:firstLineChars"), "0")
    return paragraph


def _sign(document: Document, letter: Letter) -> None:
    """The organ centred over its date, which ends four characters in from the right (7.3.5)."""
    wider = _width(letter.dated) - _width(letter.signature)
    for text, inset in ((letter.signature, max(4 + wider / 2, 0)), (letter.dated, 4.0)):
        paragraph = _flush(document, text)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.right_indent = Pt(inset * EM)
        paragraph.paragraph_format.keep_together = True
        if text == letter.signature:
            paragraph.paragraph_format.space_before = Pt(LINE_PITCH / 20)
            paragraph.paragraph_format.keep_with_next = True


def _width(text: str) -> float:
    """In characters: a digit takes half of one."""
    return sum(0.5 if char.isascii() else 1 for char in text)
