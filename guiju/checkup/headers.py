"""Where the header of a ledger stands, and which rows below it are entries.

People put a title, the unit and the date above the header, split it over two rows under group
headings, repeat it on every page, and close with totals and notes.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from guiju.checkup.cells import Cell, blank
from guiju.checkup.sheets import Row, Sheet

_LOOKED_AT = 30
_HINT = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕|<[^<>]*>")
_DROPPED = str.maketrans("", "", ":*#★●\ufeff\u200b\u200c\u200d'\"")
_TOTAL = re.compile(
    r"(?:本页|本表|本月|本季度|本年|全年|累计)?(?:合计|小计|总计|共计|累计)(?:\d+[件条项次份个]?)?"
    r"|(?:本页|本表)?以下(?:空白|无正文|无内容)"
)
_NOTE = re.compile(
    r"(?:注|备注|说明|填表说明|填报说明|单位|单位负责人|填表人|制表人|填报人|审核人|联系人|"
    r"联系电话|填表单位|填报单位|填表日期|制表日期|填报日期)\d*[:：].*|填表人|制表人|填报人",
    re.DOTALL,
)
_SERIALS = frozenset(("序号", "编号", "序", "no", "no."))

Known = Callable[[str], bool] | Collection[str]
"""What tells that a normalised name is a column some ledger has."""


@dataclass(frozen=True, slots=True)
class NamedColumn:
    """A column by its zero-based index, and the normalised name above it."""

    index: int
    name: str


@dataclass(frozen=True, slots=True)
class HeaderAt:
    """Where a header stands and what it says.

    ``row`` is Excel's number of its last row. ``columns`` maps zero-based indices to the known
    names, each once: of a name that stands twice the first column counts, and the others are
    ``duplicates``. ``lines`` and ``titles`` hold the header's rows and what stood above, to know
    them again on the next page; ``serial`` is the column that only counts the rows.
    """

    row: int
    columns: dict[int, str]
    unknown: list[NamedColumn]
    duplicates: list[NamedColumn]
    lines: tuple[frozenset[str], ...]
    titles: frozenset[str]
    serial: int | None


@lru_cache(maxsize=4096)
def normalise_name(text: str) -> str:
    """Reduce a column's name to what identifies it.

    Full-width forms are folded, letters lowered; white space, colons, asterisks and hints in
    brackets are dropped, unless nothing else is there.
    """
    folded = "".join(unicodedata.normalize("NFKC", text).split()).casefold().translate(_DROPPED)
    return _HINT.sub("", folded) or folded.strip("()[]【】〔〕<>")


def find_header(sheet: Sheet, known: Known) -> HeaderAt | None:
    """Find the row, or two rows, among the first 30 filled ones with most known names.

    A header has at least two known names, which are at least half of its cells or at least
    three. None if no row is one.
    """
    is_known = known if callable(known) else known.__contains__
    best: _Names = []
    extent = (0, 0)
    # One row goes before two: a title and the header below it can be read as two as well.
    for first, below in _readings(min(len(sheet.rows), _LOOKED_AT)):
        names = _names(sheet.rows[first]) if below == first + 1 else _joined(sheet, first, is_known)
        better = _known_count(names, is_known) > _known_count(best, is_known)
        if better and _suffices(names, is_known):
            best, extent = names, (first, below)
    return _header(sheet, extent, best, is_known) if best else None


def _readings(rows: int) -> list[tuple[int, int]]:
    return [(n, n + 1) for n in range(rows)] + [(n, n + 2) for n in range(rows - 1)]


_Names = list[tuple[int, str]]


def _names(row: Row) -> _Names:
    return [(i, name) for i, cell in enumerate(row.cells) if (name := _name(cell))]


def _name(cell: Cell) -> str:
    return normalise_name(cell) if isinstance(cell, str) and len(cell) <= 100 else ""


def _joined(sheet: Sheet, first: int, is_known: Callable[[str], bool]) -> _Names:
    """Read a row and the next as one header: merged headings above reach over what is below."""
    above, under = sheet.rows[first : first + 2]
    if under.number != above.number + 1:
        return []
    upper, lower = dict(_names(above)), dict(_names(under))
    heading = ""
    names: _Names = []
    for column in range(max((*upper, *lower), default=-1) + 1):
        below = lower.get(column, "")
        # A column with nothing below ends a heading: its own name is merged downwards.
        heading = upper.get(column, heading if below else "")
        spelled = [name for name in (heading + below, below) if name]
        if spelled:
            names.append((column, next(filter(is_known, spelled), spelled[0])))
    return names


def _known_count(names: _Names, is_known: Callable[[str], bool]) -> int:
    return len({name for _, name in names if is_known(name)})


def _suffices(names: _Names, is_known: Callable[[str], bool]) -> bool:
    count = _known_count(names, is_known)
    return count >= 3 or (count == 2 and len(names) <= 4)


def _header(
    sheet: Sheet, extent: tuple[int, int], names: _Names, is_known: Callable[[str], bool]
) -> HeaderAt:
    first, below = extent
    columns: dict[int, str] = {}
    unknown: list[NamedColumn] = []
    duplicates: list[NamedColumn] = []
    for index, name in names:
        if not is_known(name):
            unknown.append(NamedColumn(index, name))
        elif name in columns.values():
            duplicates.append(NamedColumn(index, name))
        else:
            columns[index] = name
    return HeaderAt(
        row=sheet.rows[below - 1].number,
        columns=columns,
        unknown=unknown,
        duplicates=duplicates,
        lines=tuple(frozenset(name for _, name in _names(row)) for row in sheet.rows[first:below]),
        titles=frozenset(name for row in sheet.rows[:first] for _, name in _names(row)),
        serial=next((index for index, name in names if name in _SERIALS), None),
    )


def data_rows(sheet: Sheet, header: HeaderAt) -> Iterator[Row]:
    """Give the entries below the header, in order.

    Passed over: blank rows and rows prepared with nothing but a serial number, headers and
    titles repeated on a new page, totals and closing notes.
    """
    for row in sheet.rows:
        if row.number <= header.row:
            continue
        filled = [(index, cell) for index, cell in enumerate(row.cells) if not blank(cell)]
        if filled and not _only_serial(filled, header) and not _not_an_entry(filled, header):
            yield row


def _only_serial(filled: Sequence[tuple[int, Cell]], header: HeaderAt) -> bool:
    return len(filled) == 1 and filled[0][0] == header.serial


def _not_an_entry(filled: Sequence[tuple[int, Cell]], header: HeaderAt) -> bool:
    first = filled[0][1]
    if not isinstance(first, str):
        return False
    name = _name(first)
    if len(filled) > 1 and any(name in line for line in header.lines) and _repeats(filled, header):
        return True
    if _TOTAL.fullmatch(name) or _is_note(first):
        return not _filled_as_an_entry(filled, header)
    return len(filled) == 1 and name in header.titles


def _is_note(text: str) -> bool:
    return _NOTE.fullmatch("".join(text.split())) is not None


def _filled_as_an_entry(filled: Sequence[tuple[int, Cell]], header: HeaderAt) -> bool:
    """An entry may begin with 合计 or 说明：too; its other cells are neither sums nor notes."""
    columns = len(header.columns) + len(header.unknown)
    told = [c for _, c in filled[1:] if isinstance(c, str) and not (_is_note(c) or _is_sum(c))]
    return 2 * len(filled) > columns and len(told) > 1


def _is_sum(text: str) -> bool:
    return text.strip().replace(".", "").replace(",", "").isdigit()


def _repeats(filled: Sequence[tuple[int, Cell]], header: HeaderAt) -> bool:
    names = {_name(cell) for _, cell in filled}
    return any(names <= line for line in header.lines)
