"""What the register's template needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django import template

from guiju.checkup.export_list import CellValue, Column
from guiju.documents.register import Line

register = template.Library()


@register.filter
def headed(line: Line, columns: Sequence[Column]) -> Iterable[tuple[str, CellValue]]:
    """Each cell with the head of its column."""
    return zip((column.head for column in columns), line.cells, strict=True)


@register.filter
def is_day(cell: CellValue) -> bool:
    return isinstance(cell, date)
