"""A file as a sheet. Whoever calls has looked at the file before (`files.kinds.recognise`)."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from pathlib import PurePosixPath

from guiju.typeset.check.reading_docx import read_docx
from guiju.typeset.check.reading_pdf import read_pdf
from guiju.typeset.check.sheet import Sheet
from guiju.typeset.check.unreadable import Unreadable
from guiju.typeset.check.zoning import Line, zoned

MOST_CHARACTERS = 5_000_000


def read(name: str, content: bytes) -> Sheet:
    """The sheet of a TXT, DOCX or PDF. Raises Unreadable, which says why and what to do."""
    suffix = PurePosixPath(name).suffix.lower()
    reader = READERS.get(suffix)
    if reader is None:
        raise Unreadable(f"不能检查“{suffix or '没有扩展名'}”文件，请另存为 docx、pdf 或者 txt")
    return reader(content)


def text_of(content: bytes) -> tuple[str, str]:
    """The text and the encoding it is in. Raises Unreadable."""
    encodings = ["utf-8-sig", "gb18030"]
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if len(text) > MOST_CHARACTERS:
            raise Unreadable(f"文字超过{MOST_CHARACTERS // 10000}万字，请分成几个文件检查")
        plain = not content.startswith(codecs.BOM_UTF8) and encoding == "utf-8-sig"
        return text, "utf-8" if plain else encoding
    raise Unreadable("文本的编码认不出来，请另存为 UTF-8 文本")


def sheet_of_lines(lines: tuple[str, ...]) -> Sheet:
    """The sheet of the lines of a text."""
    return zoned(Line(line, number) for number, line in enumerate(lines))


def read_txt(content: bytes) -> Sheet:
    return sheet_of_lines(tuple(text_of(content)[0].split("\n")))


READERS: dict[str, Callable[[bytes], Sheet]] = {
    ".txt": read_txt,
    ".docx": read_docx,
    ".pdf": read_pdf,
}
