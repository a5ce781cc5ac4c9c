"""A tidy year typed again the way people type: the same content, in every untidy form."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path

import xlsxwriter

from guiju.checkup.ledgers import all_ledgers
from guiju.demo.ledgers import LedgerTable

Typed = str | int | date | None
Place = tuple[str, str, int]
"""File, sheet, Excel's row number."""
Key = tuple[str, str]
"""Ledger, key."""

SERIAL_ZERO = date(1899, 12, 30)
BLANKS: tuple[Typed, ...] = (None, None, "", "/", "无", "—", "－", " ", "　", "\\")
WIDE = {ord(c): chr(ord(c) + 0xFEE0) for c in "0123456789-.ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
EXTRA = ("科室电话", "经手人签字")
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030")
_TEXT_DAYS: tuple[Callable[[date], str], ...] = (
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: f"{d.year}.{d.month}.{d.day}",
    lambda d: f"{d:%Y-%m-%d} ",
    lambda d: f" {d.year}/{d.month}/{d.day}",
    lambda d: f"{d:%Y%m%d}",
    lambda d: f"{d.year} 年 {d.month:02} 月 {d.day:02} 日",
    lambda d: f"{d:%Y-%m-%d}".translate(WIDE),
    lambda d: f"{d:%Y-%m-%d} 09:30",
)


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet as typed; `head` is the index of the header's first row, `groups` its headings."""

    name: str
    rows: list[list[Typed]]
    head: int
    groups: tuple[int, ...] = ()


@dataclass(slots=True)
class Hand:
    """Whoever keeps the ledgers: everything typed follows from `chance`.

    `places` remembers where each key was typed.
    """

    chance: random.Random
    text_only: bool = False
    places: dict[Key, Place] = field(default_factory=dict)

    def cell(self, value: Typed) -> Typed:
        if value is None or value == "":
            return self.chance.choice(BLANKS)
        if isinstance(value, date):
            return self._day(value)
        return self._number(value) if isinstance(value, int) else self._text(value)

    def _day(self, day: date) -> Typed:
        text = self.chance.choice(_TEXT_DAYS)(day)
        forms: tuple[Typed, ...] = (
            text, day, datetime.combine(day, time(9, 30)), (day - SERIAL_ZERO).days,
        )  # fmt: skip
        return text if self.text_only else self.chance.choice(forms)

    def _number(self, number: int) -> Typed:
        text = self.chance.choice((str(number), f" {number}", str(number).translate(WIDE)))
        return text if self.text_only else self.chance.choice((number, number, text))

    def _text(self, text: str) -> str:
        forms = (text, text, f"{text} ", f"　{text}", f"{text}\n", text.translate(WIDE))
        return self.chance.choice(forms)

    def head(self, ledger: str, name: str) -> str:
        """A column's name or a synonym, spaced and marked as on printed forms."""
        known = next(each for each in all_ledgers().ledgers if each.ledger == ledger)
        name = self.chance.choice((name, name, *known.columns[name].synonyms))
        middle = len(name) // 2
        forms = (
            name, name, f" {name} ", f"{name}：", f"*{name}", f"{name}（必填）",
            f"{name[:middle]}\n{name[middle:]}", f"{name[:middle]}　{name[middle:]}",
        )  # fmt: skip
        return self.chance.choice(forms)

    def grid(self, file: str, sheet: str, table: LedgerTable, named: bool = True) -> Grid:
        """Type a ledger: title, unit, header, rows with pages between, total, notes."""
        order = list(range(len(table.heads)))
        self.chance.shuffle(order)
        head = [self.head(table.name, table.heads[i]) for i in order]
        extra = self.chance.randint(0, len(EXTRA))
        title = f"云岭区 2023年度{table.name if named else '统计表'}"
        above: list[list[Typed]] = [[title], [], ["单位：某办公室", None, "填报日期：1月5日"]]
        rows = above[: self.chance.randint(1, 3)] if named else []
        start = len(rows)
        heads, groups = self._heads([*head, *EXTRA[:extra]])
        rows += heads
        turn = self.chance.randrange(1, len(table.rows) + 1)
        for number, content in enumerate(table.rows):
            if number == turn:
                rows += [*rows[:start][:1], *heads]
            rows += [[]] * (self.chance.random() < 0.1)
            rows.append([*(self.cell(content[i]) for i in order), *["甲"] * extra])
            self._remember(table, content, (file, sheet, len(rows)))
        rows += [[], ["合　计", None, len(table.rows)], ["注：本表一式两份，逐行填写。"]]
        rows.append(["填表人：甲某", None, "审核人：乙某", None, "填表日期：1月5日"])
        return Grid(sheet, rows, start, groups)

    def _heads(self, names: Sequence[str]) -> tuple[list[list[Typed]], tuple[int, ...]]:
        """One row of heads, or two of which the upper has a heading over two columns."""
        if self.chance.random() < 0.6:
            return [list(names)], ()
        at = self.chance.randrange(1, len(names) - 2)
        upper: list[Typed] = [*names[:at], "办理情况", None, *names[at + 2 :]]
        lower: list[Typed] = [*[None] * at, *names[at : at + 2]]
        return [upper, lower], (at,)

    def _remember(self, table: LedgerTable, content: Sequence[Typed], place: Place) -> None:
        known = next(each for each in all_ledgers().ledgers if each.ledger == table.name)
        self.places[table.name, str(content[table.heads.index(known.key)])] = place


def write_book(path: Path, grids: Sequence[Grid]) -> None:
    """Write sheets into one workbook; days as days, moments as moments, the rest as it is."""
    book = xlsxwriter.Workbook(str(path))
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for grid in grids:
        sheet = book.add_worksheet(grid.name)
        for number, row in enumerate(grid.rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    style = moment if isinstance(value, datetime) else day
                    sheet.write_datetime(number, column, value, style)
                elif isinstance(value, str):
                    sheet.write_string(number, column, value)
                elif value is not None:
                    sheet.write_number(number, column, value)
        for column in grid.groups:
            sheet.merge_range(grid.head, column, grid.head, column + 1, "办理情况")
    book.close()


def write_csv(path: Path, grid: Grid, encoding: str) -> None:
    """Write a sheet whose cells are all text; line breaks stay within quotation marks."""
    text = io.StringIO()
    csv.writer(text).writerows([["" if c is None else c for c in row] for row in grid.rows])
    path.write_bytes(text.getvalue().encode(encoding))
