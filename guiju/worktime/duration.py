"""A length of time as a statute writes it: a whole number and a unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    WORKING_DAYS = "working days"
    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"
    HOURS = "hours"


_CHINESE = {
    Unit.WORKING_DAYS: "个工作日",
    Unit.DAYS: "日",
    Unit.MONTHS: "个月",
    Unit.YEARS: "年",
    Unit.HOURS: "小时",
}
_SPELLINGS = {
    **{unit.value: unit for unit in Unit},
    **{unit.value.removesuffix("s"): unit for unit in Unit},
    **{chinese: unit for unit, chinese in _CHINESE.items()},
    "工作日": Unit.WORKING_DAYS,
    "天": Unit.DAYS,
    "月": Unit.MONTHS,
}
_FORM = re.compile(r"\s*(\d{1,4})\s*(\S.*?)\s*")


@dataclass(frozen=True, slots=True)
class Duration:
    """`n` whole units, never negative; text is read up to 9999. Raises ValueError below 0."""

    n: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.n < 0:
            raise ValueError(f"期限不能为负数：{self.n}，请写 0 或更大的整数")

    @classmethod
    def parse(cls, text: str) -> Duration:
        """Read `20 working days` or `20个工作日`.

        Raises ValueError, in Chinese with an example, for anything else.
        """
        form = _FORM.fullmatch(text)
        unit = _SPELLINGS.get(" ".join(form[2].split()).lower()) if form else None
        if form is None or unit is None:
            raise ValueError(
                f"看不懂的期限“{text}”：请写成“20 working days”或“20个工作日”，"
                "单位可用 working days、days、months、years、hours（工作日、日、月、年、小时）"
            )
        return cls(int(form[1]), unit)

    @property
    def label(self) -> str:
        """In Chinese: `20个工作日`."""
        return f"{self.n}{_CHINESE[self.unit]}"

    def __str__(self) -> str:
        return f"{self.n} {self.unit.value}"
