"""A PDF as a sheet: its lines put together into paragraphs, and its pages measured.

What the office's own press makes reads back in full; a scan has no text and is refused.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as raw

from guiju.typeset.check.sheet import Layout, Page, Sheet
from guiju.typeset.check.unreadable import Unreadable
from guiju.typeset.check.zoning import Line, zoned

MOST_PAGES = 500
_MM = 25.4 / 72
_SAME_LINE, _FULL, _INDENT = 6.0, 34.0, 8.0
"""Points: how far apart the middles of one line's characters may be; how near to the right edge a
full line ends; from which on a line is indented."""
_ADVANCE = (14.5, 17.0)
"""Points a character of size 3 moves on; lines of smaller ones are not counted by."""
_HANGING = re.compile(r"(?:抄送|主送|附件)：[^。]*$")
_NEW = re.compile(r"\d{1,2}\.|.*印发$")
_PAGE_NUMBER = re.compile(r"[-—－–]\s*\d{1,4}\s*[-—－–]|\d{1,4}")
_DASHES = "—–-－"


@dataclass(slots=True)
class _Row:
    """One line of a page, in points from its top left."""

    text: str
    left: float
    right: float
    middle: float
    size: float
    dash: float | None = None


def read_pdf(content: bytes) -> Sheet:
    """Raises Unreadable for a PDF that is broken, locked, a scan, or too long."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        says = "PDF 设了打开密码，请取消后再检查" if locked else "PDF 已损坏，请重新导出"
        raise Unreadable(says) from error
    try:
        if len(document) > MOST_PAGES:
            raise Unreadable(f"PDF 有{len(document)}页，超过{MOST_PAGES}页，请分成几个文件检查")
        return _read(document)
    except pypdfium2.PdfiumError as error:
        raise Unreadable("PDF 已损坏，请重新导出") from error
    finally:
        document.close()


def _read(document: pypdfium2.PdfDocument) -> Sheet:
    faces: set[str] = set()
    pages: list[Page] = []
    sheets: list[tuple[int, list[_Row]]] = []
    for number, page in enumerate(document, start=1):
        width, height = page.get_size()
        rows = list(_rows(page, height, faces))
        pages.append(_page(width, height, rows))
        sheets.append((number, rows))
        page.close()
    lines = [Line(text, page=number) for number, text in _paragraphs(sheets)]
    if not lines:
        raise Unreadable("PDF 中没有文字，可能是扫描件，请用原文件检查")
    return zoned(lines, Layout(kind="pdf", pages=tuple(pages), faces=tuple(sorted(faces))))


def _rows(page: pypdfium2.PdfPage, height: float, faces: set[str]) -> Iterator[_Row]:
    """The lines of a page from top to bottom."""
    text = page.get_textpage()
    characters: list[tuple[float, float, float, float, str, int]] = []
    box = raw.FS_RECTF()
    for index in range(text.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(text, index) or 32)
        if char.isspace() or char in "\ufffe\uffff\x00":
            continue
        raw.FPDFText_GetLooseCharBox(text, index, box)
        middle = height - (box.bottom + box.top) / 2
        characters.append((middle, box.left, box.right, box.top - box.bottom, char, index))
    characters.sort()
    group: list[tuple[float, float, float, float, str, int]] = []
    for character in characters:
        if group and character[0] - group[0][0] > _SAME_LINE:
            yield _row(group, text, faces)
            group = []
        group.append(character)
    if group:
        yield _row(group, text, faces)
    text.close()


def _row(
    group: list[tuple[float, float, float, float, str, int]],
    text: pypdfium2.PdfTextPage,
    faces: set[str],
) -> _Row:
    group.sort(key=lambda character: character[1])
    written, last = "", None
    size = max(character[3] for character in group)
    for _, left, right, _, char, _ in group:
        if last is not None and left - last > size * 0.8:
            written += "\u3000"
        written += char
        last = right
    chinese = next((c for c in group if "\u4e00" <= c[4] <= "\u9fff"), None)
    if chinese is not None:
        faces.add(_face(text, chinese[5]))
    dash = next((c[0] for c in group if c[4] in _DASHES), None)
    middle = sum(c[0] for c in group) / len(group)
    return _Row(written, group[0][1], max(c[2] for c in group), middle, size, dash)


def _face(text: pypdfium2.PdfTextPage, index: int) -> str:
    """The name of the face, without the letters that mark a subset."""
    buffer, flags = ctypes.create_string_buffer(256), ctypes.c_int()
    raw.FPDFText_GetFontInfo(text, index, buffer, 256, flags)
    return re.sub(r"^[A-Z]{6}\+", "", buffer.value.decode("utf-8", "replace"))


def _page(width: float, height: float, rows: list[_Row]) -> Page:
    body = [row for row in rows if not _PAGE_NUMBER.fullmatch(row.text)]
    numbered = [row for row in rows if _PAGE_NUMBER.fullmatch(row.text) and row.dash is not None]
    return Page(
        width=round(width * _MM, 2),
        height=round(height * _MM, 2),
        lines=sum(1 for row in body if _of_size_3(row)),
        characters=max((len(row.text) for row in body if _of_size_3(row)), default=0),
        left=round(min(row.left for row in body) * _MM, 2) if body else None,
        dash=round(numbered[-1].dash * _MM, 2) if numbered and numbered[-1].dash else None,
    )


def _of_size_3(row: _Row) -> bool:
    return _ADVANCE[0] <= (row.right - row.left) / max(1, len(row.text)) <= _ADVANCE[1]


def _paragraphs(sheets: list[tuple[int, list[_Row]]]) -> Iterator[tuple[int, str]]:
    """A line goes on in the next where it is full and the next begins at the edge.

    It may do so over the end of a page. With each the page it begins on.
    """
    written, began, full, size = "", 0, False, 0.0
    for number, rows in sheets:
        body = [row for row in rows if not _PAGE_NUMBER.fullmatch(row.text)]
        if not body:
            continue
        left, right = min(row.left for row in body), max(row.right for row in body)
        for row in body:
            alike = full and abs(row.size - size) < size / 8
            on = alike and row.left < left + _INDENT
            hanging = alike and _HANGING.match(written) and not _NEW.match(row.text)
            if written and (on or hanging):
                written += row.text
            else:
                if written:
                    yield began, written
                written, began = row.text, number
            full, size = row.right > right - _FULL, row.size
    if written:
        yield began, written
