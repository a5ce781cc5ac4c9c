"""Blank ledgers to fill in: the heads the reader knows, with a word on each column."""

from __future__ import annotations

import io

import xlsxwriter

from guiju.checkup.ledgers import Column, ColumnType, Ledger

ROWS = 2000
_LONGEST_LIST = 250
"""Excel refuses a drop-down list of more than 255 characters."""


def blank_ledger(ledger: Ledger) -> bytes:
    """A workbook with the ledger's heads; what must be filled in is red."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet(ledger.ledger[:31])
    shape = {"bold": True, "border": 1, "text_wrap": True, "bg_color": "#eef3f8"}
    head = book.add_format(shape)
    must = book.add_format({**shape, "font_color": "#a61b1b"})
    formats = {
        ColumnType.DATE: book.add_format({"num_format": "yyyy-mm-dd"}),
        ColumnType.NUMBER: book.add_format({}),
    }
    text = book.add_format({"num_format": "@"})
    for index, (name, column) in enumerate(ledger.columns.items()):
        sheet.write_string(0, index, name, must if column.required else head)
        sheet.set_column(
            index,
            index,
            14 if column.type is ColumnType.DATE else 20,
            formats.get(column.type, text),
        )
        sheet.data_validation(1, index, ROWS, index, _help(name, column))
    sheet.freeze_panes(1, 0)
    book.close()
    return target.getvalue()


def _help(name: str, column: Column) -> dict[str, object]:
    """What Excel shows beside a cell of this column; other values stay allowed."""
    words = {
        ColumnType.DATE: "日期，如 2025-03-03",
        ColumnType.NUMBER: "数字",
        ColumnType.YES_NO: "是 或 否",
    }
    says = ("必填。" if column.required else "可空。") + words.get(column.type, "")
    shown: dict[str, object] = {
        "validate": "any",
        "input_title": name[:32],
        "input_message": says[:255],
    }
    choices = ["是", "否"] if column.type is ColumnType.YES_NO else list(column.choices)
    if choices and "*" not in choices and len(",".join(choices)) < _LONGEST_LIST:
        shown |= {"validate": "list", "source": choices, "error_type": "information"}
    return shown
