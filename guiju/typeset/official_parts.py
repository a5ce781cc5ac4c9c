"""How the elements of an official document are worded and measured on paper. Pure.

What PDF and DOCX share, so that both say and break the same. (Source: GB/T 9704-2012; the figures
of the second profile: GB/T 33476.2-2016 annex A.)
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from guiju.typeset.official import Form, OfficialDocument, Profile, Table

MM = 72 / 25.4
"""Points in a millimetre."""

LINE_CHARACTERS, PAGE_LINES = 28, 22
CHARACTER = 156 / LINE_CHARACTERS
"""Millimetres of a character of size 3, 28 of them in 156 mm."""

TYPE_HEIGHT = 225.0
"""Millimetres. (5.2.1)"""

PITCHES = {Profile.GLYPHS: 28.95, Profile.FRAMES: 29.45}
"""Points from one line to the next."""

TOP_MARGINS = {Profile.GLYPHS: 37.0, Profile.FRAMES: 34.58}
BOTTOM_MARGINS = {Profile.GLYPHS: 35.0, Profile.FRAMES: 32.58}

MARK_TOPS = {Form.DOCUMENT: 35.0, Form.MINUTES: 35.0, Form.ORDER: 20.0, Form.LETTER: -7.0}
"""Millimetres from the type area's upper edge to the mark's (7.2.4, 10.1–10.3)."""

TAILS = {Form.DOCUMENT: "文件", Form.ORDER: "令", Form.MINUTES: "纪要", Form.LETTER: ""}

_RUN_IN = re.compile(r"（[一二三四五六七八九十百]{1,5}）[^。；：！？]{1,36}。(?=.)")

CELL_SIZE, CELL_PITCH, CELL_WHITE = 12.0, 18.0, 7.5
"""Points: characters and lines in a table, and the white a row adds to its lines."""


def run_in(text: str) -> str:
    """The heading of the second level that a paragraph begins with; '' where it has none.

    Such a heading, （一）and one sentence with the text going on behind it, is set in the face of
    its level. (7.3.3)
    """
    found = _RUN_IN.match(text)
    return found[0] if found else ""


@dataclass(frozen=True, slots=True)
class Mark:
    """The issuing mark: lines one above the other, what stands beside them, sizes in points."""

    lines: tuple[str, ...]
    tail: str
    points: float
    tail_points: float
    spacing: float

    @property
    def height(self) -> float:
        """Points from the first line's upper edge to the last one's lower edge."""
        return len(self.lines) * self.points + (len(self.lines) - 1) * self.spacing


def mark_of(document: OfficialDocument) -> Mark:
    """The mark as given, else made from the issuing organs and the form. (7.2.4)"""
    tail = TAILS[document.form]
    organs = document.organs
    if document.form is Form.LETTER:
        # A joint letter has the host's mark (10.1).
        organs = organs[:1]
    if document.mark or len(organs) < 2:
        text = document.mark or "".join(organs) + (tail if organs else "")
        points = min(51.0, 156 * MM / max(len(text), 1))
        return Mark((text,), "", points, points, 0.0)
    longest = max(len(organ) for organ in organs)
    points = min(40.0, 156 * MM / (longest + 1 / 3 + 1.25 * len(tail)))
    return Mark(organs, tail, points, 1.25 * points, 0.35 * points)


def dated_words(day: date | None) -> str:
    """2026年1月5日: arabic figures, no leading zeros. (7.3.5.4)"""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def printed_words(day: date | None) -> str:
    """The date of printing with 印发 behind it. (7.4.3)"""
    return f"{dated_words(day)}印发" if day else ""


def addressed(organs: Sequence[str]) -> str:
    """主送机关 with the colon that ends them. (7.3.2)"""
    return "，".join(organs) + "：" if organs else ""


def copied(organs: Sequence[str]) -> str:
    """抄送机关 or 主送机关 in the record, with the full stop that ends them. (7.4.2)"""
    return "，".join(organs) + "。" if organs else ""


def noted(note: str) -> str:
    """附注 in its round brackets. (7.3.6)"""
    return f"（{note}）" if note else ""


def width_of(text: str) -> float:
    """About how many characters of the grid a text takes: narrow ones count half."""
    wide = sum(unicodedata.east_asian_width(c) in "WFA" for c in text)
    return wide + 0.55 * (len(text) - wide)


def signature_rows(document: OfficialDocument) -> tuple[tuple[str, ...], ...]:
    """Organs in rows, so that their seals of 42 mm neither touch nor leave 156 mm. (7.3.5.1)"""
    organs = [each.organ for each in document.signatures if not each.head]
    longest = max((len(organ) for organ in organs), default=0)
    in_row = 3 if longest <= 8 else 2 if longest <= 12 else 1
    return tuple(tuple(organs[at : at + in_row]) for at in range(0, len(organs), in_row))


def signature_step(rows: Sequence[Sequence[str]]) -> float:
    """Millimetres between the middles of two organs of a row."""
    return 46.0 if max((len(row) for row in rows), default=0) > 2 else 70.0


def column_widths(table: Table, room: float) -> tuple[float, ...]:
    """Widths of the columns in mm, as given if they fit, else shared out. `room` in mm."""
    count = columns_of(table)
    if len(table.widths) == count and min(table.widths, default=0) > 0:
        whole = sum(table.widths)
        return tuple(width * min(1.0, room / whole) for width in table.widths)
    return (room / count,) * count


def columns_of(table: Table) -> int:
    """How many columns the longest row has, at least one."""
    return max((len(row) for row in table.rows), default=1) or 1


def full_rows(table: Table) -> list[tuple[str, ...]]:
    """Rows of one length: short ones are filled with empty cells."""
    count = columns_of(table)
    return [(*row, *("" for _ in range(count - len(row)))) for row in table.rows]


def row_height(row: Sequence[str], widths: Sequence[float]) -> float:
    """Points a row takes at least: its cell with most lines, and the white."""
    lines = 1
    for cell, width in zip(row, widths, strict=True):
        in_line = max(1.0, int((width - 3) * MM / CELL_SIZE))
        cell_lines = sum(
            max(1, -int(-width_of(part) // in_line)) for part in cell.split("\n") or [""]
        )
        lines = max(lines, cell_lines)
    return lines * CELL_PITCH + CELL_WHITE


def turned_parts(table: Table, room: float, height: float) -> list[list[tuple[str, ...]]]:
    """A wide table's rows by turned pages, the head rows on each. `room`, `height` in mm."""
    rows = full_rows(table)
    widths = column_widths(table, room)
    head, rest = rows[: table.head_rows], rows[table.head_rows :]
    top = sum(row_height(row, widths) for row in head) + (30 if table.caption else 0)
    parts: list[list[tuple[str, ...]]] = [[*head]]
    used = top
    for row in rest:
        tall = row_height(row, widths)
        if used + tall > height * MM and len(parts[-1]) > len(head):
            parts.append([*head])
            used = top
        parts[-1].append(row)
        used += tall
    return parts
