"""Paper, margins, page numbers and what a file should not carry. (GB/T 9704-2012 5, 7.4, 7.5.)"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from guiju.typeset.check.finding import Hit
from guiju.typeset.check.sheet import Section, Sheet, Zone

A4 = (210, 297)
PROFILES = ((37, 35, 28, 26), (34.58, 32.58, 28, 26))
"""Top, bottom, left, right in mm: to the glyphs, and to the line frames (GB/T 33476.2 annex A)."""
TYPE_WIDTH, TYPE_LEFT, LINES, CHARACTERS = 156, 28, 22, 28
DASH_FROM_TOP = 269
"""mm: 7 below the type area."""
MISS = 1
"""mm by which paper and margins may miss (5.2.1); a page number by 4 (6.2)."""
_DASHED = re.compile(r"—\s*\S*\s*—")
_FACES = ("宋", "song", "楷", "kai", "黑", "hei", "fang", "xbs")
_NO_FACES = ("symbol", "times", "arial", "wingdings", "cambria", "calibri", "seal")


def paper_is_a4(sheet: Sheet) -> Iterator[Hit]:
    for width, height in sorted({tuple(sorted(size)) for size in _sizes(sheet)}):
        if abs(width - A4[0]) > MISS or abs(height - A4[1]) > MISS:
            yield Hit(says=f"用纸应为A4（210毫米×297毫米），现为{width:.0f}毫米×{height:.0f}毫米")


def _sizes(sheet: Sheet) -> Iterator[tuple[float, float]]:
    if sheet.layout:
        yield from ((section.width, section.height) for section in sheet.layout.sections)
        yield from ((page.width, page.height) for page in sheet.layout.pages)


def _upright(sheet: Sheet) -> list[Section]:
    sections = sheet.layout.sections if sheet.layout else ()
    return [section for section in sections if section.width < section.height]


def margins_of_a_profile(sheet: Sheet) -> Iterator[Hit]:
    seen: set[tuple[float, ...]] = set()
    for section in _upright(sheet):
        margins = (section.top, section.bottom, section.left, section.right)
        if margins not in seen and not any(_near(margins, profile) for profile in PROFILES):
            told = "/".join(f"{margin:.1f}" for margin in margins)
            yield Hit(says=f"页边距（上/下/左/右）现为{told}毫米，不合37/35/28/26毫米的口径")
        seen.add(margins)


def _near(margins: Iterable[float], profile: Iterable[float]) -> bool:
    return all(abs(one - two) <= MISS for one, two in zip(margins, profile, strict=True))


def type_area_wide(sheet: Sheet) -> Iterator[Hit]:
    widths = {round(s.width - s.left - s.right, 1) for s in _upright(sheet)}
    for width in sorted(widths):
        if abs(width - TYPE_WIDTH) > MISS:
            yield Hit(says=f"版心宽应为156毫米，现为{width:g}毫米")


def lines_and_characters(sheet: Sheet) -> Iterator[Hit]:
    """From the grid of a DOCX or the fullest page of a PDF that has several."""
    if sheet.layout is None:
        return
    for section in _upright(sheet):
        for count, wanted, what in (
            (section.lines, LINES, "行"),
            (section.characters, CHARACTERS, "字"),
        ):
            if count is not None and abs(count - wanted) > 1:
                yield Hit(says=f"文档网格为{count}{what}，一般为{wanted}{what}")
    inner = sheet.layout.pages[:-1]
    if inner:
        lines = max(page.lines for page in inner)
        characters = max(page.characters for page in inner)
        if lines > LINES + 1 or characters > CHARACTERS + 1:
            yield Hit(says=f"最满的一页有{lines}行，最长的一行有{characters}字，一般为22行、28字")


def numbers_on_the_outside(sheet: Sheet) -> Iterator[Hit]:
    """— 1 —, right on odd and left on even pages. (7.5)"""
    layout = sheet.layout
    for index, passage in sheet.of(Zone.PAGE_NUMBER):
        if not _DASHED.fullmatch(passage.text.strip()):
            yield Hit(index)
            return
    if layout is None or layout.kind != "docx" or not any(layout.footers):
        return
    if layout.outer_numbers is False:
        yield Hit(says="页码应单页居右空一字、双页居左空一字：未设置奇偶页不同的页脚")
    elif not any("—" in footer for footer in layout.footers):
        yield Hit(says="页码左右应各有一条一字线，如“— 1 —”")


def dash_below_type_area(sheet: Sheet) -> Iterator[Hit]:
    pages = sheet.layout.pages if sheet.layout else ()
    off = [n for n, page in enumerate(pages, 1) if page.dash and abs(page.dash - DASH_FROM_TOP) > 4]
    if off:
        dash = pages[off[0] - 1].dash
        yield Hit(says=f"第{off[0]}页页码的一字线距页顶{dash:.0f}毫米，应在版心下边缘之下7毫米")


def record_on_last_even_page(sheet: Sheet) -> Iterator[Hit]:
    pages = len(sheet.layout.pages) if sheet.layout else 0
    for index, passage in sheet.of(Zone.PRINTED):
        if passage.page is not None and (passage.page != pages or pages % 2):
            yield Hit(index, says=f"版记在第{passage.page}页（共{pages}页），应在最后一面的双页")


def nothing_left_over(sheet: Sheet) -> Iterator[Hit]:
    if sheet.layout and sheet.layout.leftovers:
        yield Hit(says=f"文件中残留{'、'.join(sheet.layout.leftovers)}，应清除后再定稿")


def anonymous(sheet: Sheet) -> Iterator[Hit]:
    if sheet.layout and sheet.layout.properties:
        yield Hit(says=f"文档属性带有{'、'.join(sheet.layout.properties)}，公开前应清除")


def cells_of_free_pitch(sheet: Sheet) -> Iterator[Hit]:
    cells = [i for i, p in sheet.of(Zone.CELL) if p.style and p.style.exact is not None]
    if cells:
        yield Hit(cells[0], says=f"表格中有{len(cells)}段为固定行距，文字可能被裁切")


def faces_of_the_standard(sheet: Sheet) -> Iterator[Hit]:
    """Chinese set in what is neither 宋, 仿宋, 楷 nor 黑: a substitute, most likely."""
    faces = sheet.layout.faces if sheet.layout else ()
    odd = [f for f in faces if not any(part in f.lower() for part in (*_FACES, *_NO_FACES))]
    if odd:
        yield Hit(says=f"文字使用了{'、'.join(odd[:4])}等字体，可能是缺字库时的替代字体")


CHECKS: tuple[Callable[[Sheet], Iterable[Hit]], ...] = (
    paper_is_a4, margins_of_a_profile, type_area_wide, lines_and_characters,
    numbers_on_the_outside, dash_below_type_area, record_on_last_even_page, nothing_left_over,
    anonymous, cells_of_free_pitch, faces_of_the_standard,
)  # fmt: skip
