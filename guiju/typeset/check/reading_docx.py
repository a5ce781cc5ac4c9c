"""A DOCX as a sheet: its paragraphs in order, text boxes and tables included, and how it is set.

Inserted text counts as text, deleted text does not. Of the two readings a text box is kept in,
one is read.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import docx
from docx.document import Document
from docx.oxml.ns import qn

from guiju.typeset.check.docx_styles import Styles
from guiju.typeset.check.sheet import Layout, Section, Sheet
from guiju.typeset.check.unreadable import Unreadable
from guiju.typeset.check.zoning import Line, zoned

MOST_PARAGRAPHS = 50_000
_MM = 25.4 / 1440
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BREAKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_HIDDEN = frozenset({qn("w:del"), qn("w:moveFrom"), qn("w:pict"), qn("w:drawing"), qn("w:object")})
_DRAWN = f".//{qn('w:drawing')}", f".//{qn('w:pict')}"
_RAISED_BY = frozenset({"docx", "lxml", "zipfile", "zlib"})
_BROKEN = (ValueError, KeyError, OSError, AttributeError, IndexError, TypeError)
Element = Any


def read_docx(content: bytes) -> Sheet:
    """Raises Unreadable for what is no whole DOCX."""
    document = open_docx(content)
    styles = Styles(document)
    lines = []
    for number, paragraph in enumerate(paragraphs(document)):
        text = "".join(part for _, part in texts(paragraph))
        drawn = any(paragraph.find(path) is not None for path in _DRAWN)
        lines.append(
            Line(
                text.replace("\t", " "),
                number,
                styles.of(paragraph, drawn=drawn),
                cell=_in_table(paragraph),
            )
        )
    return zoned(lines, _layout(document))


def open_docx(content: bytes) -> Document:
    """Raises Unreadable for what is no whole DOCX, or has more paragraphs than a document has."""
    try:
        document = docx.Document(io.BytesIO(content))
        count = sum(1 for _ in document.element.body.iter(qn("w:p")))
    except Exception as error:
        # Each layer of the package has its own kind of error for a part that is not there.
        kind = type(error)
        if kind.__module__.split(".")[0] not in _RAISED_BY and not isinstance(error, _BROKEN):
            raise
        raise Unreadable("文件不是完整的 Word 文档，请用 WPS 或 Word 打开后另存") from error
    if count > MOST_PARAGRAPHS:
        raise Unreadable(f"文件有{count}段，超过{MOST_PARAGRAPHS}段，请分成几个文件检查")
    return document


def paragraphs(document: Document) -> Iterator[Element]:
    """Every paragraph in the order of the file; what is drawn twice comes once."""
    for paragraph in document.element.body.iter(qn("w:p")):
        if not any(parent.tag == _FALLBACK for parent in paragraph.iterancestors(_FALLBACK)):
            yield paragraph


def texts(paragraph: Element) -> Iterator[tuple[Element | None, str]]:
    """The pieces of its text in order, with the w:t they stand in; None for tabs and breaks."""
    for child in paragraph:
        if child.tag == qn("w:t"):
            yield child, child.text or ""
        elif child.tag in _BREAKS:
            yield None, _BREAKS[child.tag]
        elif child.tag not in _HIDDEN and child.tag != qn("w:p"):
            yield from texts(child)


def _in_table(paragraph: Element) -> bool:
    return next(paragraph.iterancestors(qn("w:tc")), None) is not None


def _layout(document: Document) -> Layout:
    settings = document.settings.odd_and_even_pages_header_footer
    footers = [
        "".join(node.text or "" for node in footer._element.iter(qn("w:t")))
        for section in document.sections
        for footer in (section.footer, section.even_page_footer)
        if not footer.is_linked_to_previous
    ]
    return Layout(
        kind="docx",
        sections=tuple(_section(section._sectPr) for section in document.sections),
        leftovers=tuple(_leftovers(document)),
        properties=tuple(_properties(document)),
        outer_numbers=bool(settings),
        footers=tuple(footers),
    )


def _section(element: Element) -> Section:
    def mm(name: str, attribute: str) -> float:
        found = element.find(qn(name))
        value = found.get(qn(attribute)) if found is not None else None
        return round(abs(_number(value)) * _MM, 2)

    grid = element.find(qn("w:docGrid"))
    lines = characters = None
    if grid is not None and grid.get(qn("w:type")) in {"lines", "linesAndChars"}:
        pitch = _number(grid.get(qn("w:linePitch"))) * _MM
        height = mm("w:pgSz", "w:h") - mm("w:pgMar", "w:top") - mm("w:pgMar", "w:bottom")
        lines = int((height + 0.6) / pitch) if pitch else None
    return Section(
        width=mm("w:pgSz", "w:w"),
        height=mm("w:pgSz", "w:h"),
        top=mm("w:pgMar", "w:top"),
        bottom=mm("w:pgMar", "w:bottom"),
        left=mm("w:pgMar", "w:left"),
        right=mm("w:pgMar", "w:right"),
        lines=lines,
        characters=characters,
    )


def _number(value: str | None) -> float:
    try:
        return float(value or 0)
    except ValueError:
        return 0.0


def _leftovers(document: Document) -> Iterator[str]:
    body = document.element.body
    for label, names in (
        ("修订", ("w:ins", "w:del", "w:moveFrom", "w:moveTo")),
        ("批注", ("w:commentReference",)),
        ("隐藏文字", ("w:vanish",)),
        ("突出显示", ("w:highlight",)),
    ):
        count = sum(1 for name in names for _ in body.iter(qn(name)))
        if count:
            yield f"{label}{count}处"


def _properties(document: Document) -> Iterator[str]:
    core = document.core_properties
    for label, value in (("作者", core.author), ("最后修改人", core.last_modified_by)):
        # python-docx signs the files it makes.
        if value and not re.fullmatch(r"python-docx|规矩", value):
            yield f"{label}“{value[:20]}”"
