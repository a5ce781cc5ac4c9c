"""The XML of one sheet, cut to size before it is parsed.

The parser lays a sheet out as a full rectangle: one stray value at XFD1048576 would ask for
17 thousand million cells. So the extent is measured here first, and what lies beyond the limits
is dropped and said so. Two kinds of cells that the parser would show as blank, errors and
formulas without a result, are turned into text that says what they are.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from guiju.checkup.cells import UNCALCULATED
from guiju.checkup.intake import Unreadable
from guiju.checkup.sheet_rewriting import (
    BROKEN,
    Extent,
    SheetWriter,
    StringCounter,
    column_number,
    walk,
)

MAX_ROWS = 200_000
MAX_COLUMNS = 1_000
MAX_CELLS = 5_000_000
MAX_TEXT = 150 * 1024 * 1024
MAX_STRINGS = 3_000_000
MAX_REWRITTEN = 40 * 1024 * 1024
_NARROW = 50

_TOO_MUCH = "工作表过大或写法特殊，为安全起见不读取。请删去多余的空行、空列后另存为 xlsx 再提交。"

# How Excel, WPS, openpyxl and XlsxWriter all write a cell. Whatever differs is written anew.
_CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^<>]*?(/?)>')
_OTHER_CELLS = [
    start + b"c" + end for start in (b"<", b":") for end in (b"\t", b"\r", b"\n", b"/", b">")
]
_ANY_ROW_OR_CELL = re.compile(rb"<(?:[\w.-]+:)?(?:row|c)(?=[\s/>])")
_ERROR = re.compile(rb'(<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?) t="e"')
_FORMULA = re.compile(
    rb'<c (r="[A-Z]+[0-9]+")((?: \w+="[^"<>]*")*)><f\b[^<>]*(?:/>|>[^<]*</f>)(<v\s*/>|<v></v>)?</c>'
)
# The parser takes a sheet that breaks off for one that ends there.
_END = re.compile(rb"(?:</(?:[\w.-]+:)?worksheet\s*>|<(?:[\w.-]+:)?worksheet\b[^<>]*/>)\s*")
_TAIL = 1_000
_STRING_END = re.compile(rb"</(?:[\w.-]+:)?si\s*>")


@dataclass(slots=True)
class Allowance:
    """How many cells and how many bytes of text the rest of a workbook may still fill."""

    cells: int = MAX_CELLS
    text: int = MAX_TEXT


@dataclass(frozen=True, slots=True)
class BoundedSheet:
    """A sheet's XML that may be parsed, and what was left out of it."""

    content: bytes
    notes: tuple[str, ...] = ()


class SharedStrings:
    """The table of texts that cells point into: one long text may be pointed at by millions."""

    def __init__(self, file: str, content: bytes) -> None:
        if content.count(b"<si") + content.count(b":si") > MAX_STRINGS:
            raise Unreadable(file, _TOO_MUCH)
        self._file = file
        self._content = content
        self.longest = _longest_string(content)

    @cached_property
    def sizes(self) -> list[int]:
        """The size of each text in bytes, markup not counted."""
        counter = StringCounter()
        if not self._content:
            return []
        walk(self._file, self._content, counter)
        return counter.sizes


def has_cells(part: bytes) -> bool:
    """Tell whether a part has rows or cells in it, as only a sheet should."""
    return _ANY_ROW_OR_CELL.search(part) is not None


def bounded_sheet(
    file: str, content: bytes, strings: SharedStrings, allowance: Allowance
) -> BoundedSheet:
    """Make a sheet safe to parse and take its size from the workbook's allowance.

    Raises Unreadable if it is broken, or so large or so strangely written that it cannot be cut.
    """
    if not _END.search(content, max(0, len(content) - _TAIL)):
        raise Unreadable(file, BROKEN)
    extent = _plain_extent(content)
    text = extent.cells * strings.longest if extent else 0
    if extent is None or text > allowance.text or _too_large(extent, allowance):
        return _cut(file, content, strings, allowance, extent)
    allowance.cells -= extent.area
    allowance.text -= text
    return BoundedSheet(_with_errors_told(content))


def _too_large(extent: Extent, allowance: Allowance) -> bool:
    beyond = extent.rows > MAX_ROWS or extent.columns > MAX_COLUMNS
    return beyond or extent.area > allowance.cells


def _plain_extent(content: bytes) -> Extent | None:
    """Measure a sheet whose every cell says its place in the usual way; None for any other."""
    rows, cells, letters = 0, 0, b""
    total = 0
    for found in _CELL.finditer(content):
        total += 1
        column, row, empty = found.groups()
        if empty:
            continue
        cells += 1
        rows = max(rows, int(row))
        if (len(column), column) > (len(letters), letters):
            letters = column
    if total != content.count(b"<c ") or b":c " in content:
        return None
    if any(form in content for form in _OTHER_CELLS):
        return None
    return Extent(rows, column_number(letters.decode()), cells)


def _with_errors_told(content: bytes) -> bytes:
    if b't="e"' in content:
        content = _ERROR.sub(rb'\1 t="str"', content)
    return _FORMULA.sub(_uncalculated, content) if b"<f" in content else content


def _uncalculated(found: re.Match[bytes]) -> bytes:
    place, attributes, result = found.groups()
    # A formula may well have an empty text for its result.
    if result and b't="str"' in attributes:
        return found.group()
    return b'<c %b t="str"><v>%b</v></c>' % (place, UNCALCULATED.encode())


def _longest_string(content: bytes) -> int:
    longest = before = 0
    for found in _STRING_END.finditer(content):
        longest = max(longest, found.start() - before)
        before = found.end()
    return longest


def _cut(
    file: str, content: bytes, strings: SharedStrings, allowance: Allowance, extent: Extent | None
) -> BoundedSheet:
    """Write the sheet anew within the limits; twice if its extent could not be told before."""
    if len(content) > MAX_REWRITTEN:
        raise Unreadable(file, _TOO_MUCH)
    writer = SheetWriter(strings.sizes, *_limits(extent, allowance))
    walk(file, content, writer)
    if writer.extent.area > allowance.cells:
        writer = SheetWriter(strings.sizes, *_limits(writer.extent, allowance))
        walk(file, content, writer)
    allowance.cells -= writer.extent.area
    allowance.text -= writer.text_size
    if allowance.text < 0:
        raise Unreadable(file, _TOO_MUCH)
    return BoundedSheet(writer.xml(), _what_was_dropped(writer))


def _limits(extent: Extent | None, allowance: Allowance) -> tuple[int, int]:
    """Give the rows and columns to keep: columns give way before rows, down to 50."""
    if extent is None:
        return MAX_ROWS, MAX_COLUMNS
    rows = max(1, min(extent.rows, MAX_ROWS))
    columns = max(1, min(extent.columns, MAX_COLUMNS, max(_NARROW, allowance.cells // rows)))
    return min(MAX_ROWS, allowance.cells // columns), columns


def _what_was_dropped(writer: SheetWriter) -> tuple[str, ...]:
    if not writer.dropped:
        return ()
    limits = f"前 {writer.max_rows:,} 行、前 {writer.max_columns:,} 列"
    return (f"工作表过大，只读取了{limits}，其余没有读取",)
