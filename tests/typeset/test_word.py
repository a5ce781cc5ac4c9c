"""Word pages: the type area of the standard, numbers on the outer side, safe text."""

from __future__ import annotations

import io

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn

from guiju.typeset import word
from guiju.typeset.text import printable


def test_the_type_area_is_156_by_225_mm() -> None:
    section = word.new_document().sections[0]
    width = section.page_width - section.left_margin - section.right_margin
    height = section.page_height - section.top_margin - section.bottom_margin
    assert (width / 36000, height / 36000) == pytest.approx((156, 225), abs=0.1)


def test_22_lines_fill_the_type_area() -> None:
    lines = 22 * word.LINE_PITCH / 20
    assert lines == pytest.approx(225 / 25.4 * 72, abs=1)


def test_odd_pages_are_numbered_right_and_even_ones_left() -> None:
    document = word.new_document()
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    assert section.footer.paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.RIGHT
    assert section.even_page_footer.paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.LEFT


def test_chinese_faces_are_set_where_word_looks_for_them() -> None:
    style = word.new_document().styles[word.BODY]
    fonts = style.element.rPr.find(qn("w:rFonts"))
    assert fonts.get(qn("w:eastAsia")) == "仿宋_GB2312"


def test_a_table_repeats_its_head_and_keeps_every_row() -> None:
    document = word.new_document()
    word.add_table(document, ("甲", "乙"), [("1", "2"), ("3", "")], (50, 50))
    saved = io.BytesIO()
    document.save(saved)
    [table] = docx.Document(io.BytesIO(saved.getvalue())).tables
    assert [[c.text for c in row.cells] for row in table.rows] == [
        ["甲", "乙"],
        ["1", "2"],
        ["3", ""],
    ]
    marked = [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows]
    assert marked == [True, False, False]


@pytest.mark.parametrize("text", ["\x00", "\x0b", "\ud800", "\ufffe", "\x1b"])
def test_what_xml_forbids_is_replaced(text: str) -> None:
    assert printable(f"甲{text}乙\n") == "甲\ufffd乙\n"
