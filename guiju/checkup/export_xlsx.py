"""The check-up as a workbook: summary, every finding, every problem."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from guiju.checkup.export_cells import escape_formula
from guiju.checkup.export_summary import figures_told, heading, headline
from guiju.checkup.run import Finding, Result
from guiju.typeset.text import printable

A3, A4 = 8, 9
LONGEST = 32_767
"""Characters a cell may hold; Excel refuses a longer one."""

Value = str | int | None

FINDING_COLUMNS = (
    ("台账", 16),
    ("文件", 24),
    ("工作表", 12),
    ("行号", 6),
    ("编号", 18),
    ("标题", 40),
    ("单位", 16),
    ("规则", 26),
    ("法律依据", 30),
    ("情形", 48),
    ("届满日期", 12),
    ("实际日期", 12),
    ("逾期天数", 9),
    ("期限如何得出", 60),
)
PROBLEM_COLUMNS = (("文件", 28), ("工作表", 16), ("行号", 8), ("列", 6), ("问题", 90))


@dataclass(frozen=True, slots=True)
class _Looks:
    title: Format
    head: Format
    text: Format
    number: Format


def write_xlsx(result: Result, path: Path) -> None:
    """Write the workbook; every text is a text, whatever sign it begins with."""
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(str(path), options) as book:
        book.set_properties({"title": heading(result)})
        looks = _looks(book)
        _summary(book.add_worksheet("汇总"), result, looks)
        _listed(book.add_worksheet("发现"), FINDING_COLUMNS, map(_cells, result.findings), looks)
        problems = ((p.file, p.sheet, p.row, p.column, p.says) for p in result.problems)
        _listed(book.add_worksheet("问题"), PROBLEM_COLUMNS, problems, looks)


def _looks(book: Workbook) -> _Looks:
    ruled = {"border": 1, "valign": "top", "text_wrap": True, "font_size": 10}
    return _Looks(
        book.add_format({"bold": True, "font_size": 16}),
        book.add_format(ruled | {"bold": True, "bg_color": "#E7ECEF", "valign": "vcenter"}),
        book.add_format(ruled),
        book.add_format(ruled | {"align": "right"}),
    )


def _cells(f: Finding) -> tuple[Value, ...]:
    due = f.due.isoformat() if f.due else None
    actual = f.actual.isoformat() if f.actual else None
    return (
        f.ledger,
        f.file,
        f.sheet,
        f.row,
        f.key,
        f.title,
        f.unit,
        f.rule,
        f.basis,
        f.says,
        due,
        actual,
        f.days_late or None,
        f.why,
    )


def _summary(sheet: Worksheet, result: Result, looks: _Looks) -> None:
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, 1, 44)
    sheet.set_column(2, 2, 10)
    sheet.write_string(0, 0, heading(result), looks.title)
    sheet.write_string(1, 0, headline(result))
    figures = [(label, unit, n) for label, n, unit in figures_told(result)]
    row = _block(sheet, 3, ("指标", "计量单位", "数量"), figures, looks)
    row = _block(sheet, row + 1, ("规则", "法律依据", "条数"), result.by_rule(), looks)
    units = [(unit, "", n) for unit, n in result.by_unit()]
    _block(sheet, row + 1, ("单位", "", "条数"), units, looks)
    sheet.freeze_panes(3, 0)
    _set_up_print(sheet, A4)


def _block(
    sheet: Worksheet,
    row: int,
    header: Sequence[str],
    rows: Sequence[Sequence[Value]],
    looks: _Looks,
) -> int:
    """Write a small table and give the row after it."""
    for offset, cells in enumerate((header, *rows)):
        for column, value in enumerate(cells):
            _put(sheet, (row + offset, column), value, looks, head=offset == 0)
    return row + len(rows) + 1


def _listed(
    sheet: Worksheet,
    columns: Sequence[tuple[str, int]],
    rows: Iterable[Sequence[Value]],
    looks: _Looks,
) -> None:
    for column, (name, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, looks.head)
    last = 0
    for last, cells in enumerate(rows, start=1):
        for column, value in enumerate(cells):
            _put(sheet, (last, column), value, looks)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    sheet.repeat_rows(0)
    _set_up_print(sheet, A3 if len(columns) > 8 else A4)


def _put(
    sheet: Worksheet, at: tuple[int, int], value: Value, looks: _Looks, *, head: bool = False
) -> None:
    row, column = at
    if value is None or value == "":
        sheet.write_blank(row, column, None, looks.head if head else looks.text)
    elif isinstance(value, int):
        sheet.write_number(row, column, value, looks.number)
    else:
        text = escape_formula(printable(value))[:LONGEST]
        sheet.write_string(row, column, text, looks.head if head else looks.text)


def _set_up_print(sheet: Worksheet, paper: int) -> None:
    sheet.set_paper(paper)
    sheet.set_landscape()
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&R第 &P 页，共 &N 页")
