"""One office year as Excel ledgers, made from a seed: lawful rows, and some honest faults."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import xlsxwriter

from guiju.demo import district as d
from guiju.demo.ledger_heads import HEADS
from guiju.demo.ledger_rows import MAKERS
from guiju.demo.year import Cells, Size, Year
from guiju.worktime.calendar import Calendar, standard

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class LedgerTable:
    """A ledger as it is typed: file name, column heads, rows of text, numbers and dates."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[Cells, ...]


@dataclass(frozen=True, slots=True)
class DemoYear:
    """What to make: the year, the seed everything follows from, how much, how many faults."""

    year: int = 2025
    seed: int = 20250101
    size: Size = field(default_factory=Size)
    faults: float = 1.0
    calendar: Calendar = field(default_factory=standard)

    def tables(self) -> Iterator[LedgerTable]:
        """Every ledger of the year, the same for the same seed."""
        for name, make in MAKERS.items():
            chance = random.Random(f"{self.seed}:{self.year}:{name}")
            year = Year(self.year, self.size, self.calendar, chance, self.faults)
            yield LedgerTable(name, HEADS[name], tuple(make(year)))


def write_year(folder: Path, demo: DemoYear, progress: Progress | None = None) -> list[Path]:
    """Write the ledgers of a year as .xlsx files into a folder; the paths written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for table in demo.tables():
        if progress:
            progress(table.name)
        path = folder / f"{table.name}.xlsx"
        write_table(path, table, f"{d.OFFICE}{demo.year}年{table.name}")
        written.append(path)
    return written


def write_table(path: Path, table: LedgerTable, title: str) -> None:
    """Write one ledger: a merged title, the header, the rows, frozen panes."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet(table.name[:31])
    bold = book.add_format({"bold": True, "align": "center", "font_size": 14})
    head = book.add_format({"bold": True, "border": 1, "text_wrap": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.merge_range(0, 0, 0, len(table.heads) - 1, title, bold)
    sheet.write_row(1, 0, table.heads, head)
    for number, cells in enumerate(table.rows, start=2):
        for column, value in enumerate(cells):
            if isinstance(value, date):
                sheet.write_datetime(number, column, value, day)
            elif isinstance(value, str):
                sheet.write_string(number, column, value)
            else:
                sheet.write_number(number, column, value)
    sheet.freeze_panes(2, 2)
    sheet.set_column(0, len(table.heads) - 1, 16)
    book.close()
