"""Official documents as Word files, on the same grid and with the same pages as the PDF.

What no page shows but the structure keeps lies beside the text in a part of the file's own.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from docx.document import Document
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from guiju.typeset.official import OfficialDocument, Profile
from guiju.typeset.official_parts import PITCHES
from guiju.typeset.official_pictures import pictures_of
from guiju.typeset.press_official import NO_IMAGES, Placed, place_official
from guiju.typeset.text import printable
from guiju.typeset.word_official_body import add_attachment_names, add_attachments, add_blocks
from guiju.typeset.word_official_close import add_attendance, add_record, add_signature
from guiju.typeset.word_official_head import add_head
from guiju.typeset.word_official_page import Page, number_pages
from guiju.typeset.word_official_styles import lay_out, official_document

KEPT_AT = "/customXml/guiju-official.json"
_RELATION = "urn:guiju:official-document"


@dataclass(frozen=True, slots=True)
class Written:
    """A Word file, and Chinese sentences about what could not be written as asked for."""

    docx: bytes
    told: tuple[str, ...]


def official_docx(
    document: OfficialDocument,
    *,
    images: Mapping[str, bytes] = NO_IMAGES,
    office: Path | None = None,
    profile: Profile = Profile.GLYPHS,
) -> Written:
    """The document as a Word file. `images` are bytes by their SM3 digest, `office` its folder.

    Raises FontMissing and CannotPrint: where the pages end is asked of the press.
    """
    placed = place_official(document, images=images, office=office, profile=profile)
    _, lost = pictures_of(document, images)
    return Written(write_word(document, images, profile, placed), lost)


def write_word(
    document: OfficialDocument,
    images: Mapping[str, bytes],
    profile: Profile = Profile.GLYPHS,
    placed: Placed | None = None,
) -> bytes:
    """The Word file when it is known, or does not matter, where the PDF's pages end."""
    pictures, _ = pictures_of(document, images)
    pitch = placed.pitch if placed else PITCHES[profile]
    word = official_document(pitch)
    page = Page(word, profile, pitch)
    lay_out(word.sections[0], profile, pitch)
    number_pages(word.sections[0])
    add_head(page, document)
    add_blocks(page, document.body, pictures)
    add_attachment_names(page, document)
    add_attendance(page, document)
    add_signature(page, document)
    add_attachments(page, document, pictures)
    add_record(page, document, pages_on=_pages_on(placed) if placed else 0)
    _keep(word, document)
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def _pages_on(placed: Placed) -> int:
    return placed.record_on - placed.record_from if placed.record_on else 0


def _keep(word: Document, document: OfficialDocument) -> None:
    """What the import could not know from the pages alone."""
    word.core_properties.title = printable("".join(document.title.split("\n")))[:255]
    word.core_properties.author = printable("、".join(document.organs))[:255]
    word.core_properties.comments = ""
    content = printable(document.canonical()).encode()
    part = Part(PackURI(KEPT_AT), "application/json", content, word.part.package)
    word.part.relate_to(part, _RELATION)
