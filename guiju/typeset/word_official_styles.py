"""The Word styles and page set-up of an official document. (Source: GB/T 9704-2012 5.2, 7.)

Each element has a style of its own, named as clerks name it: they find it in Word, and the import
knows it again.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle

from guiju.typeset.fonts import CLASSES
from guiju.typeset.official import Profile
from guiju.typeset.official_parts import BOTTOM_MARGINS, TOP_MARGINS

NARROWED = -5
"""Twentieths of a point between characters: 28 of 16 pt are 2 mm too wide for 156 mm."""

CHARACTER = 316
"""Twentieths of a point of a character of size 3, narrowed as above."""

FOOTER_MM = 25
"""The dashes of the page number then lie 7 mm below the type area. (7.5)"""


@dataclass(frozen=True, slots=True)
class Look:
    """Class of faces, points, alignment, indents in characters of size 3, kept with the next."""

    face: str
    points: float = 16
    align: str = "both"
    first: float = 0
    left: float = 0
    right: float = 0
    keep: bool = False
    grid: bool = True
    snap: bool = True


LOOKS = {
    "份号": Look("仿宋体"),
    "紧急程度": Look("黑体"),
    "发文机关标志": Look("小标宋体", 51, "center", grid=False),
    "签发人": Look("仿宋体", align="left"),
    "发文字号": Look("仿宋体", align="center"),
    "公文标题": Look("小标宋体", 22, "center", keep=True, snap=False),
    "主送机关": Look("仿宋体"),
    "正文文字": Look("仿宋体", first=2),
    "一级标题": Look("黑体", first=2, keep=True),
    "二级标题": Look("楷体", first=2, keep=True),
    "三级标题": Look("仿宋体", first=2, keep=True),
    "四级标题": Look("仿宋体", first=2, keep=True),
    "附件说明": Look("仿宋体"),
    "发文机关署名": Look("仿宋体", align="right", right=4, keep=True),
    "成文日期": Look("仿宋体", align="right", right=4),
    "附注": Look("仿宋体", first=2),
    "出席名单": Look("仿宋体", first=-3, left=5),
    "附件标识": Look("黑体"),
    "附件标题": Look("小标宋体", 22, "center", keep=True, snap=False),
    "表格文字": Look("仿宋体", 12, "center", grid=False),
    "表题": Look("黑体", 14, "center", keep=True),
    "图片": Look("仿宋体", 1, "center", keep=True, grid=False),
    "图题": Look("黑体", 14, "center"),
    "版记主送": Look("仿宋体", 14),
    "版记抄送": Look("仿宋体", 14),
    "版记印发": Look("仿宋体", 14),
    "空行": Look("仿宋体"),
    "公文页码": Look("宋体", 14),
}
_NEEDED = (
    "Normal", "DefaultParagraphFont", "TableNormal", "NoList", "TableGrid", "Header", "Footer",
)  # fmt: skip
HEADING_STYLES = ("一级标题", "二级标题", "三级标题", "四级标题")


def official_document(pitch: float) -> Document:
    """An empty document with the styles above; `pitch` is points from line to line."""
    return docx.Document(io.BytesIO(_empty(pitch)))


@lru_cache(maxsize=16)
def _empty(pitch: float) -> bytes:
    document = docx.Document()
    # Nobody asked for the hundred and more styles of the template, and finding one takes longer.
    for style in list(document.styles.element.iter(qn("w:style"))):
        if style.get(qn("w:styleId")) not in _NEEDED:
            style.getparent().remove(style)
    for name, look in LOOKS.items():
        _add_style(document, name, look, pitch)
    normal = document.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    _set_face(normal, LOOKS["正文文字"])
    # Faces that have to stand in, and where lines may end, follow the language.
    for language in (*document.styles.element.iter(qn("w:lang")),):
        language.set(qn("w:eastAsia"), "zh-CN")
    settings = document.settings
    settings.odd_and_even_pages_header_footer = True
    settings.element.find(qn("w:themeFontLang")).set(qn("w:eastAsia"), "zh-CN")
    # The template that python-docx brings along has this one.
    squeeze = settings.element.find(qn("w:characterSpacingControl"))
    squeeze.set(qn("w:val"), "doNotCompress")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def lay_out(section: Section, profile: Profile, pitch: float, *, turned: bool = False) -> None:
    """Paper, margins and line grid; a turned page is the upright one read from its right side."""
    top, bottom = TOP_MARGINS[profile], BOTTOM_MARGINS[profile]
    margins, width, height = (top, 26.0, bottom, 28.0), 210, 297
    if turned:
        margins, width, height = (28.0, top, 26.0, bottom), 297, 210
    section.orientation = WD_ORIENT.LANDSCAPE if turned else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = (
        Mm(side) for side in margins
    )
    section.footer_distance, section.header_distance = Mm(10 if turned else FOOTER_MM), Mm(15)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = element("docGrid")
        section._sectPr.append(grid)
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(twentieths(pitch)))


def element(name: str, **values: object) -> BaseOxmlElement:
    """An element of WordprocessingML with its attributes."""
    made = OxmlElement(f"w:{name}")
    for key, value in values.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def twentieths(points: float) -> int:
    """Points as Word counts them."""
    return round(points * 20)


def usual_face(kind: str) -> str:
    """The name of the usual face of a class."""
    return CLASSES[kind].usual[0]


def _add_style(document: Document, name: str, look: Look, pitch: float) -> None:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    style.base_style = None
    style.quick_style = True
    _set_face(style, look)
    place = style.element.get_or_add_pPr()
    for part in _paragraph_parts(look, pitch):
        place.append(part)


def _paragraph_parts(look: Look, pitch: float) -> list[BaseOxmlElement]:
    """In the order that the schema asks for."""
    parts = [element("keepNext")] if look.keep else []
    parts += [
        element("widowControl", val=0),
        element("kinsoku"),
        # Punctuation does not hang out over the type area.
        element("overflowPunct", val=0),
        element("autoSpaceDE", val=0),
        element("autoSpaceDN", val=0),
    ]
    if not (look.grid and look.snap):
        parts.append(element("snapToGrid", val=0))
    spacing = element("spacing", before=0, after=0)
    if look.grid:
        spacing.set(qn("w:line"), str(twentieths(pitch)))
        spacing.set(qn("w:lineRule"), "exact")
    parts.append(spacing)
    if look.first or look.left or look.right:
        parts.append(indent(look.first, look.left, look.right))
    parts.append(element("jc", val=look.align))
    return parts


def indent(first: float = 0, left: float = 0, right: float = 0) -> BaseOxmlElement:
    """Indents in characters, with the measure for programs that do not know characters."""
    made = element("ind")
    pairs = [("left", left), ("right", right)]
    pairs.append(("firstLine", first) if first >= 0 else ("hanging", -first))
    for name, characters in pairs:
        if characters:
            made.set(qn(f"w:{name}Chars"), str(round(characters * 100)))
            made.set(qn(f"w:{name}"), str(round(characters * CHARACTER)))
    return made


def _set_face(style: ParagraphStyle, look: Look) -> None:
    face = usual_face(look.face)
    style.font.name = face
    style.font.size = Pt(look.points)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    # A theme's face would win over the one named here; quotation marks follow the hint.
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{kind}"), face)
    fonts.set(qn("w:hint"), "eastAsia")
    if look.points == 16:
        spacing = element("spacing", val=NARROWED)
        sizes = style.element.rPr.find(qn("w:sz"))
        sizes.addprevious(spacing)
