"""A Word file into the structure of an official document.

A file of ours that nobody edited gives back exactly what it was made from. Any other is read: our
styles say which element a paragraph is, else its words and place do, as in the format check.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass

import docx
from docx.document import Document
from pydantic import ValidationError

from guiju.files import refusals
from guiju.files.insides import look_into_zip
from guiju.typeset.check.reading_docx import open_docx
from guiju.typeset.check.unreadable import Unreadable
from guiju.typeset.official import OfficialDocument
from guiju.typeset.word_import_building import build
from guiju.typeset.word_import_pieces import Found, pieces_of
from guiju.typeset.word_official import KEPT_AT, write_word

LABEL = "Word 文档"
MOST_CELLS = 100_000


@dataclass(frozen=True, slots=True)
class Imported:
    """The document read, its pictures by their SM3 digest, and Chinese sentences to look at."""

    document: OfficialDocument
    images: Mapping[str, bytes]
    told: tuple[str, ...]


def read_docx(content: bytes) -> OfficialDocument:
    """The document alone. Raises as `import_docx` does."""
    return import_docx(content).document


def import_docx(content: bytes) -> Imported:
    """Read a DOCX of ours or of anybody.

    Raises Refusal for what is no DOCX, is broken, or could do harm: bombs, macros, programs,
    entities, and more tables within tables than a document has.
    """
    word = _open(content)
    found = pieces_of(word)
    kept = _kept(word)
    if kept is not None and _unchanged(kept, found):
        return Imported(kept, found.images, tuple(dict.fromkeys(found.told)))
    document, told = build(found, kept)
    return Imported(document, found.images, tuple(dict.fromkeys((*found.told, *told))))


def _open(content: bytes) -> Document:
    archive = look_into_zip(io.BytesIO(content), LABEL)
    if b"wordprocessingml.document.main+xml" not in archive.types:
        raise refusals.broken(LABEL)
    try:
        word = open_docx(content)
        cells = sum(1 for _ in word.element.body.iter("{*}tc"))
    except Unreadable as problem:
        raise refusals.broken(LABEL) from problem
    if cells > MOST_CELLS:
        raise refusals.refused("cells", f"文件里有{cells}个单元格，超过{MOST_CELLS}个，不能导入")
    return word


def _kept(word: Document) -> OfficialDocument | None:
    """What `official_docx` laid beside the text; None where there is nothing readable."""
    for relation in word.part.rels.values():
        if relation.is_external or str(relation.target_part.partname) != KEPT_AT:
            continue
        try:
            return OfficialDocument.read(relation.target_part.blob.decode())
        except (ValidationError, UnicodeDecodeError):
            return None
    return None


def _unchanged(kept: OfficialDocument, found: Found) -> bool:
    """Whether the pages say what the kept structure says: nobody sees what is kept."""
    again = docx.Document(io.BytesIO(write_word(kept, found.images)))
    return [(p.text, p.zone, p.block) for p in pieces_of(again).pieces] == [
        (p.text, p.zone, p.block) for p in found.pieces
    ]
