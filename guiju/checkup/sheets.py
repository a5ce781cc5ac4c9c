"""Ledgers as rows of typed cells, with the row numbers and column letters that Excel shows.

Nothing here knows what a ledger is about. Whatever came from outside is bounded in size before
it is parsed, and what was not read is said in a problem.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from guiju.checkup.cells import UNCALCULATED, Cell, ErrorCell
from guiju.checkup.delimited import decode, records
from guiju.checkup.intake import Intake, Problem, Unreadable, Upload, take_in
from guiju.checkup.package import repack
from guiju.checkup.sheet_xml import MAX_CELLS, MAX_COLUMNS, MAX_ROWS

_UNPARSED = "文件内容无法解析，可能已损坏。请用 Excel 或 WPS 打开后另存为 xlsx 再提交。"
_ERROR_CODES = frozenset(
    f"#{code}"
    for code in (
        "REF!", "VALUE!", "NAME?", "DIV/0!", "N/A", "NULL!", "NUM!", "SPILL!", "CALC!",
        "FIELD!", "BLOCKED!", "CONNECT!", "UNKNOWN!", "BUSY!", "GETTING_DATA", "PYTHON!",
    )
) | {UNCALCULATED}  # fmt: skip
_LAST_EXACT = 2.0**53


class Row(NamedTuple):
    """A row that holds something: its number in Excel, and its cells from column A on."""

    number: int
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a ledger; rows without any content are left out of ``rows``."""

    file: str
    name: str
    rows: list[Row]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Workbook:
    """What could be read of one file, and what could not."""

    file: str
    sheets: list[Sheet]
    problems: list[Problem]


def read_workbook(source: Path | Upload) -> Workbook:
    """Read every sheet of an .xlsx, or the one sheet that a .csv is.

    At most 1,000 columns, 200,000 rows and 5,000,000 cells are read; a problem says where more
    was there. Raises Unreadable for a file that is refused as a whole.
    """
    intake = take_in(source)
    return _read_csv(intake) if intake.kind == "csv" else _read_xlsx(intake)


def _read_xlsx(intake: Intake) -> Workbook:
    package = repack(intake.file, intake.content)
    sheets = _parsed(intake.file, package.content)
    if not sheets:
        raise Unreadable(intake.file, "文件里没有工作表（只有图表）。请检查后再提交。")
    problems = [Problem(intake.file, f"{says}。", name) for name, says in package.notes]
    return Workbook(intake.file, sheets, problems)


def _parsed(file: str, content: bytes) -> list[Sheet]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            return list(_sheets(file, book))
    except CalamineError as problem:
        raise Unreadable(file, _UNPARSED) from problem
    except BaseException as problem:
        # A panic in the parser comes as a PanicException, which is no Exception and has no
        # public name; everything else (an interrupt, say) is not ours to stop.
        if type(problem).__name__ != "PanicException":
            raise
        raise Unreadable(file, _UNPARSED) from problem


def _sheets(file: str, book: CalamineWorkbook) -> Iterator[Sheet]:
    for index, about in enumerate(book.sheets_metadata):
        if about.typ is SheetTypeEnum.WorkSheet:
            hidden = about.visible is not SheetVisibleEnum.Visible
            yield Sheet(file, about.name, _rows(book.get_sheet_by_index(index)), hidden)


def _rows(sheet: CalamineSheet) -> list[Row]:
    if sheet.start is None:
        return []
    # iter_rows begins at row 1 wherever the first value stands, but at the first filled column.
    empty: list[Cell] = [None] * sheet.start[1]
    rows = (
        Row(number, _trimmed([*empty, *map(_cell, values)]))
        for number, values in enumerate(sheet.iter_rows(), 1)
    )
    return [row for row in rows if row.cells]


_Raw = int | float | str | bool | time | date | datetime | timedelta


def _cell(value: _Raw) -> Cell:
    if isinstance(value, str):
        if not value:
            return None
        return ErrorCell(value) if value[0] == "#" and value in _ERROR_CODES else value
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return _number(value)
    return str(value) if isinstance(value, time | timedelta) else value


def _number(value: float) -> Cell:
    """Excel keeps every number as a fraction: whole ones become int, infinite ones errors."""
    if value.is_integer() and abs(value) < _LAST_EXACT:
        return int(value)
    return value if abs(value) < float("inf") else ErrorCell("#NUM!")


def _trimmed(cells: list[Cell]) -> list[Cell]:
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def _read_csv(intake: Intake) -> Workbook:
    """Read a .csv; every cell is text, formulas included, and a zero byte is dropped."""
    file = intake.file
    text = decode(file, intake.content)
    notes = []
    if "\0" in text:
        text = text.replace("\0", "")
        notes.append("文件中有不可见的空字符，已略去。")
    rows: list[Row] = []
    cells, widest = 0, 0
    for number, record in records(file, text):
        cells += len(record)
        widest = max(widest, len(record))
        if number > MAX_ROWS or cells > MAX_CELLS:
            notes.append(f"内容过多，只读取了前 {number - 1:,} 行，其余没有读取。")
            break
        if row := _trimmed([text or None for text in record[:MAX_COLUMNS]]):
            rows.append(Row(number, row))
    if widest > MAX_COLUMNS:
        notes.append(f"列数过多，只读取了前 {MAX_COLUMNS:,} 列，其余没有读取。")
    sheet = Sheet(file, Path(file).stem, rows)
    return Workbook(file, [sheet], [Problem(file, says) for says in notes])
