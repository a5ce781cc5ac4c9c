"""The words in a file, for searching: text, Word and PDF; of other kinds the name is known."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import IO
from zipfile import BadZipFile

from guiju.core.errors import Refusal
from guiju.files.insides import MEGABYTE
from guiju.files.models import File
from guiju.files.pdf_words import LONGEST, words_of_pdf
from guiju.files.selectors import open_file

LARGEST = {".txt": 8 * MEGABYTE, ".docx": 8 * MEGABYTE, ".pdf": 50 * MEGABYTE}
SLOW = (".pdf",)
"""What takes seconds to read, and is read once whoever put it there has gone on."""

_ENCODINGS = ("utf-8-sig", "gb18030")


def suffix_of(file: File) -> str:
    return PurePosixPath(file.name).suffix.lower()


def words_of(file: File) -> str:
    """The text of a file; "" where it has none we can read, is too large or is lost."""
    suffix = suffix_of(file)
    if file.size > LARGEST.get(suffix, 0):
        return ""
    try:
        with open_file(file) as content:
            return _READERS[suffix](content)[:LONGEST]
    except (Refusal, BadZipFile, KeyError, ValueError):
        return ""


def _plain(content: IO[bytes]) -> str:
    read = content.read()
    if read.startswith((b"\xff\xfe", b"\xfe\xff")):
        return read.decode("utf-16", errors="replace")
    for encoding in _ENCODINGS:
        try:
            return read.decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""


def _word(content: IO[bytes]) -> str:
    """Paragraphs, then the cells of the tables."""
    from docx import Document

    document = Document(content)
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    lines = [*(paragraph.text for paragraph in document.paragraphs), *cells]
    return "\n".join(line for line in lines if line.strip())


def _pdf(content: IO[bytes]) -> str:
    return words_of_pdf(content.read())


_READERS: dict[str, Callable[[IO[bytes]], str]] = {".txt": _plain, ".docx": _word, ".pdf": _pdf}
