"""The calendar of working days: Monday to Friday, minus holidays, plus make-up working days.

Sources: 国务院关于职工工作时间的规定第七条 (weekly rest days), 全国年节及纪念日放假办法第二条、
第七条 and the State Council's yearly notices, kept as one data file a year that the office owns.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path

HOLIDAYS = "holidays"
"""In the office's folder: yearly files that replace or add years."""

DATA = Path(__file__).parent / "data"
WEEKEND, MAKE_UP = "周末", "调休上班"
_KEYS = ("year", "notice", "holidays", "workdays")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_FILE_NAME = re.compile(r"\d{4}\.json", re.ASCII)
_ONE_DAY = timedelta(days=1)


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
    Days before `first` are refused with OutOfCalendar: nothing is guessed about the past.
    """

    def __init__(self, years: Iterable[YearFile]) -> None:
        ordered = sorted(years, key=lambda item: item.year)
        if not ordered:
            raise BadCalendar("没有年度放假数据文件：请至少提供一年，如 2026.json")
        for before, after in zip(ordered, ordered[1:], strict=False):
            if after.year != before.year + 1:
                raise BadCalendar(f"缺少{before.year + 1}年的放假数据：请补上，年度须连续")
        self.years = tuple(ordered)
        self.first = date(ordered[0].year, 1, 1)
        self.last_known = date(ordered[-1].year, 12, 31)
        self._names = {day: name for y in ordered for day, name in y.holidays.items()}
        self._made_up = {day: name for y in ordered for day, name in y.workdays.items()}
        self._base = self.first.toordinal()
        self._end = self.last_known.toordinal()
        # _before[i]: working days from `first` up to, not including, the i-th day after it.
        self._before = [0]
        self._working: list[date] = []
        for ordinal in range(self._base, self._end + 1):
            day = date.fromordinal(ordinal)
            if self._decide(day):
                self._working.append(day)
            self._before.append(len(self._working))

    def _decide(self, day: date) -> bool:
        if day in self._made_up:
            return True
        return day.weekday() < 5 and day not in self._names

    def _too_early(self, what: str) -> OutOfCalendar:
        return OutOfCalendar(f"{what}早于放假数据的第一天{self.first}：请补充该年度的数据文件")

    def _count_to(self, day: date) -> int:
        """Working days from the first day of the calendar up to and including `day`."""
        ordinal = day.toordinal()
        if ordinal > self._end:
            return len(self._working) + _weekdays(ordinal) - _weekdays(self._end)
        index = ordinal - self._base
        if index < -1:
            raise self._too_early(str(day))
        return self._before[index + 1]

    def _nth(self, n: int) -> date:
        """The n-th working day of the calendar, from 1."""
        if n < 1:
            raise self._too_early("所数的日子")
        if n <= len(self._working):
            return self._working[n - 1]
        weeks, rest = divmod(_weekdays(self._end) + n - len(self._working) - 1, 5)
        try:
            return date.fromordinal(weeks * 7 + rest + 1)
        except (ValueError, OverflowError) as error:
            raise OutOfCalendar("超出可计算的年份（最晚9999年）：请改短期限") from error

    def is_working(self, day: date) -> bool:
        if day > self.last_known:
            return day.weekday() < 5
        if day < self.first:
            raise self._too_early(str(day))
        return self._decide(day)

    def add(self, day: date, n: int) -> date:
        """The n-th working day after `day`; n < 0 before it; n = 0 is `day` itself."""
        if n == 0:
            return day
        if n > 0:
            return self._nth(self._count_to(day) + n)
        return self._nth(self._count_to(day - _ONE_DAY) + n + 1)

    def count(self, after: date, upto: date) -> int:
        """Working days in (after, upto]; 0 when `upto` is not later."""
        if upto <= after:
            return 0
        return self._count_to(upto) - self._count_to(after)

    def next_working(self, day: date) -> date:
        """`day` itself when it is a working day, else the next one."""
        return day if self.is_working(day) else self.add(day, 1)

    def previous_working(self, day: date) -> date:
        """`day` itself when it is a working day, else the one before it."""
        return day if self.is_working(day) else self.add(day, -1)

    def is_provisional(self, day: date) -> bool:
        return day > self.last_known

    def name_of(self, day: date) -> str:
        """Why a day is off, or works although it is a weekend; '' for an ordinary working day."""
        if day < self.first:
            raise self._too_early(str(day))
        if day in self._made_up:
            return self._made_up[day]
        if day in self._names:
            return self._names[day]
        return WEEKEND if day.weekday() >= 5 else ""


def _weekdays(ordinal: int) -> int:
    """Mondays to Fridays among the days 1…ordinal; day 1 of the proleptic calendar is a Monday."""
    weeks, rest = divmod(ordinal, 7)
    return weeks * 5 + min(rest, 5)


def load(*folders: Path) -> Calendar:
    """Read the yearly files of one or more folders; a later folder replaces or adds years.

    `load(DATA, office_folder)` is the packaged calendar with the office's own years on top.
    Raises BadCalendar.
    """
    years: dict[int, YearFile] = {}
    for folder in folders:
        if not folder.is_dir():
            raise BadCalendar(f"找不到放假数据目录{folder}：请检查路径")
        for path in sorted(folder.glob("*.json")):
            year = read_year(path)
            years[year.year] = year
    return Calendar(years.values())


@cache
def standard() -> Calendar:
    """The calendar that comes with the package."""
    return load(DATA)


def office_calendar(office: Path | None) -> Calendar:
    """The packaged calendar with the years of `<office>/holidays` on top. Raises BadCalendar.

    The same object until a file there changes; every process notices that by itself.
    """
    own = office / HOLIDAYS if office else None
    if own is None or not own.is_dir():
        return standard()
    return _with_own(own, _stamp(own))


@lru_cache(maxsize=4)
def _with_own(own: Path, _stamp: tuple[tuple[str, int, int], ...]) -> Calendar:
    return load(DATA, own)


def _stamp(own: Path) -> tuple[tuple[str, int, int], ...]:
    """Name, size and last change of each yearly file: a handful, asked of the file system."""
    with os.scandir(own) as entries:
        files = [(e.name, e.stat()) for e in entries if e.name.endswith(".json")]
    return tuple(sorted((name, stat.st_mtime_ns, stat.st_size) for name, stat in files))


def read_year(path: Path) -> YearFile:
    """Read one yearly file strictly. Raises BadCalendar with file, key and remedy."""
    if not _FILE_NAME.fullmatch(path.name):
        raise BadCalendar(f"{path.name}：文件名应为四位年份，如 2027.json，请改名")
    data = _read_json(path)
    year, notice = data["year"], data["notice"]
    if type(year) is not int or path.stem != str(year):
        raise BadCalendar(f"{path.name}：year 与文件名不一致，请改成{path.stem}")
    if not isinstance(notice, str):
        raise BadCalendar(f"{path.name}：notice 应为通知的名称或空文字，请加引号")
    holidays = _days(path, "holidays", data["holidays"], year)
    workdays = _days(path, "workdays", data["workdays"], year)
    both = holidays.keys() & workdays.keys()
    if both:
        raise BadCalendar(f"{path.name}：{min(both)}既是放假日又是上班日，请删去一处")
    for day in workdays:
        if day.weekday() < 5:
            raise BadCalendar(f"{path.name}：workdays 中{day}不是周六或周日，无需调休，请核对通知")
    return YearFile(year, notice, holidays, workdays)


def _read_json(path: Path) -> dict[str, object]:
    try:
        text = path.read_text(encoding="utf-8")
        data = json.loads(text, object_pairs_hook=lambda pairs: _no_repeats(path, pairs))
    except BadCalendar:
        raise
    except (ValueError, OSError) as error:
        says = f"{path.name}：不是可读的 JSON 文件（{error}），请按样例文件改正"
        raise BadCalendar(says) from error
    if not isinstance(data, dict):
        raise BadCalendar(f"{path.name}：最外层应为一个表，请按样例文件改正")
    for key in data:
        if key not in _KEYS:
            raise BadCalendar(f"{path.name}：不认识“{key}”，请删去，只用{'、'.join(_KEYS)}四项")
    for key in _KEYS:
        if key not in data:
            raise BadCalendar(f"{path.name}：缺少 {key}，{'、'.join(_KEYS)}四项都须写明")
    return data


def _no_repeats(path: Path, pairs: list[tuple[str, object]]) -> dict[str, object]:
    table: dict[str, object] = {}
    for key, value in pairs:
        if key in table:
            raise BadCalendar(f"{path.name}：“{key}”写了两次，请删去一处")
        table[key] = value
    return table


def _days(path: Path, key: str, data: object, year: int) -> dict[date, str]:
    if not isinstance(data, dict):
        raise BadCalendar(f"{path.name}：{key} 应为“日期: 名称”表，请按样例文件改正")
    days: dict[date, str] = {}
    for text, name in data.items():
        day = _read_day(text)
        if day is None:
            raise BadCalendar(f"{path.name}：{key} 中“{text}”不是日期，应如 {year}-10-01")
        if day.year != year:
            raise BadCalendar(f"{path.name}：{key} 中{day}不在{year}年，请移到该年的文件")
        if not isinstance(name, str) or not name.strip():
            raise BadCalendar(f"{path.name}：{key} 中{day}没有名称，请写明，如 国庆节")
        days[day] = name
    return days


def _read_day(text: str) -> date | None:
    """An ISO day with its dashes; the shorter ISO spellings are not for files people edit."""
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
