"""The body of an official document as its writer types it, and back.

Pure. One line is one paragraph. A short line that begins with an ordinal is a heading of its level
(一、 （一） 1. （1）; GB/T 9704-2012 7.3.3). Rows of a table stand between bars or, pasted from a
sheet, between tabs, after an optional line `[表 表头=2 横排：标题]`. A picture is the line
`[图 <digest> 宽=120：说明]`. What would be read otherwise than meant is marked: `#` to `####` and
a space make a heading, `\\` keeps a paragraph one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from guiju.typeset.official import Block, Heading, Image, Paragraph, Table

LONGEST_HEADING = 40
"""A longer line that begins with an ordinal is a paragraph with its ordinal."""

_CHINESE = "[一二三四五六七八九十百]{1,5}"
_ORDINALS = (
    re.compile(rf"{_CHINESE}、"),
    re.compile(rf"（{_CHINESE}）"),
    re.compile(r"[0-9]{1,3}[.．](?![0-9])"),
    re.compile(r"（[0-9]{1,3}）"),
)
_SENTENCE = tuple("。；;：:，,！!？?")
_FORCED = re.compile(r"(#{1,4}) (.+)")
_TABLE = re.compile(r"\[表(?P<said>(?: [^：\]]*)?)(?:：(?P<caption>[^\]]*))?\]")
_IMAGE = re.compile(
    r"\[图 (?P<digest>[0-9a-f]{64})(?: 宽=(?P<width>[0-9]{1,3}(?:\.[0-9]+)?))?"
    r"(?:：(?P<caption>[^\]]*))?\]"
)
_CELLS = re.compile(r"((?:[^|\\]|\\.)*)\|")
_WIDEST = 156.0


def blocks_of(text: str) -> tuple[Block, ...]:
    """What was typed as blocks. Never refuses: what is no table or picture is a paragraph."""
    return tuple(_read([line.strip(" \u3000\r") for line in text.split("\n")]))


def text_of(blocks: Iterable[Block]) -> str:
    """Blocks as one would type them: `blocks_of` gives the same blocks again."""
    parts = list(blocks)
    lines: list[str] = []
    for before, block in pairwise((None, *parts)):
        assert block is not None
        if isinstance(block, Table):
            lines += _table_lines(block, alone=not isinstance(before, Table))
        else:
            lines.append(_line_of(block))
    return "\n".join(lines)


def said_in(blocks: Iterable[Block]) -> Iterator[str]:
    """The words of the blocks, a line each: for search and for comparing versions."""
    for block in blocks:
        match block:
            case Heading() | Paragraph():
                yield block.text
            case Table():
                yield from (block.caption,) if block.caption else ()
                yield from ("　".join(row) for row in block.rows)
            case Image():
                yield f"［图］{block.caption}"


def heading_level(line: str) -> int:
    """1 to 4 for a line that reads as a heading, 0 for a paragraph."""
    if len(line) > LONGEST_HEADING or line.endswith(_SENTENCE) or "。" in line:
        return 0
    for level, ordinal in enumerate(_ORDINALS, 1):
        found = ordinal.match(line)
        if found and found.end() < len(line):
            return level
    return 0


def _read(lines: list[str]) -> Iterator[Block]:
    at = 0
    while at < len(lines):
        line = lines[at]
        opening = _TABLE.fullmatch(line)
        start = at + 1 if opening else at
        rows = list(_rows(lines, start))
        if rows:
            yield _table(opening, rows)
            at = start + len(rows)
            continue
        if line:
            yield _block(line)
        at += 1


def _rows(lines: list[str], start: int) -> Iterator[tuple[str, ...]]:
    for line in lines[start:]:
        cells = _cells(line)
        if not cells:
            return
        yield cells


def _cells(line: str) -> tuple[str, ...]:
    """The cells of a row; () for a line that is none."""
    if len(line) > 1 and line.startswith("|") and line.endswith("|"):
        found = _CELLS.findall(line[1:])
        return tuple(_unmarked(cell.strip()) for cell in found)
    if "\t" in line:
        return tuple(cell.strip() for cell in line.split("\t"))
    return ()


def _table(opening: re.Match[str] | None, rows: list[tuple[str, ...]]) -> Table:
    said = (opening["said"] if opening else "").split()
    named = dict(word.partition("=")[::2] for word in said if "=" in word)
    head = named.get("表头", "1")
    widths = [part for part in named.get("宽", "").split(",") if part]
    fit = all(re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]+)?", part) for part in widths)
    return Table(
        rows=tuple(rows),
        head_rows=int(head) if head.isascii() and head.isdigit() and len(head) < 4 else 1,
        widths=tuple(float(part) for part in widths) if fit else (),
        caption=(opening["caption"] or "") if opening else "",
        wide="横排" in said,
    )


def _block(line: str) -> Block:
    forced = _FORCED.fullmatch(line)
    if forced:
        return Heading(level=len(forced[1]), text=forced[2].strip())
    image = _IMAGE.fullmatch(line)
    if image and 0 < float(image["width"] or 120) <= _WIDEST:
        width = float(image["width"] or 120)
        return Image(digest=image["digest"], width_mm=width, caption=image["caption"] or "")
    if line.startswith("\\"):
        return Paragraph(text=line[1:])
    level = heading_level(line)
    return Heading(level=level, text=line) if level else Paragraph(text=line)


def _line_of(block: Heading | Paragraph | Image) -> str:
    match block:
        case Heading():
            plain = heading_level(block.text) == block.level
            return block.text if plain else f"{'#' * block.level} {block.text}"
        case Image():
            return f"[图 {block.digest} 宽={_number(block.width_mm)}{_caption(block.caption)}]"
        case Paragraph():
            told = blocks_of(block.text) == (block,)
            return block.text if told else f"\\{block.text}"


def _table_lines(table: Table, *, alone: bool) -> Iterator[str]:
    said = "" if table.head_rows == 1 else f" 表头={table.head_rows}"
    said += " 横排" if table.wide else ""
    widths = ",".join(_number(width) for width in table.widths)
    said += f" 宽={widths}" if widths else ""
    if said or table.caption or not alone:
        yield f"[表{said}{_caption(table.caption)}]"
    for row in table.rows:
        yield f"| {' | '.join(_marked(cell) for cell in row)} |"


def _caption(text: str) -> str:
    return f"：{text}" if text else ""


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() else str(value)


def _marked(cell: str) -> str:
    return cell.replace("\\", "\\\\").replace("|", "\\|").replace("\n", "\\n")


def _unmarked(cell: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], cell)
