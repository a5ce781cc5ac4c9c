"""What stands in a Word file, piece by piece in its order: texts, tables, pictures. No tables of
the database. What is deleted or drawn twice is left out, what is inserted counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from cryptography.hazmat.primitives import hashes
from docx.document import Document
from docx.oxml.ns import qn

from guiju.typeset.check.docx_styles import Styles
from guiju.typeset.check.reading_docx import texts
from guiju.typeset.check.sheet import Style
from guiju.typeset.official import Block, Image, Table
from guiju.typeset.official_parts import MM
from guiju.typeset.word_official_styles import LOOKS

Element = Any
WIDEST, MOST_COLUMNS = 156.0, 63
"""Millimetres of the type area; columns a table of Word can have."""

_EMU = 36_000
_SUFFIXES = {"image/png", "image/jpeg"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph with the element its style stands for ("" unknown), or a table, or a picture."""

    text: str = ""
    zone: str = ""
    style: Style | None = None
    block: Block | None = None


@dataclass(slots=True)
class Found:
    """The pieces of a file, its pictures by their SM3 digest, and what could not be taken over."""

    pieces: list[Piece] = field(default_factory=list)
    images: dict[str, bytes] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)


def pieces_of(word: Document) -> Found:
    """Everything in the body, and the mark that a letter has in its header."""
    found = Found()
    styles = Styles(word)
    for section in word.sections[:1]:
        if section.different_first_page_header_footer:
            for paragraph in section.first_page_header.paragraphs:
                if paragraph.text.strip():
                    found.pieces.append(Piece(paragraph.text.strip(), "发文机关标志"))
    since = len(found.pieces)
    for child in _blocks(word.element.body):
        if child.tag == qn("w:p"):
            _add_paragraph(found, child, styles, word)
            ended = child.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")
        else:
            _add_table(found, child, styles)
            ended = None
        if ended is not None:
            _turn(found, since, ended)
            since = len(found.pieces)
    _turn(found, since, word.element.body.find(qn("w:sectPr")))
    return found


def _blocks(parent: Element) -> Iterator[Element]:
    """Paragraphs and tables, those in content controls too."""
    for child in parent:
        if child.tag in (qn("w:p"), qn("w:tbl")):
            yield child
        elif child.tag == qn("w:sdt"):
            inner = child.find(qn("w:sdtContent"))
            if inner is not None:
                yield from _blocks(inner)


def _turn(found: Found, since: int, section: Element | None) -> None:
    """Tables of a section on turned pages are wide ones."""
    size = section.find(qn("w:pgSz")) if section is not None else None
    if size is None or size.get(qn("w:orient")) != "landscape":
        return
    for n, piece in enumerate(found.pieces[since:], since):
        if isinstance(piece.block, Table):
            wide = piece.block.model_copy(update={"wide": True})
            found.pieces[n] = replace(piece, block=wide)


def _zone(paragraph: Element, styles: Styles) -> str:
    name = styles_name(paragraph)
    return name if name in LOOKS else ""


def styles_name(paragraph: Element) -> str:
    """The name of the paragraph's style, as its identifier says: ours have the same for both."""
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return str(style.get(qn("w:val"))) if style is not None else ""


def _text(paragraph: Element) -> str:
    return "".join(part for _, part in texts(paragraph))


def _add_paragraph(found: Found, paragraph: Element, styles: Styles, word: Document) -> None:
    zone = _zone(paragraph, styles)
    text = _text(paragraph)
    for drawing in paragraph.iter(qn("a:blip")):
        image = _picture(found, drawing, paragraph, word)
        if image is not None:
            found.pieces.append(Piece(zone="图片", block=image))
    if zone == "空行" or zone == "图片" or (not zone and not text.strip()):
        return
    found.pieces.append(Piece(text, zone, styles.of(paragraph, drawn=False)))


def _picture(found: Found, blip: Element, paragraph: Element, word: Document) -> Image | None:
    part = word.part.related_parts.get(blip.get(qn("r:embed")) or "")
    if part is None or part.content_type not in _SUFFIXES:
        found.told.append("有图片不是PNG或JPEG，或者没有存在文件里，没有导入。请另行插入")
        return None
    hashed = hashes.Hash(hashes.SM3())
    hashed.update(part.blob)
    digest = hashed.finalize().hex()
    found.images[digest] = part.blob
    extent = next(paragraph.iter(qn("wp:extent")), None)
    wide = _number(extent.get("cx")) / _EMU if extent is not None else 120.0
    return Image(digest=digest, width_mm=min(max(round(wide, 1), 1.0), WIDEST))


def _number(value: str | None) -> float:
    try:
        return float(value or 0)
    except ValueError:
        return 0.0


def _add_table(found: Found, table: Element, styles: Styles) -> None:
    paragraphs = list(table.iter(qn("w:p")))
    zones = {_zone(p, styles) for p in paragraphs}
    whole = " ".join(_text(p) for p in paragraphs).strip()
    marks = zones == {"发文机关标志"}
    record = any(zone.startswith("版记") for zone in zones) or whole.startswith(("抄送", "主送"))
    if marks or record or (len(paragraphs) < 6 and whole.endswith("印发")):
        for paragraph in paragraphs:
            text = _text(paragraph)
            if text.strip():
                found.pieces.append(Piece(text, _zone(paragraph, styles)))
        return
    made = _table(table, found)
    if made is not None:
        found.pieces.append(Piece(zone="表格", block=made))


def _table(table: Element, found: Found) -> Table | None:
    rows: list[tuple[str, ...]] = []
    head = 0
    for row in table.findall(qn("w:tr")):
        if row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None and head == len(rows):
            head += 1
        cells: list[str] = []
        for cell in row.findall(qn("w:tc")):
            cells.append("\n".join(_text(p) for p in cell.iter(qn("w:p"))).strip("\n"))
            cells.extend("" for _ in range(_span(cell) - 1))
            if _span(cell) > 1 or cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}") is not None:
                found.told.append("表格里合并的单元格已经拆开，请核对")
        rows.append(tuple(cells[:MOST_COLUMNS]))
    if not any(rows):
        return None
    return Table(rows=tuple(rows), head_rows=head, widths=_widths(table))


def _span(cell: Element) -> int:
    span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    wanted = _number(span.get(qn("w:val"))) if span is not None else 1
    return int(min(max(wanted, 1), MOST_COLUMNS))


def _widths(table: Element) -> tuple[float, ...]:
    """Millimetres; () where the columns share the line evenly."""
    size = table.find(f"{qn('w:tblPr')}/{qn('w:tblW')}")
    if size is None or size.get(qn("w:type")) != "dxa":
        return ()
    columns = table.findall(f"{qn('w:tblGrid')}/{qn('w:gridCol')}")[:MOST_COLUMNS]
    widths = [round(_number(column.get(qn("w:w"))) / 20 / MM, 1) for column in columns]
    return tuple(widths) if widths and min(widths) > 0 else ()
