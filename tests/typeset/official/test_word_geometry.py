"""The Word file's own values: paper, grid, styles, rules. (GB/T 9704-2012; GB/T 33476.2-2016)"""

from __future__ import annotations

import io
from functools import lru_cache

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from guiju.typeset.official import OfficialDocument, Paragraph, Profile
from guiju.typeset.word_official import write_word
from guiju.typeset.word_official_styles import LOOKS
from tests.typeset.official.samples import (
    IMAGES,
    JOINT,
    JOINT_UP,
    LETTER,
    NOTICE,
    ORDER,
    PLAN,
    SAMPLES,
)

MARGINS = {Profile.GLYPHS: (2098, 1984, 1587, 1474), Profile.FRAMES: (1960, 1847, 1587, 1474)}
PITCHES = {Profile.GLYPHS: 579, Profile.FRAMES: 589}


@lru_cache(maxsize=32)
def word(document: OfficialDocument, profile: Profile = Profile.GLYPHS) -> Document:
    return docx.Document(io.BytesIO(write_word(document, IMAGES, profile)))


def first(document: Document, style: str):  # type: ignore[no-untyped-def]
    return next(p for p in document.element.body.iter(qn("w:p")) if style_of(p) == style)


def style_of(paragraph) -> str:  # type: ignore[no-untyped-def]
    found = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return "" if found is None else str(found.get(qn("w:val")))


def value(element, path: str, attribute: str = "val") -> str | None:  # type: ignore[no-untyped-def]
    found = element.find("/".join(qn(f"w:{part}") for part in path.split("/")))
    got = None if found is None else found.get(qn(f"w:{attribute}"))
    return None if got is None else str(got)


@pytest.mark.parametrize("profile", Profile)
def test_paper_margins_and_grid(profile: Profile) -> None:
    section = word(NOTICE, profile).element.body.find(qn("w:sectPr"))
    assert (value(section, "pgSz", "w"), value(section, "pgSz", "h")) == ("11906", "16838")
    sides = [int(value(section, "pgMar", side) or 0) for side in ("top", "bottom", "left", "right")]
    assert sides == pytest.approx(MARGINS[profile], abs=1)
    assert value(section, "docGrid", "type") == "lines"
    assert value(section, "docGrid", "linePitch") == str(PITCHES[profile])


@pytest.mark.parametrize("profile", Profile)
def test_body_text(profile: Profile) -> None:
    """Size 3, two characters in, exact lines, 28 narrowed characters a line."""
    style = word(NOTICE, profile).styles["正文文字"].element
    assert value(style, "rPr/sz") == "32"
    assert value(style, "rPr/spacing") == "-5"
    assert value(style, "pPr/ind", "firstLineChars") == "200"
    assert value(style, "pPr/spacing", "line") == str(PITCHES[profile])
    assert value(style, "pPr/spacing", "lineRule") == "exact"
    assert value(style, "pPr/jc") == "both"


def test_every_style_names_its_face_for_every_script() -> None:
    """A theme's face would win over the one named; quotation marks are Chinese."""
    styles = word(NOTICE).styles
    for name, look in LOOKS.items():
        fonts = styles[name].element.rPr.find(qn("w:rFonts"))
        named = {kind: fonts.get(qn(f"w:{kind}")) for kind in ("ascii", "hAnsi", "eastAsia")}
        assert len(set(named.values())) == 1 and None not in named.values(), name
        assert fonts.get(qn("w:hint")) == "eastAsia"
        assert not [key for key in fonts.attrib if "heme" in key]
        assert value(styles[name].element, "rPr/sz") == str(round(look.points * 2))


def test_faces_of_the_elements() -> None:
    styles = word(NOTICE).styles

    def face(name: str) -> str:
        return str(styles[name].font.name)

    assert face("公文标题") == face("发文机关标志") == face("附件标题") == "方正小标宋简体"
    assert face("一级标题") == face("附件标识") == face("紧急程度") == "黑体"
    assert face("二级标题") == "楷体_GB2312"
    assert face("正文文字") == face("三级标题") == face("主送机关") == "仿宋_GB2312"
    assert face("公文页码") == "宋体"


def test_a_heading_run_into_its_paragraph_has_the_face_of_its_level() -> None:
    """（一）and one sentence in 楷体, the rest in the face of the text. (7.3.3)"""
    text = "（一）加强领导。各单位应当按照职责分工抓好落实。"
    document = NOTICE.model_copy(update={"body": (Paragraph(text=text),)})
    lead, rest = next(p.runs for p in word(document).paragraphs if p.text == text)
    assert lead.text == "（一）加强领导。"
    assert lead._r.rPr.rFonts.get(qn("w:eastAsia")) == "楷体_GB2312"
    assert rest._r.rPr is None or rest._r.rPr.rFonts is None


def test_mark_and_red_rule() -> None:
    mark = first(word(NOTICE), "发文机关标志")
    assert value(mark.find(qn("w:r")), "rPr/color") == "FF0000"
    before = int(value(mark, "pPr/spacing", "before") or 0)
    # Two lines of copy number and urgency stand above: 35 mm are 1984 twentieths of a point.
    assert before + 2 * 579 == pytest.approx(1984, abs=45)
    rule = first(word(NOTICE), "发文字号").find(f"{qn('w:pPr')}/{qn('w:pBdr')}/{qn('w:bottom')}")
    assert rule.get(qn("w:color")) == "FF0000"
    below = 20 * int(rule.get(qn("w:space"))) + 579 * 0.2 - 320 * 0.12
    assert below == pytest.approx(227, abs=25)


def test_upward_number_begins_a_character_in_and_its_rule_does_not() -> None:
    number = first(word(JOINT_UP), "发文字号")
    tabs = [int(tab.get(qn("w:pos"))) for tab in number.iter(qn("w:tab")) if tab.get(qn("w:pos"))]
    assert tabs[0] == pytest.approx(316, abs=2)
    assert value(number, "pPr/ind", "left") in (None, "0")


def test_signature_and_date() -> None:
    """Four characters from the right, the organ in the middle of the date."""
    document = word(NOTICE)
    assert value(document.styles["成文日期"].element, "pPr/ind", "rightChars") == "400"
    organ = int(value(first(document, "发文机关署名"), "pPr/ind", "right") or 0)
    # Seven characters beside a date of six and a bit.
    assert organ == pytest.approx(4 * 316 - 0.2 * 316, abs=160)


def test_joint_signatures_stand_at_tab_stops() -> None:
    row = first(word(JOINT), "发文机关署名")
    stops = [tab for tab in row.iter(qn("w:tab")) if tab.get(qn("w:pos"))]
    assert {tab.get(qn("w:val")) for tab in stops} == {"center"}
    places = [int(tab.get(qn("w:pos"))) for tab in stops]
    assert all(b - a > 42 / 25.4 * 1440 for a, b in zip(places, places[1:], strict=False))


def test_record_floats_at_the_foot_with_its_rules() -> None:
    """0.35 mm outside and 0.25 mm within, as wide as the type area. (7.4.1)"""
    table = first(word(NOTICE), "版记抄送").getparent().getparent().getparent()
    place = table.find(f"{qn('w:tblPr')}/{qn('w:tblpPr')}")
    assert place.get(qn("w:tblpYSpec")) == "bottom"
    assert place.get(qn("w:vertAnchor")) == "margin"
    borders = table.find(f"{qn('w:tblPr')}/{qn('w:tblBorders')}")
    widths = {child.tag.split("}")[1]: child.get(qn("w:sz")) for child in borders}
    assert widths == {"top": "8", "bottom": "8", "insideH": "6"}
    assert int(value(table, "tblPr/tblW", "w") or 0) == pytest.approx(156 / 25.4 * 1440, abs=2)


def test_page_numbers_stand_outside() -> None:
    document = word(NOTICE)
    assert document.settings.odd_and_even_pages_header_footer
    section = document.sections[0]
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert (value(odd._p, "pPr/jc"), value(even._p, "pPr/jc")) == ("right", "left")
    assert odd.text.startswith("— ") and odd.text.endswith(" —")
    assert int(value(odd._p, "pPr/ind", "right") or 0) == pytest.approx(316, abs=2)


def test_letter_has_rules_but_no_number_on_its_first_page() -> None:
    section = word(LETTER).sections[0]
    assert section.different_first_page_header_footer
    header, footer = section.first_page_header, section.first_page_footer
    assert header.paragraphs[0].text == "云中区人民政府办公室"
    kinds = [
        part._element.find(f".//{qn('w:pBdr')}/{qn('w:bottom')}").get(qn("w:val"))
        for part in (header, footer)
    ]
    assert kinds == ["thickThinSmallGap", "thinThickSmallGap"]
    assert "PAGE" not in footer._element.xml


def test_order_has_no_rule() -> None:
    assert first(word(ORDER), "发文字号").find(f"{qn('w:pPr')}/{qn('w:pBdr')}") is None


def test_wide_table_stands_in_a_turned_section() -> None:
    document = word(PLAN)
    turned = [s for s in document.sections if s.orientation == 1]
    assert len(turned) == 1
    table = document.tables[-2]
    assert table._tbl.tr_lst[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    for paragraph in table._tbl.iter(qn("w:p")):
        # A fixed line would cut off what a cell holds.
        assert value(paragraph, "pPr/spacing", "lineRule") is None


SCHEMA = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr",
    "pBdr", "shd", "tabs", "kinsoku", "wordWrap", "overflowPunct", "autoSpaceDE",
    "autoSpaceDN", "snapToGrid", "spacing", "ind", "jc", "textDirection", "textAlignment",
    "rPr", "sectPr",
)  # fmt: skip
"""(Source: ECMA-376 17.3.1.26)"""


@pytest.mark.parametrize("name", SAMPLES)
def test_properties_stand_in_the_order_of_the_schema(name: str) -> None:
    """Word refuses a file whose parts are in another order."""
    document = word(SAMPLES[name])
    parts = [document.element.body, *(footer_xml(document))]
    for part in parts:
        for properties in part.iter(qn("w:pPr")):
            names = [child.tag.split("}")[1] for child in properties]
            assert names == sorted(names, key=SCHEMA.index), names


def footer_xml(document: Document):  # type: ignore[no-untyped-def]
    for section in document.sections:
        for footer in (section.footer, section.even_page_footer):
            yield footer._element
