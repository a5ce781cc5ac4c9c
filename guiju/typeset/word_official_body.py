"""主体 in Word: headings, paragraphs, tables, pictures and attachments. (7.3.3–7.3.7, 8)"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table as WordTable
from docx.table import _Cell

from guiju.typeset import official_parts as parts
from guiju.typeset.official import Block, Heading, Image, OfficialDocument, Paragraph, Table
from guiju.typeset.official_pictures import Picture
from guiju.typeset.text import printable
from guiju.typeset.word_official_head import add_title
from guiju.typeset.word_official_page import (
    Page,
    indent_by,
    new_page,
    number_pages,
    number_turned_pages,
    tab_stops,
)
from guiju.typeset.word_official_styles import HEADING_STYLES, element, twentieths, usual_face

CELL_SIDE = 85
"""Twentieths of a point of white at each side of a cell: 1.5 mm, as in the PDF."""


def add_blocks(page: Page, body: Sequence[Block], pictures: Mapping[Image, Picture]) -> None:
    """Append the body."""
    for block in body:
        match block:
            case Heading():
                page.line(block.text, HEADING_STYLES[block.level - 1])
            case Paragraph():
                _add_paragraph(page, block.text)
            case Image():
                _add_image(page, block, pictures.get(block))
            case Table(wide=True):
                _add_turned(page, block)
            case Table():
                _add_table(page, block, 156.0)


def _add_paragraph(page: Page, text: str) -> None:
    lead = parts.run_in(text)
    paragraph = page.line(lead or text, "正文文字")
    if lead:
        face = usual_face("楷体")
        fonts = element("rFonts", ascii=face, hAnsi=face, eastAsia=face, cs=face, hint="eastAsia")
        paragraph.runs[0]._r.get_or_add_rPr().insert(0, fonts)
        paragraph.add_run(printable(text.removeprefix(lead)))


def add_attachment_names(page: Page, document: OfficialDocument) -> None:
    """附件说明: names one below the other, further lines below the name's first character."""
    names = [each.title for each in document.attachments]
    if not names:
        return
    page.empty()
    room = 0.0 if len(names) == 1 else 1.0 if len(names) < 10 else 1.5
    for n, name in enumerate(names):
        label = "附件：" if n == 0 else ""
        ordinal = f"{n + 1}.\t" if room else ""
        paragraph = page.line(label + ordinal + name, "附件说明")
        left = 5 + room
        indent_by(paragraph, first=-(left - 2 if n == 0 else room), left=left)
        tab_stops(paragraph, [("left", left * parts.CHARACTER * parts.MM)])


def add_attachments(
    page: Page, document: OfficialDocument, pictures: Mapping[Image, Picture]
) -> None:
    """附件, each on a page of its own, its title in the third line. (7.3.7)"""
    many = len(document.attachments) > 1
    for n, each in enumerate(document.attachments):
        if not each.body:
            continue
        new_page(page.line(f"附件{n + 1}" if many else "附件", "附件标识"))
        page.empty()
        add_title(page, each.title, "附件标题")
        add_blocks(page, each.body, pictures)


def _add_image(page: Page, image: Image, picture: Picture | None) -> None:
    if picture is None:
        page.line(f"［{image.caption or '图片'}：没有印出］", "正文文字")
        return
    paragraph = page.line("", "图片")
    paragraph.add_run().add_picture(io.BytesIO(picture.content), width=Mm(picture.width_mm))
    paragraph.paragraph_format.space_after = Pt(page.gap)
    if image.caption:
        page.line(image.caption, "图题")


def _add_turned(page: Page, table: Table) -> None:
    """A wide table in a section of its own, its pages turned. (8)"""
    number_turned_pages(page.section(turned=True))
    _add_table(page, table, parts.TYPE_HEIGHT - 5)
    number_pages(page.section())


def _add_table(page: Page, table: Table, room: float) -> None:
    rows = parts.full_rows(table)
    if not rows:
        return
    if table.caption:
        page.line(table.caption, "表题")
    widths = parts.column_widths(table, room)
    made = page.word.add_table(rows=len(rows), cols=len(widths))
    _dress(made, widths, given=bool(table.widths))
    grid = [tr.tc_lst for tr in made._tbl.tr_lst]
    for n, (row, cells) in enumerate(zip(rows, grid, strict=True)):
        head = n < table.head_rows
        for text, cell, width in zip(row, cells, widths, strict=True):
            _fill(_Cell(cell, made), text, width, head=head)
        _row_height(made, n, parts.row_height(row, widths), head=head)
    page.empty(height=page.gap)


def _dress(made: WordTable, widths: Sequence[float], *, given: bool) -> None:
    made.style = "Table Grid"
    made.autofit = False
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)
    properties = made._tbl.tblPr
    size = properties.find(qn("w:tblW"))
    # Shared out evenly: said as a part of the line, so that the import knows.
    size.set(qn("w:type"), "dxa" if given else "pct")
    whole = twentieths(sum(widths) * parts.MM)
    size.set(qn("w:w"), str(whole if given else 5000))
    margins = element("tblCellMar")
    for side, width_ in (("top", 0), ("left", CELL_SIDE), ("bottom", 0), ("right", CELL_SIDE)):
        margins.append(element(side, w=width_, type="dxa"))
    properties.find(qn("w:tblLook")).addprevious(margins)


def _fill(cell: _Cell, text: str, width: float, *, head: bool) -> None:
    cell.width = Mm(width)
    cell._tc.get_or_add_tcPr().append(element("vAlign", val="center"))
    for n, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if n == 0 else cell.add_paragraph()
        paragraph._p.style = "表格文字"
        run = paragraph.add_run(printable(line))
        if head:
            run.font.name = usual_face("黑体")
            run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), usual_face("黑体"))


def _row_height(made: WordTable, n: int, height: float, *, head: bool) -> None:
    properties = made._tbl.tr_lst[n].get_or_add_trPr()
    if height < 100 * parts.MM:
        properties.append(element("cantSplit"))
    properties.append(element("trHeight", val=twentieths(height), hRule="atLeast"))
    if head:
        properties.append(element("tblHeader"))
