"""Writing into a Word document line by line, on the grid that the PDF has too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section, _Footer
from docx.text.paragraph import Paragraph

from guiju.typeset.official import Profile
from guiju.typeset.official_parts import CHARACTER as CHARACTER_MM
from guiju.typeset.official_parts import MM
from guiju.typeset.text import printable
from guiju.typeset.word_official_styles import element, lay_out, twentieths

GLYPH_TOP, GLYPH_BOTTOM, BASELINE = 0.88, 0.12, 0.8
"""Parts of its size a glyph takes above and below the baseline; Word's baseline in a fixed line."""


@dataclass(frozen=True, slots=True)
class Page:
    """A Word document being written. `pitch` is points from line to line."""

    word: Document
    profile: Profile
    pitch: float

    @property
    def gap(self) -> float:
        """Points of white between two lines."""
        return self.pitch - CHARACTER_MM * MM

    def line(self, text: str, style: str) -> Paragraph:
        """Append a paragraph; a line end in it becomes one in Word."""
        paragraph = self.word.add_paragraph(printable(text))
        # Our styles have their names for identifiers; looking them up takes longer than writing.
        paragraph._p.style = style
        return paragraph

    def empty(self, count: int = 1, height: float | None = None) -> None:
        """Append empty lines, of `height` points if they are not whole ones."""
        for _ in range(count):
            paragraph = self.line("", "空行")
            if height is not None:
                fix_line(paragraph, height)

    def section(self, *, turned: bool = False) -> Section:
        """Begin a section on a new page."""
        section: Section = self.word.add_section(WD_SECTION.NEW_PAGE)
        lay_out(section, self.profile, self.pitch, turned=turned)
        return section


def fix_line(paragraph: Paragraph, height: float, before: float = 0, after: float = 0) -> None:
    """Lines of exactly `height` points off the grid, with white before and after in points."""
    place = paragraph._p.get_or_add_pPr()
    if place.find(qn("w:snapToGrid")) is None:
        insert(paragraph, element("snapToGrid", val=0))
    old = place.find(qn("w:spacing"))
    if old is not None:
        place.remove(old)
    place._insert_spacing(
        element(
            "spacing",
            before=twentieths(max(before, 0)),
            after=twentieths(max(after, 0)),
            line=max(twentieths(height), 1),
            lineRule="exact",
        )
    )


def indent_by(paragraph: Paragraph, first: float = 0, left: float = 0, right: float = 0) -> None:
    """Indents in characters of size 3 instead of those of the style; a hanging one is negative."""
    made = element("ind")
    kind = "hanging" if first < 0 else "firstLine"
    for name, characters in (("left", left), ("right", right), (kind, abs(first))):
        made.set(qn(f"w:{name}Chars"), "0")
        made.set(qn(f"w:{name}"), str(twentieths(characters * CHARACTER_MM * MM)))
    paragraph._p.get_or_add_pPr()._insert_ind(made)


def border(paragraph: Paragraph, sides: Sequence[tuple[str, str, int, int, str]]) -> None:
    """Rules beside a paragraph: side, kind, eighths of a point, points of white, colour."""
    borders = element("pBdr")
    for side, kind, width, space, colour in sides:
        borders.append(element(side, val=kind, sz=width, space=space, color=colour))
    insert(paragraph, borders)


_ORDER = tuple(
    qn(f"w:{name}")
    for name in (
        "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr",
        "pBdr", "shd", "tabs", "kinsoku", "wordWrap", "overflowPunct", "autoSpaceDE",
        "autoSpaceDN", "snapToGrid", "spacing", "ind", "jc", "textDirection", "textAlignment",
        "rPr", "sectPr",
    )
)  # fmt: skip
"""Word refuses a file whose paragraph properties stand in another order."""


def insert(paragraph: Paragraph, part: BaseOxmlElement) -> None:
    """Put a part into the paragraph's properties, where the schema wants it."""
    place = paragraph._p.get_or_add_pPr()
    for child in place:
        if _ORDER.index(child.tag) > _ORDER.index(part.tag):
            child.addprevious(part)
            return
    place.append(part)


def new_page(paragraph: Paragraph) -> None:
    """Begin a page with this paragraph."""
    insert(paragraph, element("pageBreakBefore"))


def in_frame(paragraph: Paragraph, **values: object) -> None:
    """Put the paragraph into a frame with these attributes."""
    insert(paragraph, element("framePr", **values))


def tab_stops(paragraph: Paragraph, stops: Sequence[tuple[str, float]]) -> None:
    """Tab stops of a kind (`left`, `center`, `right`) at points from the type area's left edge."""
    tabs = element("tabs")
    for kind, at in stops:
        tabs.append(element("tab", val=kind, pos=twentieths(at)))
    insert(paragraph, tabs)


def number_pages(section: Section) -> None:
    """`— 1 —`: a character from the right on odd pages, from the left on even ones. (7.5)"""
    _number(section.footer, "right")
    _number(section.even_page_footer, "left")


def no_numbers(section: Section) -> None:
    """Pages without a number."""
    for footer in (section.footer, section.even_page_footer):
        footer.is_linked_to_previous = False


def number_turned_pages(section: Section) -> None:
    """The number where it is on upright pages: at the left edge of the turned one. (8)"""
    across = 210 - 16 / MM
    for footer, down in ((section.footer, across - 26 - 18), (section.even_page_footer, 33.6)):
        paragraph = _number(footer, "left")
        indent_by(paragraph)
        in_frame(
            paragraph,
            w=twentieths(18),
            h=twentieths(18 * MM),
            hRule="exact",
            hAnchor="page",
            vAnchor="page",
            x=twentieths((297 - 269) * MM - 9),
            y=twentieths(down * MM),
        )
        insert(paragraph, element("textDirection", val="tbRl"))


def _number(footer: _Footer, side: str) -> Paragraph:
    footer.is_linked_to_previous = False
    paragraph: Paragraph = footer.paragraphs[0]
    paragraph.style = "公文页码"
    fix_line(paragraph, 16)
    indent_by(paragraph, left=1 if side == "left" else 0, right=1 if side == "right" else 0)
    place = paragraph._p.get_or_add_pPr()
    place._insert_jc(element("jc", val=side))
    paragraph.add_run("— ")
    run = paragraph.add_run()
    for part in (
        element("fldChar", fldCharType="begin"),
        element("instrText"),
        element("fldChar", fldCharType="end"),
    ):
        if part.tag == qn("w:instrText"):
            part.text = "PAGE"
        run._r.append(part)
    paragraph.add_run(" —")
    return paragraph
