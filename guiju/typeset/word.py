"""Word pages laid out as GB/T 9704-2012 asks: A4, 22 lines of 28 characters, 仿宋 of size 3."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table
from docx.text.paragraph import Paragraph

from guiju.typeset.text import printable

TOP, BOTTOM, BINDING, OUTER = 37, 35, 28, 26
"""White around the type area in mm; it measures 156 × 225. (Source: GB/T 9704-2012 5.2.)"""

LINE_PITCH = 579
"""Twentieths of a point: 225 mm are 637.8 pt, in 22 lines."""

NARROWED = -5
"""Twentieths of a point between characters: 28 of 16 pt are 2 mm too wide for 156 mm."""

CELL_MARGINS = {"w:top": 50, "w:left": 40, "w:bottom": 50, "w:right": 40}
"""Twentieths of a point."""

BODY, TITLE, HEADING, SUBHEADING, NOTE, CELL, TABLE_TITLE = (
    "正文文字",
    "公文标题",
    "一级标题",
    "二级标题",
    "说明文字",
    "表格文字",
    "表格标题",
)
FACES = {
    BODY: ("仿宋_GB2312", 16),
    TITLE: ("方正小标宋简体", 22),
    HEADING: ("黑体", 16),
    SUBHEADING: ("楷体_GB2312", 16),
    NOTE: ("仿宋_GB2312", 12),
    CELL: ("宋体", 9),
    TABLE_TITLE: ("黑体", 14),
}
"""Style → (face, points). The standard names classes of faces; these are the usual ones."""


def new_document() -> Document:
    """An empty A4 document with the styles above and page numbers on the outer side."""
    document = docx.Document()
    for name, (face, points) in FACES.items():
        _add_style(document, name, face, points)
    normal = document.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    _set_face(normal, *FACES[BODY])
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    lay_out(section)
    number_pages(section)
    return document


def lay_out(section: Section, *, landscape: bool = False) -> None:
    """Set paper, margins and line grid; a landscape page is the upright one turned left."""
    width, height = Mm(210), Mm(297)
    margins = (TOP, OUTER, BOTTOM, BINDING)
    if landscape:
        width, height = height, width
        margins = (BINDING, TOP, OUTER, BOTTOM)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = width, height
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = (
        Mm(side) for side in margins
    )
    section.footer_distance = Mm(BOTTOM - 10)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(LINE_PITCH))


def number_pages(section: Section) -> None:
    """`— 1 —` in 宋体 of size 4, right on odd pages and left on even ones (7.5)."""
    sides = (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    )
    for footer, side in sides:
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.alignment = side
        for kind, text in (("", "— "), ("PAGE", ""), ("", " —")):
            _run(paragraph, kind, text)


def add(document: Document, text: str, style: str = BODY) -> Paragraph:
    """Append a paragraph in one of the styles above."""
    return document.add_paragraph(printable(text), style=style)


def add_table(
    document: Document,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    widths: Sequence[float],
) -> Table:
    """Append a ruled table, its header repeated on every page. `widths` are in mm."""
    table: Table = document.add_table(rows=1, cols=len(header))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    set_cell_margins(table)
    for cell, text, width in zip(table.rows[0].cells, header, widths, strict=True):
        cell.width = Mm(width)
        cell.paragraphs[0].style = CELL
        cell.paragraphs[0].add_run(printable(text)).bold = True
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    first = table.rows[0]._tr
    # Rows are copied as XML: python-docx counts all cells anew for each row it adds.
    pattern = copy.deepcopy(first)
    for bold in list(pattern.iter(qn("w:b"))):
        bold.getparent().remove(bold)
    _mark(first, "w:tblHeader")
    _mark(pattern, "w:cantSplit")
    for row in rows:
        added = copy.deepcopy(pattern)
        for slot, text in zip(added.iter(qn("w:t")), row, strict=True):
            slot.text = printable(text)
        table._tbl.append(added)
    return table


def set_cell_margins(table: Table) -> None:
    """White inside every cell: less at the sides than Word gives, some above and below."""
    margins = OxmlElement("w:tblCellMar")
    # In the order that the schema asks for.
    for side in ("w:top", "w:left", "w:bottom", "w:right"):
        margin = OxmlElement(side)
        margin.set(qn("w:w"), str(CELL_MARGINS[side]))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tblPr.find(qn("w:tblLook")).addprevious(margins)


def _mark(row: object, name: str) -> None:
    row.get_or_add_trPr().append(OxmlElement(name))  # type: ignore[attr-defined]


def _add_style(document: Document, name: str, face: str, points: float) -> None:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    _set_face(style, face, points)
    layout = style.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.widow_control = False
    if name in (BODY, HEADING, SUBHEADING):
        _indent_two(style)
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), str(NARROWED))
        style.element.get_or_add_rPr().append(spacing)
    if name in (TITLE, TABLE_TITLE):
        layout.alignment = WD_ALIGN_PARAGRAPH.CENTER
        layout.keep_with_next = True
    if name in (HEADING, SUBHEADING):
        layout.keep_with_next = True
    if name == TITLE:
        layout.space_after = Pt(LINE_PITCH / 20)
    if name in (CELL, NOTE):
        off = OxmlElement("w:snapToGrid")
        off.set(qn("w:val"), "0")
        style.element.get_or_add_pPr().append(off)


def _indent_two(style: ParagraphStyle) -> None:
    """Two characters, whatever their size; the measure in points is for other programs."""
    style.paragraph_format.first_line_indent = Pt(31.6)
    indent = style.element.get_or_add_pPr().find(qn("w:ind"))
    indent.set(qn("w:firstLineChars"), "200")


def _set_face(style: ParagraphStyle, face: str, points: float) -> None:
    style.font.name = face
    style.font.size = Pt(points)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(kind), face)


def _run(paragraph: Paragraph, field: str, text: str) -> None:
    run = paragraph.add_run(text)
    run.font.size = Pt(14)
    run.font.name = "宋体"
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "宋体")
    if not field:
        return
    for kind in ("begin", "instruction", "end"):
        if kind == "instruction":
            element = OxmlElement("w:instrText")
            element.set(qn("xml:space"), "preserve")
            element.text = field
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)
