"""How each paragraph of a DOCX is set. What its styles do not state is not judged."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from guiju.typeset.check.finding import Hit
from guiju.typeset.check.sheet import RUNNING, Passage, Run, Sheet, Style, Zone

FANGSONG, KAI, HEI, SONG_TITLE = "仿宋", "楷", "黑体", "小标宋"
_CLASSES = {
    FANGSONG: ("仿宋", "fangsong", "stfangsong"),
    KAI: ("楷", "kaiti", "stkaiti"),
    HEI: ("黑体", "simhei", "heiti"),
    SONG_TITLE: ("小标宋", "xbs", "xiaobiaosong"),
}
BODY_POINTS, TITLE_POINTS, RECORD_POINTS = (15.5, 16.5), (21.5, 22.5), (13.5, 14.5)
"""3号, 2号 and 4号, as word processors round them."""
_LEVEL_FACES = {1: HEI, 2: KAI, 3: FANGSONG, 4: FANGSONG}
_RED = re.compile(r"^(?:[CDEF][0-9A-F])[0-4][0-9A-F][0-4][0-9A-F]$", re.IGNORECASE)
_BLACK = re.compile(r"^(?:auto|0{6}|[01][0-9A-F][01][0-9A-F][01][0-9A-F])?$", re.IGNORECASE)
_HEAD = frozenset({Zone.MARK, Zone.COPY_NUMBER, Zone.URGENCY})
_WIDE_SIGNS = re.compile("[“”‘’—…]")
_CHAR = 0.3
"""Characters by which an indent may miss."""

Styled = tuple[int, Passage, Style]


def _styled(sheet: Sheet, *zones: Zone) -> Iterator[Styled]:
    for index, passage in sheet.of(*zones):
        if passage.style is not None:
            yield index, passage, passage.style


def is_of(face: str, wanted: str) -> bool:
    """Whether a face is of a class; a face that is not stated is taken for right."""
    return not face or any(name in face.lower() for name in _CLASSES[wanted])


def _within(value: float | None, span: tuple[float, float]) -> bool:
    return value is None or span[0] <= value <= span[1]


def mark_red_and_centred(sheet: Sheet) -> Iterator[Hit]:
    """(7.2.4)"""
    for index, passage, style in _styled(sheet, Zone.MARK):
        # The word beside the marks of a joint document.
        if passage.text == "文件":
            continue
        if style.align not in {"center", "distribute", "both"}:
            yield Hit(index, says="发文机关标志应居中")
        if not any(_RED.match(run.color) for run in style.runs if run.text.strip()):
            yield Hit(index, says="发文机关标志推荐使用红色")


def upward_number_left(sheet: Sheet) -> Iterator[Hit]:
    """The number of an upward document stands left, the signer right. (7.2.5, 7.2.6)"""
    for index, passage, style in _styled(sheet, Zone.NUMBER):
        if style.align == "center" and "签发人" not in passage.text:
            yield Hit(index)


def signer_faces(sheet: Sheet) -> Iterator[Hit]:
    """签发人 in 仿宋, the name in 楷体. (7.2.6)"""
    for index, passage, style in _styled(sheet, Zone.SIGNER, Zone.NUMBER):
        name = passage.text.partition("签发人")[2].strip("：: \u3000")
        for run in style.runs:
            inside = name and run.text.strip() and run.text.strip() in name
            if inside and not is_of(run.face, KAI):
                yield Hit(index, says=f"签发人姓名应用3号楷体，现为{run.face}")
                break


def red_rule_below_number(sheet: Sheet) -> Iterator[Hit]:
    """(7.2.7)"""
    head = list(_styled(sheet, Zone.NUMBER, Zone.SIGNER, Zone.MARK, Zone.TITLE))
    numbers = [index for index, p, _ in head if p.zone is Zone.NUMBER]
    if numbers and not any(style.bordered or style.drawn for _, _, style in head):
        yield Hit(numbers[-1])


def title_set(sheet: Sheet) -> Iterator[Hit]:
    """(7.3.1)"""
    for index, _, style in _styled(sheet, Zone.TITLE):
        if not is_of(style.face(), SONG_TITLE):
            yield Hit(index, says=f"标题一般用2号小标宋体字，现为{style.face()}")
        if not _within(style.points(), TITLE_POINTS):
            yield Hit(index, says=f"标题一般用2号字（22磅），现为{style.points():g}磅")
        if style.align not in {"", "center"}:
            yield Hit(index, says="标题应居中")
        if any(run.bold for run in style.runs):
            yield Hit(index, says="标题用小标宋体，不加粗")


def title_lines_whole(sheet: Sheet) -> Iterator[Hit]:
    """Lines of a title break between words. (7.3.1)"""
    for index, passage in sheet.of(Zone.TITLE):
        for at in passage.breaks:
            before, after = passage.text[at - 1 : at], passage.text[at : at + 1]
            if before in "关第《（〈" or after in "的和及与了》）〉、":
                start = max(0, at - 2)
                yield Hit(index, start, at + 2, f"标题在“{before}”与“{after}”之间回行，词意不完整")


def recipient_flush(sheet: Sheet) -> Iterator[Hit]:
    """(7.3.2)"""
    for index, passage, style in _styled(sheet, Zone.RECIPIENT):
        if (style.first_line or 0) > _CHAR or (style.left or 0) > _CHAR or passage.offset:
            yield Hit(index)


def indented_by_hand(sheet: Sheet) -> Iterator[Hit]:
    for index, passage, _ in _styled(sheet, *RUNNING):
        if passage.offset:
            yield Hit(index, 0, min(4, len(passage.text)))


def indented_by_two(sheet: Sheet) -> Iterator[Hit]:
    """(7.3.3) Centred paragraphs, and those indented by spaces, are told elsewhere."""
    for index, passage, style in _styled(sheet, Zone.BODY, Zone.HEADING):
        if passage.offset or style.align in {"center", "right"} or style.numbered:
            continue
        indent = (style.first_line or 0) + (style.left or 0)
        if abs(indent - 2) > _CHAR:
            yield Hit(index, says=f"每个自然段左空二字，现为{indent:.1f}字")


def heading_faces(sheet: Sheet) -> Iterator[Hit]:
    """(7.3.3) The heading at the head of a longer paragraph is judged by its first characters."""
    for index, passage, style in _styled(sheet, Zone.HEADING):
        wanted = _LEVEL_FACES.get(passage.level)
        first = next((run for run in style.runs if run.text.strip()), None)
        if wanted and first and not is_of(first.face, wanted):
            yield Hit(
                index, says=f"第{passage.level}层标题一般用{_named(wanted)}，现为{first.face}"
            )
        if first and first.bold:
            yield Hit(index, says="层次标题不加粗")


def _named(wanted: str) -> str:
    return {KAI: "楷体", FANGSONG: "仿宋体"}.get(wanted, wanted)


def body_set(sheet: Sheet) -> Iterator[Hit]:
    """(5.2.2, 7.3.3)"""
    for index, passage, style in _styled(sheet, Zone.BODY):
        if 0 < passage.level <= 2:
            continue
        if not is_of(style.face(), FANGSONG):
            yield Hit(index, says=f"正文一般用3号仿宋体字，现为{style.face()}")
        elif not _within(style.points(), BODY_POINTS):
            yield Hit(index, says=f"正文一般用3号字（16磅），现为{style.points():g}磅")


def attachment_title_centred(sheet: Sheet) -> Iterator[Hit]:
    """(7.3.7)"""
    for index, _, style in _styled(sheet, Zone.ATTACH_TITLE):
        if style.align != "center":
            yield Hit(index)


def note_after_blank_line(sheet: Sheet) -> Iterator[Hit]:
    """(7.3.4)"""
    for index, passage, _ in _styled(sheet, Zone.ATTACH_NOTE):
        before = sheet.passages[index - 1] if index else None
        if before is None or before.zone is Zone.ATTACH_NOTE:
            continue
        if passage.source is None or before.source is None:
            continue
        if passage.source - before.source < 2:
            yield Hit(index)


def date_from_the_right(sheet: Sheet) -> Iterator[Hit]:
    """Four characters with a seal, otherwise by the signature; never at the edge. (7.3.5)"""
    for index, _, style in _styled(sheet, Zone.DATE):
        if style.align == "right" and (style.right or 0) < 1:
            yield Hit(index)


def record_size(sheet: Sheet) -> Iterator[Hit]:
    """(7.4.2, 7.4.3)"""
    for index, _, style in _styled(sheet, Zone.CC, Zone.PRINTED):
        if not _within(style.points(), RECORD_POINTS):
            yield Hit(index, says=f"版记一般用4号字（14磅），现为{style.points():g}磅")


def record_ruled(sheet: Sheet) -> Iterator[Hit]:
    """(7.4.1)"""
    record = list(_styled(sheet, Zone.CC, Zone.PRINTED))
    if record and not any(style.bordered or style.drawn for _, _, style in record):
        yield Hit(record[0][0])


def pitch_fixed(sheet: Sheet) -> Iterator[Hit]:
    for index, _, style in _styled(sheet, Zone.BODY):
        if style.exact is not None and not 28 <= style.exact <= 30:
            yield Hit(index, says=f"正文行距一般为固定值28～30磅，现为{style.exact:g}磅")
        elif style.multiple is not None and style.multiple > 1.05:
            yield Hit(index, says=f"正文行距一般为固定值28～30磅，现为{style.multiple:g}倍")


def _runs(sheet: Sheet, zones: Iterable[Zone]) -> Iterator[tuple[int, Run]]:
    for index, _, style in _styled(sheet, *zones):
        for run in style.runs:
            if run.text.strip():
                yield index, run


def black(sheet: Sheet) -> Iterator[Hit]:
    """(5.2.4) One finding for each paragraph."""
    told: set[int] = set()
    for index, run in _runs(sheet, frozenset(Zone) - _HEAD):
        if not _BLACK.match(run.color) and index not in told:
            told.add(index)
            yield Hit(index, says=f"文字颜色应为黑色，“{run.text[:12]}”为{run.color}")


def themed_faces(sheet: Sheet) -> Iterator[Hit]:
    told: set[int] = set()
    for index, run in _runs(sheet, Zone):
        if run.themed and index not in told:
            told.add(index)
            yield Hit(index)


def signs_in_chinese_faces(sheet: Sheet) -> Iterator[Hit]:
    told: set[int] = set()
    for index, run in _runs(sheet, Zone):
        if run.western and _WIDE_SIGNS.search(run.text) and index not in told:
            told.add(index)
            yield Hit(index)


def no_bold(sheet: Sheet) -> Iterator[Hit]:
    told: set[int] = set()
    for index, run in _runs(sheet, Zone):
        heavy = run.face and (is_of(run.face, HEI) or is_of(run.face, KAI))
        if run.bold and heavy and index not in told:
            told.add(index)
            yield Hit(index)


def numbered_by_program(sheet: Sheet) -> Iterator[Hit]:
    """Ordinals a word processor counts are not in the text, and cannot be checked."""
    found = [index for index, _, style in _styled(sheet, *RUNNING) if style.numbered]
    if found:
        yield Hit(found[0], says=f"有{len(found)}段使用自动编号，序号不在文字中，未能检查")


CHECKS: tuple[Callable[[Sheet], Iterable[Hit]], ...] = (
    mark_red_and_centred, upward_number_left, signer_faces, red_rule_below_number, title_set,
    title_lines_whole, recipient_flush, indented_by_hand, indented_by_two, heading_faces,
    body_set, attachment_title_centred, note_after_blank_line, date_from_the_right,
    record_size, record_ruled, pitch_fixed, black, themed_faces, signs_in_chinese_faces,
    no_bold, numbered_by_program,
)  # fmt: skip
