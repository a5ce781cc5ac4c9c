"""The words in a file, for searching: plain text and Word; of other kinds the name is known."""

from __future__ import annotations

from pathlib import PurePosixPath
from zipfile import BadZipFile

from guiju.core.errors import Refusal
from guiju.files.insides import MEGABYTE
from guiju.files.models import File
from guiju.files.selectors import open_file

LARGEST = 8 * MEGABYTE
LONGEST = 400_000
"""Characters kept of one file; a longer one is a table or a log."""

_ENCODINGS = ("utf-8-sig", "gb18030")


def words_of(file: File) -> str:
    """The text of a file; "" where it has none we can read, is too large or is lost."""
    suffix = PurePosixPath(file.name).suffix.lower()
    if suffix not in (".txt", ".docx") or file.size > LARGEST:
        return ""
    try:
        with open_file(file) as content:
            return (_word(content) if suffix == ".docx" else _plain(content.read()))[:LONGEST]
    except (Refusal, BadZipFile, KeyError, ValueError):
        return ""


def _plain(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""


def _word(content: object) -> str:
    """Paragraphs, then the cells of the tables."""
    from docx import Document

    document = Document(content)  # type: ignore[arg-type]
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    lines = [*(paragraph.text for paragraph in document.paragraphs), *cells]
    return "\n".join(line for line in lines if line.strip())
