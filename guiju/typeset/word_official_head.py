"""版头 in Word: the mark at its height, number and signers, the red rule. (7.2, 10.1–10.3)

Heights add up to those of the PDF, so that both have the same lines on the first page.
"""

from __future__ import annotations

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph

from guiju.typeset import official_parts as parts
from guiju.typeset.official import Form, OfficialDocument
from guiju.typeset.official_parts import MM, Mark
from guiju.typeset.official_titles import title_lines
from guiju.typeset.text import printable
from guiju.typeset.word_official_page import (
    BASELINE,
    GLYPH_BOTTOM,
    GLYPH_TOP,
    Page,
    border,
    fix_line,
    indent_by,
    tab_stops,
)
from guiju.typeset.word_official_styles import element, twentieths, usual_face

RED = "FF0000"
TALL = 1.15
"""A fixed line for the mark, in its size: Word cuts off what stands out of one."""

ABOVE = TALL * BASELINE - GLYPH_TOP
BELOW = TALL * (1 - BASELINE) - GLYPH_BOTTOM

RULE_SPACE, RULE_WIDTH = 7, 1.5
"""Points: with what a fixed line leaves below its characters the rule lies 4 mm below. (7.2.7)"""

WHOLE = 156 * MM
CHARACTER = parts.CHARACTER * MM


def add_head(page: Page, document: OfficialDocument) -> None:
    """Everything above the body."""
    if document.form is Form.LETTER:
        _letter(page, document)
    else:
        _general(page, document)
    add_title(page, document.title, "公文标题")
    if document.addressees and not document.main_in_record:
        page.line(parts.addressed(document.addressees), "主送机关")


def add_title(page: Page, title: str, style: str) -> None:
    """A title in its lines, and the empty line below."""
    lines = title_lines(title)
    if lines:
        page.line("\n".join(lines), style)
        page.empty()


def _general(page: Page, document: OfficialDocument) -> None:
    flags = _flags(page, document)
    mark = parts.mark_of(document)
    top = parts.MARK_TOPS[document.form] * MM - flags * page.pitch
    if len(mark.lines) == 1:
        paragraph = _mark_line(page.line(mark.lines[0], "发文机关标志"), mark.points)
        before = top - ABOVE * mark.points
        fix_line(paragraph, TALL * mark.points, before, page.gap - BELOW * mark.points)
    else:
        line = mark.points + mark.spacing
        above = BASELINE * line - GLYPH_TOP * mark.points
        fix_line(page.line("", "空行"), 1, after=top - above - 1)
        _joint_mark(page, mark)
        below = (1 - BASELINE) * line - GLYPH_BOTTOM * mark.points
        page.empty(height=max(page.gap - below, 1))
    ruled = document.form is not Form.ORDER
    if document.number or document.signers:
        page.empty(2)
        last = _number(page, document)
        if ruled:
            border(last, [("bottom", "single", round(RULE_WIDTH * 8), RULE_SPACE, RED)])
    if ruled:
        page.empty()
        page.empty(height=page.pitch - RULE_SPACE - RULE_WIDTH)
    else:
        page.empty(2)


def _flags(page: Page, document: OfficialDocument) -> int:
    """Copy number and urgency, from the first line on; returns how many lines they take."""
    lines = [(document.copy_number, "份号"), (document.urgency, "紧急程度")]
    for text, style in lines:
        if text:
            page.line(text, style)
    return sum(bool(text) for text, _ in lines)


def _mark_line(paragraph: Paragraph, points: float) -> Paragraph:
    for run in paragraph.runs:
        run.font.size = Pt(points)
        run.font.color.rgb = RGBColor.from_string(RED)
        fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("ascii", "hAnsi", "eastAsia"):
            fonts.set(qn(f"w:{kind}"), usual_face("小标宋体"))
    return paragraph


def _joint_mark(page: Page, mark: Mark) -> None:
    """Names one above the other, spread to one width, 文件 beside them in the middle."""
    table = page.word.add_table(rows=1, cols=2)
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    names, tail = table.rows[0].cells
    widths = (
        max(len(line) for line in mark.lines) * mark.points + 2,
        mark.points / 3 + len(mark.tail) * mark.tail_points + 2,
    )
    for cell, width in zip((names, tail), widths, strict=True):
        cell.width = Pt(width)
        margins = element("tcMar")
        for side in ("left", "right"):
            margins.append(element(side, w=0, type="dxa"))
        cell._tc.get_or_add_tcPr().append(margins)
        cell._tc.get_or_add_tcPr().append(element("vAlign", val="center"))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Pt(width)
    line = mark.points + mark.spacing
    height = table.rows[0]._tr.get_or_add_trPr()
    height.append(element("trHeight", val=twentieths(len(mark.lines) * line), hRule="exact"))
    for n, name in enumerate(mark.lines):
        paragraph = names.paragraphs[0] if n == 0 else names.add_paragraph()
        paragraph.style = "发文机关标志"
        paragraph.add_run(printable(name))
        paragraph.alignment = WD_ALIGN_PARAGRAPH.DISTRIBUTE
        _mark_line(paragraph, mark.points)
        fix_line(paragraph, line)
    last = tail.paragraphs[0]
    last.style = "发文机关标志"
    last.add_run(mark.tail)
    last.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _mark_line(last, mark.tail_points)
    fix_line(last, TALL * mark.tail_points)


def _number(page: Page, document: OfficialDocument) -> Paragraph:
    """The number; of an upward document on the left, with the signers on the right."""
    upward = document.direction.value == "上行" and document.form is Form.DOCUMENT
    if not document.signers:
        if not upward:
            return page.line(document.number, "发文字号")
        paragraph = page.line(f"\t{document.number}", "发文字号")
        paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
        # A tab and no indent: the rule below begins where the text does.
        tab_stops(paragraph, [("left", CHARACTER)])
        return paragraph
    room = max(len(name) for name in document.signers)
    rows = [document.signers[at : at + 2] for at in range(0, len(document.signers), 2)]
    in_row = min(2, len(document.signers))
    start = WHOLE - CHARACTER * (1 + 4 + in_row * room + (in_row - 1))
    for n, row in enumerate(rows):
        last = n == len(rows) - 1
        paragraph = page.line("", "发文字号" if last else "签发人")
        paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
        names_at = start if n == 0 else start + 4 * CHARACTER
        tab_stops(paragraph, [("left", CHARACTER), ("left", names_at)])
        lead = f"\t{document.number if last else ''}\t{'签发人：' if n == 0 else ''}"
        paragraph.add_run(printable(lead))
        names = paragraph.add_run(printable("　".join(name.ljust(room, "　") for name in row)))
        names.font.name = usual_face("楷体")
        names._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), usual_face("楷体"))
    return paragraph


def _letter(page: Page, document: OfficialDocument) -> None:
    """Mark and first rule in the header of the first page, the second rule in its footer. (10.1)"""
    section = page.word.sections[0]
    section.different_first_page_header_footer = True
    mark = parts.mark_of(document)
    section.header_distance = Pt(30 * MM - ABOVE * mark.points)
    header = section.first_page_header
    header.is_linked_to_previous = False
    paragraph = header.paragraphs[0]
    paragraph.style = "发文机关标志"
    paragraph.add_run(printable(mark.lines[0]))
    _mark_line(paragraph, mark.points)
    fix_line(paragraph, TALL * mark.points)
    indent_by(paragraph, left=-8 * MM / CHARACTER, right=-6 * MM / CHARACTER)
    space = round(4 * MM - BELOW * mark.points)
    border(paragraph, [("bottom", "thickThinSmallGap", 24, max(space, 1), RED)])
    footer = section.first_page_footer
    footer.is_linked_to_previous = False
    ending = footer.paragraphs[0]
    ending.style = "公文页码"
    fix_line(ending, 14)
    indent_by(ending, left=-8 * MM / CHARACTER, right=-6 * MM / CHARACTER)
    border(ending, [("bottom", "thinThickSmallGap", 24, 1, RED)])
    _below_rule(page, document)


def _below_rule(page: Page, document: OfficialDocument) -> None:
    """Number on the right of the first line, urgency and copy number on the left."""
    flags = [("份号", document.copy_number), ("紧急程度", document.urgency)]
    first, *others = [each for each in flags if each[1]] or [("份号", "")]
    paragraph = page.line(f"{first[1]}\t{document.number}", "发文字号")
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
    tab_stops(paragraph, [("right", WHOLE)])
    # The header ends with its rule; the line's own white is the distance of 7/8 of a character.
    fix_line(paragraph, page.pitch)
    for style, text in others:
        page.line(text, style)
    page.empty()
    page.empty(height=page.pitch - 4)
