"""The calendar of working days: Monday to Friday, minus holidays, plus make-up working days.

Sources: 国务院关于职工工作时间的规定第七条 (weekly rest days), 全国年节及纪念日放假办法第二条、第七条 and the
State Council's yearly notices, kept as one data file a year that the office owns.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
WEEKEND, MAKE_UP = "周末", "调休上班"
_KEYS = {"year", "notice", "holidays", "workdays"}
_YEARS_BEYOND = 40


class OutOfCalendar(ValueError):
    """A day before the first year there is a calendar for."""


class BadCalendar(ValueError):
    """A yearly file that cannot be used: file, key and remedy are in the message (Chinese)."""


@dataclass(frozen=True, slots=True)
class YearFile:
    """One year as announced: days off and make-up working days, each with its name."""

    year: int
    notice: str
    holidays: Mapping[date, str]
    workdays: Mapping[date, str]


class Calendar:
    """Working-day arithmetic in constant time, by counting working days once at the start.

    Days after `last_known` (no notice yet) are guessed from weekends alone: provisional.
    """

    def __init__(self, years: list[YearFile]) -> None:
        ordered = sorted(years, key=lambda item: item.year)
        if not ordered:
            raise BadCalendar("没有年度放假数据文件：请至少提供一年")
        for before, after in zip(ordered, ordered[1:], strict=False):
            if after.year != before.year + 1:
                raise BadCalendar(f"缺少{before.year + 1}年的放假数据：年度文件须连续")
        self.years = tuple(ordered)
        self.first = date(ordered[0].year, 1, 1)
        self.last_known = date(ordered[-1].year, 12, 31)
        self._names = {day: name for y in ordered for day, name in y.holidays.items()}
        self._made_up = {day: name for y in ordered for day, name in y.workdays.items()}
        self._base = self.first.toordinal()
        end = date(ordered[-1].year + _YEARS_BEYOND, 12, 31).toordinal()
        self._upto: list[int] = []
        self._working: list[date] = []
        for ordinal in range(self._base, end + 1):
            day = date.fromordinal(ordinal)
            if self._decide(day):
                self._working.append(day)
            self._upto.append(len(self._working))

    def _decide(self, day: date) -> bool:
        if day in self._made_up:
            return True
        return day.weekday() < 5 and day not in self._names

    def _count_to(self, day: date) -> int:
        """Working days from the first day of the calendar up to and including `day`."""
        index = day.toordinal() - self._base
        if index < 0:
            if index == -1:
                return 0
            raise OutOfCalendar(f"{day}早于放假数据的第一天{self.first}：请补充该年度的数据文件")
        if index >= len(self._upto):
            raise OutOfCalendar(f"{day}超出可推算的范围")
        return self._upto[index]

    def is_working(self, day: date) -> bool:
        return self._count_to(day) > self._count_to(day - timedelta(days=1))

    def add(self, day: date, n: int) -> date:
        """The n-th working day after `day`; n < 0 before it; n = 0 is `day` itself."""
        if n == 0:
            return day
        index = (self._count_to(day) if n > 0 else self._count_to(day - timedelta(days=1)) + 1)
        index += n - 1
        if not 0 <= index < len(self._working):
            raise OutOfCalendar(f"从{day}起数{n}个工作日超出放假数据的范围")
        return self._working[index]

    def count(self, after: date, upto: date) -> int:
        """Working days in (after, upto]; 0 when `upto` is not later."""
        if upto <= after:
            return 0
        return self._count_to(upto) - self._count_to(after)

    def next_working(self, day: date) -> date:
        """`day` itself when it is a working day, else the next one."""
        return self._working[bisect_left(self._working, day)]

    def previous_working(self, day: date) -> date:
        """`day` itself when it is a working day, else the one before it."""
        return day if self.is_working(day) else self.add(day, -1)

    def is_provisional(self, day: date) -> bool:
        return day > self.last_known

    def name_of(self, day: date) -> str:
        """Why a day is off, or works although it is a weekend; '' for an ordinary working day."""
        if day in self._made_up:
            return self._made_up[day]
        if day in self._names:
            return self._names[day]
        return WEEKEND if day.weekday() >= 5 else ""


def load(folder: Path) -> Calendar:
    """Read every yearly file of a folder. Raises BadCalendar."""
    return Calendar([read_year(path) for path in sorted(folder.glob("[0-9]*.json"))])


@cache
def standard() -> Calendar:
    """The calendar that comes with the package."""
    return load(DATA)


def read_year(path: Path) -> YearFile:
    """Read one yearly file strictly. Raises BadCalendar with file, key and remedy."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        raise BadCalendar(f"{path.name}：不是可读的 JSON 文件（{error}），请重新导入该年度通知") from error
    if not isinstance(data, dict) or set(data) != _KEYS:
        raise BadCalendar(f"{path.name}：应恰有{'、'.join(sorted(_KEYS))}四项，请按样例文件改正")
    year = data["year"]
    if not isinstance(year, int) or path.stem != str(year):
        raise BadCalendar(f"{path.name}：year 与文件名不一致，请改成{path.stem}")
    holidays = _days(path, "holidays", data["holidays"], year)
    workdays = _days(path, "workdays", data["workdays"], year)
    both = holidays.keys() & workdays.keys()
    if both:
        raise BadCalendar(f"{path.name}：{min(both)}既是放假日又是上班日，请删去一处")
    return YearFile(year, str(data["notice"]), holidays, workdays)


def _days(path: Path, key: str, data: object, year: int) -> dict[date, str]:
    if not isinstance(data, dict):
        raise BadCalendar(f"{path.name}：{key} 应为“日期: 名称”表")
    days: dict[date, str] = {}
    for text, name in data.items():
        try:
            day = date.fromisoformat(text)
        except ValueError as error:
            raise BadCalendar(f"{path.name}：{key} 中“{text}”不是日期，应如 {year}-10-01") from error
        if day.year != year:
            raise BadCalendar(f"{path.name}：{key} 中{day}不在{year}年，请移到该年的文件")
        days[day] = str(name)
    return days
