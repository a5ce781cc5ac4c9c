"""A file of law into lines, whatever its format: Markdown, plain text, DOCX."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

from guiju.law.folding import one_line

SUFFIXES = (".md", ".txt", ".docx")
END_OF_HEAD = "<!-- INFO END -->"
_COMMENT = re.compile(r"<!--.*?-->")
_HEADING = re.compile(r"(#{1,6})(?:\s+(.*))?$")
_EMPHASIS = re.compile(r"\*\*|__|(?<!\\)\\(?=[.()*_-])")
_STYLED = re.compile(r"(?:Heading|标题)\s*(\d)")


class Unreadable(ValueError):
    """The file is not a text of this kind; says why and what to do."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line with its number in the file (a paragraph's, in DOCX). `level`: 0 is text."""

    number: int
    text: str
    level: int = 0
    ends_head: bool = False


def read_lines(path: Path) -> list[Line]:
    """The lines of a file that are not empty. Raises Unreadable."""
    if path.suffix.lower() == ".docx":
        return list(_docx_lines(path))
    return list(text_lines(_decoded(path.read_bytes())))


def _decoded(content: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or GB 18030, as older office machines save. Raises Unreadable.

    Whatever is none of them is told: half-read characters would look like law.
    """
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Unreadable("文件不是可以辨认的文本（UTF-8或GB18030），请另存为UTF-8后再导入")


def text_lines(text: str) -> Iterator[Line]:
    """Lines of Markdown or plain text; front matter between `---` is passed over."""
    front = False
    # Not splitlines(): it would also break at U+2028 and \x0b and shift the line numbers.
    for number, raw in enumerate(text.split("\n"), start=1):
        if raw.strip() == "---" and (number == 1 or front):
            front = not front
            continue
        if front:
            continue
        if raw.strip() == END_OF_HEAD:
            yield Line(number, "", ends_head=True)
            continue
        plain = _EMPHASIS.sub("", _COMMENT.sub("", raw)).strip()
        heading = _HEADING.match(plain)
        level = len(heading[1]) if heading else 0
        kept = one_line(heading[2] or "" if heading else plain)
        if kept:
            yield Line(number, kept, level)


def _docx_lines(path: Path) -> Iterator[Line]:
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = Document(str(path))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError) as error:
        raise Unreadable("不是可以打开的DOCX文件，请用文字处理软件另存为DOCX") from error
    number = 0
    for paragraph in document.paragraphs:
        # A soft break inside a paragraph starts a new line for the reader, hence here too.
        for piece in paragraph.text.split("\n"):
            number += 1
            text = one_line(piece)
            if text:
                yield Line(number, text, _level(paragraph.style.name if paragraph.style else ""))


def _level(style: str | None) -> int:
    if style in ("Title", "标题"):
        return 1
    found = _STYLED.match(style or "")
    return int(found[1]) if found else 0
