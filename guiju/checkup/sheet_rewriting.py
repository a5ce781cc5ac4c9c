"""A sheet read element by element and written anew in plain form, within limits."""

import re
from dataclasses import dataclass
from typing import Protocol
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from guiju.checkup.cells import UNCALCULATED, column_letter
from guiju.checkup.intake import Unreadable

_MAX_DEPTH = 64
_FEED = 1024 * 1024
BROKEN = "工作表内容已损坏。请用 Excel 或 WPS 打开后另存为 xlsx 再提交。"
_PLACE = re.compile(r"([A-Za-z]{1,7})([0-9]{1,10})")
_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@dataclass(frozen=True, slots=True)
class Extent:
    """The last row and column that hold a value (1-based), and how many cells do."""

    rows: int = 0
    columns: int = 0
    cells: int = 0

    @property
    def area(self) -> int:
        """The cells of the rectangle that the parser will lay out."""
        return self.rows * self.columns


class Listener(Protocol):
    """Hears of a part's elements, by local name, and of its text."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, data: str) -> None:
        """Text stands here."""


def column_number(letters: str) -> int:
    """Give the 1-based number of a column named by capital letters; 0 for none."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def walk(file: str, content: bytes, listener: Listener) -> None:
    """Tell the listener of a part from beginning to end.

    Raises Unreadable if it is not well formed, or nested deeper than any sheet is.
    """
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _MAX_DEPTH:
            raise Unreadable(file, BROKEN)
        listener.start(name.rpartition(":")[2], attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        listener.end(name.rpartition(":")[2])

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = listener.text
    try:
        for begin in range(0, len(content), _FEED):
            parser.Parse(content[begin : begin + _FEED], False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError) as problem:
        raise Unreadable(file, BROKEN) from problem


class StringCounter:
    """Counts the bytes of every text in the shared table."""

    def __init__(self) -> None:
        self.sizes: list[int] = []
        self._inside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Open the next text."""
        if name == "si":
            self.sizes.append(0)
            self._inside = True

    def end(self, name: str) -> None:
        """Close it."""
        if name == "si":
            self._inside = False

    def text(self, data: str) -> None:
        """Add to it."""
        if self._inside:
            self.sizes[-1] += len(data.encode("utf-8", "surrogatepass"))


class SheetWriter:
    """Writes the cells it hears of that hold something and lie within the limits.

    ``dropped`` tells whether others lay beyond; ``text_size`` counts the bytes that cells fetch
    from the shared table.
    """

    def __init__(self, string_sizes: list[int], max_rows: int, max_columns: int) -> None:
        self.max_rows, self.max_columns = max_rows, max_columns
        self.dropped = False
        self.text_size = 0
        self._sizes = string_sizes
        self._written: list[str] = []
        self._rows = self._columns = 0
        self._row, self._column = 0, 0
        self._place = (0, 0)
        self._cell: dict[str, str] | None = None
        self._value: list[str] = []
        self._listening = self._formula = self._phonetic = False

    @property
    def extent(self) -> Extent:
        """How far the cells written reach."""
        return Extent(self._rows, self._columns, len(self._written))

    def xml(self) -> bytes:
        """The sheet as written, all in one row: the parser goes by a cell's own place."""
        cells = "".join(f"<row>{cell}</row>" for cell in self._written)
        return (
            f'<worksheet xmlns="{_NAMESPACE}"><sheetData>{cells}</sheetData></worksheet>'.encode()
        )

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Note where a row or cell stands, and when its value begins."""
        if name == "row":
            self._row = _whole(attributes.get("r")) or self._row + 1
            self._column = 0
        elif name == "c":
            self._begin_cell(attributes)
        elif self._cell is not None:
            self._formula |= name == "f"
            self._phonetic |= name == "rPh"
            self._listening = name in ("v", "t") and not self._phonetic

    def end(self, name: str) -> None:
        """Write a cell when it is complete."""
        self._listening = False
        if name == "rPh":
            self._phonetic = False
        elif name == "c" and self._cell is not None:
            self._end_cell(self._cell, "".join(self._value))
            self._cell = None

    def text(self, data: str) -> None:
        """Add to the value of the cell."""
        if self._listening:
            self._value.append(data)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._cell, self._value = attributes, []
        self._formula = self._phonetic = False
        if found := _PLACE.fullmatch(attributes.get("r", "")):
            self._place = (int(found[2]), column_number(found[1].upper()))
        else:
            self._place = (self._row, self._column + 1)
        self._column = self._place[1]

    def _end_cell(self, attributes: dict[str, str], value: str) -> None:
        kind = attributes.get("t", "n")
        if not value and self._formula and kind != "str":
            kind, value = "str", UNCALCULATED
        if not value:
            return
        row, column = self._place
        if not (0 < row <= self.max_rows and 0 < column <= self.max_columns):
            self.dropped = True
            return
        if kind == "s" and (index := _whole(value)) is not None and index < len(self._sizes):
            self.text_size += self._sizes[index]
        if kind in ("e", "inlineStr"):
            kind = "str"
        self._rows, self._columns = max(self._rows, row), max(self._columns, column)
        style = f" s={quoteattr(attributes['s'])}" if "s" in attributes else ""
        place = f"{column_letter(column - 1)}{row}"
        written = f'<c r="{place}"{style} t={quoteattr(kind)}><v>{escape(value)}</v></c>'
        self._written.append(written)


def _whole(text: str | None) -> int | None:
    return int(text) if text and len(text) <= 10 and text.isascii() and text.isdigit() else None
