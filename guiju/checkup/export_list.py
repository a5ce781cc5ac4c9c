"""Lists of records as workbooks: harmless whatever they hold, ready to print."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import xlsxwriter
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from guiju.checkup.export_cells import escape_formula

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CellValue = str | int | date | None
A3 = 8


@dataclass(frozen=True, slots=True)
class Column:
    """`width` in characters."""

    head: str
    width: int = 14


def workbook(title: str, columns: Sequence[Column], rows: Iterable[Sequence[CellValue]]) -> bytes:
    """A sheet with a title, frozen heads, a filter, A3 landscape, page numbers at the foot."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet("清单")
    big = book.add_format({"bold": True, "align": "center", "font_size": 14})
    head = book.add_format({"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter"})
    plain = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    day = book.add_format({"border": 1, "num_format": "yyyy-mm-dd", "valign": "top"})
    sheet.merge_range(0, 0, 0, len(columns) - 1, escape_formula(title), big)
    for index, column in enumerate(columns):
        sheet.write_string(1, index, column.head, head)
        sheet.set_column(index, index, column.width)
    last = 1
    for last, row in enumerate(rows, start=2):
        for index, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(last, index, value, day)
            elif isinstance(value, int):
                sheet.write_number(last, index, value, plain)
            else:
                sheet.write_string(last, index, escape_formula(value or ""), plain)
    sheet.autofilter(1, 0, last, len(columns) - 1)
    sheet.freeze_panes(2, 0)
    sheet.repeat_rows(0, 1)
    sheet.set_landscape()
    sheet.set_paper(A3)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&D&R第&P页 共&N页")
    book.close()
    return target.getvalue()


def download(content: bytes, name: str, kind: str = XLSX) -> HttpResponse:
    """The file as an attachment under its Chinese name."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
