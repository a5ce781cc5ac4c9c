"""Signature, date, note, lists of those present, and 版记 in Word. (7.3.5, 7.3.6, 7.4, 10)"""

from __future__ import annotations

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table
from docx.text.paragraph import Paragraph

from guiju.typeset import official_parts as parts
from guiju.typeset.official import Form, OfficialDocument, Signature
from guiju.typeset.official_parts import MM
from guiju.typeset.text import printable
from guiju.typeset.word_official_page import (
    Page,
    fix_line,
    indent_by,
    new_page,
    no_numbers,
    tab_stops,
)
from guiju.typeset.word_official_styles import element, twentieths, usual_face

CHARACTER = parts.CHARACTER * MM
SMALL_PITCH = 26.25
"""Points: a line of size 4 with the white of 7/8 of it, as for size 3."""

OUTER, INNER = 8, 6
"""Eighths of a point: 0.35 mm and 0.25 mm. (7.4.1)"""


def add_signature(page: Page, document: OfficialDocument) -> None:
    """Signature, date and note, by the form that they have."""
    heads = [each for each in document.signatures if each.head]
    rows = parts.signature_rows(document)
    if heads:
        _by_head(page, heads[0], parts.dated_words(document.dated))
    elif document.sealed and rows:
        _sealed(page, rows, parts.dated_words(document.dated))
    elif rows or document.dated:
        organs = [organ for row in rows for organ in row]
        _unsealed(page, organs, parts.dated_words(document.dated))
    if document.note:
        page.line(parts.noted(document.note), "附注")


def add_attendance(page: Page, document: OfficialDocument) -> None:
    """出席、请假、列席: label in 黑体, further lines below the first name. (10.3)"""
    for each in document.attendance:
        page.empty()
        paragraph = page.line("", "出席名单")
        label = paragraph.add_run(f"{each.label}：")
        label.font.name = usual_face("黑体")
        label._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), usual_face("黑体"))
        paragraph.add_run(each.who)


def _sealed(page: Page, rows: tuple[tuple[str, ...], ...], date: str) -> None:
    """The date four characters from the right, the organ amid it, room for seals. (7.3.5.1)"""
    width = parts.width_of(date)
    centre = 156 * MM - (4 + width / 2) * CHARACTER
    step = parts.signature_step(rows) * MM
    single = len(rows) == 1 and len(rows[0]) == 1
    for n, row in enumerate(rows):
        page.empty(2 if n == 0 else 4)
        if single:
            paragraph = page.line(row[0], "发文机关署名")
            right = 4 + (width - parts.width_of(row[0])) / 2
            indent_by(paragraph, right=max(right, 0))
        else:
            paragraph = page.line("".join(f"\t{organ}" for organ in row), "发文机关署名")
            paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
            indent_by(paragraph)
            stops = [centre - step * (len(row) - 1 - k) for k in range(len(row))]
            tab_stops(paragraph, [("center", stop) for stop in stops])
    page.line(date, "成文日期")


def _unsealed(page: Page, organs: list[str], date: str) -> None:
    """Two characters from the right, the date two characters further in. (7.3.5.2)"""
    widest = max((parts.width_of(organ) for organ in organs), default=0.0)
    width = parts.width_of(date)
    start = 28 - 4 - width if width > widest else 28 - 2 - widest
    page.empty()
    for organ in organs:
        _from(page.line(organ, "发文机关署名"), start)
    _from(page.line(date, "成文日期"), start + 2)


def _from(paragraph: Paragraph, characters: float) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
    indent_by(paragraph, left=max(characters, 0))


def _by_head(page: Page, one: Signature, date: str) -> None:
    """The head's signature seal, the office two characters before it. (7.3.5.3)"""
    page.empty(2)
    paragraph = page.line(f"{one.office}\t", "发文机关署名")
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
    start = 28 - 4 - 4 - 2 - parts.width_of(one.office)
    indent_by(paragraph, left=max(start, 0))
    tab_stops(paragraph, [("left", (28 - 8) * CHARACTER)])
    name = paragraph.add_run(one.head)
    name.font.name = usual_face("楷体")
    name._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), usual_face("楷体"))
    page.empty()
    page.line(date, "成文日期")


def add_record(page: Page, document: OfficialDocument, *, pages_on: int) -> None:
    """版记 at the foot of the page `pages_on` pages after the end of the text. (7.4)

    A blank page before it has no number, nor has its own page then. (7.5)
    """
    lines = _record_lines(document)
    if not lines:
        return
    if pages_on > 1:
        no_numbers(page.section())
        page.empty(height=1)
    if pages_on:
        anchor = page.line("", "空行")
        fix_line(anchor, 1)
        new_page(anchor)
    _record_table(page, lines, ruled=document.form is not Form.LETTER)
    page.empty(height=1)


def _record_lines(document: OfficialDocument) -> list[tuple[str, str]]:
    lines: list[tuple[str, str]] = []
    if document.main_in_record and document.addressees:
        lines.append(("版记主送", f"主送：{parts.copied(document.addressees)}"))
    if document.cc:
        lines.append(("版记抄送", f"抄送：{parts.copied(document.cc)}"))
    printed = parts.printed_words(document.printed_on)
    if document.form is not Form.LETTER and (document.printed_by or printed):
        lines.append(("版记印发", f"{document.printed_by}\t{printed}"))
    return lines


def _record_table(page: Page, lines: list[tuple[str, str]], *, ruled: bool) -> None:
    """A table that floats at the lower edge of the type area, whatever is written above it."""
    lists = [line for line in lines if line[0] != "版记印发"]
    rows = [row for row in (lists, [line for line in lines if line[0] == "版记印发"]) if row]
    table = page.word.add_table(rows=len(rows), cols=1)
    table.autofit = False
    _float_at_the_foot(table, ruled=ruled)
    table.columns[0].width = Mm(156)
    for row, cell in zip(rows, table.columns[0].cells, strict=True):
        cell.width = Mm(156)
        for n, (style, text) in enumerate(row):
            paragraph = cell.paragraphs[0] if n == 0 else cell.add_paragraph()
            paragraph.style = style
            paragraph.add_run(printable(text))
            _set_row(paragraph, style)


def _float_at_the_foot(table: Table, *, ruled: bool) -> None:
    properties = table._tbl.tblPr
    place = element(
        "tblpPr",
        leftFromText=0,
        rightFromText=0,
        vertAnchor="margin",
        horzAnchor="margin",
        tblpXSpec="left",
        tblpYSpec="bottom",
    )
    size = properties.find(qn("w:tblW"))
    size.addprevious(place)
    size.set(qn("w:type"), "dxa")
    size.set(qn("w:w"), str(twentieths(156 * MM)))
    layout = properties.find(qn("w:tblLayout"))
    if ruled:
        borders = element("tblBorders")
        for side, width in (("top", OUTER), ("bottom", OUTER), ("insideH", INNER)):
            borders.append(element(side, val="single", sz=width, space=0, color="000000"))
        layout.addprevious(borders)
    margins = element("tblCellMar")
    for side in ("left", "right"):
        margins.append(element(side, w=0, type="dxa"))
    layout.addnext(margins)


def _set_row(paragraph: Paragraph, style: str) -> None:
    fix_line(paragraph, SMALL_PITCH)
    inset = 14 / CHARACTER
    if style == "版记印发":
        indent_by(paragraph, left=inset, right=inset)
        tab_stops(paragraph, [("right", 156 * MM - 14)])
    else:
        label = 3 * 14 / CHARACTER
        indent_by(paragraph, first=-label, left=inset + label, right=inset)
