"""What the office adds to the disclosure report by hand: cells no ledger holds, its own words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from guiju.reports.disclosure_form import FEES
from guiju.reports.disclosure_tables import ManualCell
from guiju.reports.refusals import ManualRefused

PARTS = ("一", "五", "六")
"""The parts of the report that are prose: 总体情况, 问题及改进, 其他事项."""

EXAMPLE = (
    '{"author": "填报人", "cells": {"表二.行政许可.本年处理决定数量": 12}, "parts": {"五": ["……"]}}'
)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    author: str = Field(min_length=1)
    cells: Mapping[str, Decimal] = Field(default_factory=dict)
    parts: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ByHand:
    """Cells typed by hand, and paragraphs by the number of their part."""

    cells: Mapping[str, ManualCell] = field(default_factory=dict)
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_manual(path: Path) -> ByHand:
    """Read the office's file strictly. Raises ManualRefused: what is wrong, how to mend it."""
    try:
        read = _File.model_validate(
            json.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal)
        )
    except (OSError, UnicodeDecodeError) as error:
        raise ManualRefused([f"手工填报文件{path.name}不能读取：{error}"]) from error
    except json.JSONDecodeError as error:
        raise ManualRefused(
            [f"手工填报文件{path.name}第{error.lineno}行写法有误；应如：{EXAMPLE}"]
        ) from error
    except ValidationError as error:
        raise ManualRefused(
            [
                f"手工填报文件{path.name}的“{'.'.join(map(str, item['loc']))}”不合要求；"
                f"应如：{EXAMPLE}"
                for item in error.errors()
            ]
        ) from error
    troubles = list(_troubles(read))
    if troubles:
        raise ManualRefused(troubles)
    cells = {name: ManualCell(_number(value), read.author) for name, value in read.cells.items()}
    return ByHand(cells, read.parts)


def _troubles(read: _File) -> Iterator[str]:
    for part in read.parts:
        if part not in PARTS:
            yield f"没有可以手写的第{part}部分，只有：{'、'.join(PARTS)}"
    for name, value in read.cells.items():
        whole = value.is_finite() and value == value.to_integral_value()
        if not value.is_finite() or not (whole or name.endswith(FEES)):
            yield f"“{name}”应为整数，这里是{value}"


def _number(value: Decimal) -> int | Decimal:
    return int(value) if value == value.to_integral_value() else value
