"""Dates as people type them, read only where no other reading is possible."""

import re
import unicodedata
from datetime import date, datetime, timedelta
from functools import lru_cache

from guiju.checkup.cells import Cell, CellProblem, blank, problem_with

FIRST_YEAR, LAST_YEAR = 1990, 2099
FIRST_SERIAL, LAST_SERIAL = 36526, 73050
"""Excel's day numbers of 2000-01-01 and 2099-12-31."""

EXPECTED = "日期，如 2025-03-05"

_SERIAL_ZERO = date(1899, 12, 30)
_DIGITS = str.maketrans("〇○零Ｏ一二三四五六七八九", "0000123456789")
_STROKES = str.maketrans("。·—–―−‐", "..-----")

_TIME = re.compile(
    r"(?:T|\s+|(?<=[日号]))(?:上午|下午)?\s*"
    r"(?:\d{1,2}(?:\s*:\s*\d{2}){1,2}(?:\.\d+)?|\d{1,2}[时点](?:\d{1,2}分?)?(?:\d{1,2}秒)?)$"
)
_DAY = re.compile(
    r"(\d{4})(?:年(\d{1,2})月(\d{1,2})[日号]?|([-/.])(\d{1,2})\4(\d{1,2})[日号]?|(\d{2})(\d{2}))",
    re.ASCII,
)
_CHINESE_DAY = re.compile(
    r"([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})[日号]?"
)
_SEVERAL = re.compile(r"\d{1,4}[年./-]\d{1,2}(?:[月./-]\d{1,2}[日号]?)?|\d{1,2}月\d{1,2}[日号]?")

# Tried in this order against the whole text; the first that fits says what is wrong.
_REASONS = (
    (re.compile(r"\d{1,2}(?:月|[./-])\d{1,2}[日号]?"), "缺少年份"),
    (re.compile(r"\d{4}(?:年|[./-])\d{1,2}月?|\d{6}"), "缺少日"),
    (re.compile(r"\d{4}年?"), "只有年份"),
    (re.compile(r"\d{2}(?:年|[./-])\d{1,2}(?:月|[./-])\d{1,2}[日号]?"), "年份只有两位，无法确定"),
    (re.compile(r"\d{1,2}([./-])\d{1,2}\1\d{4}"), "年份应写在最前面"),
)
_RANGE = re.compile(r"\d[日号]?(?:~|至|到|-+(?=\d{4}|\d{1,2}[.月]))")


def parse_date(value: Cell) -> date | None | CellProblem:
    """Read one calendar day from a date cell, an Excel day number or text.

    A number is read as Excel's day number only when whole and between 36526 (2000-01-01) and
    73050 (2099-12-31), or as year, month and day when it has eight digits. A time of day is
    dropped. Years before 1990 or after 2099 are refused as slips of the pen.
    """
    if isinstance(value, str):
        return _date_in_text(value)
    if value is None:
        return None
    if isinstance(value, datetime):
        return _within_years(value.date(), value)
    if isinstance(value, date):
        return _within_years(value, value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return problem_with(value, EXPECTED)
    return _date_in_number(value)


def _within_years(day: date, value: Cell) -> date | CellProblem:
    if FIRST_YEAR <= day.year <= LAST_YEAR:
        return day
    return problem_with(value, EXPECTED, f"年份应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间")


def _date_in_number(value: int | float) -> date | CellProblem:
    if FIRST_SERIAL <= value <= LAST_SERIAL:
        if value == int(value):
            return _SERIAL_ZERO + timedelta(days=int(value))
        return problem_with(value, EXPECTED, "带小数的数字不能确定是哪一天")
    found = _date_in_text(f"{value:.10g}" if isinstance(value, float) else str(value))
    return problem_with(value, EXPECTED) if found is None else found


@lru_cache(maxsize=16384)
def _date_in_text(text: str) -> date | None | CellProblem:
    if blank(text):
        return None
    if len(text) > 200:
        return problem_with(text, EXPECTED, "文字太长")
    plain = unicodedata.normalize("NFKC", text).strip().translate(_STROKES)
    plain = "".join(_TIME.sub("", plain).split())
    numbers = _year_month_day(plain)
    if numbers is None:
        return problem_with(text, EXPECTED, _what_is_wrong(plain))
    try:
        return _within_years(date(*numbers), text)
    except ValueError:
        return problem_with(text, EXPECTED, "没有这一天")


def _year_month_day(plain: str) -> tuple[int, int, int] | None:
    if found := _DAY.fullmatch(plain):
        year, month, day = (part for part in found.groups() if part and part not in "-/.")
        return int(year), int(month), int(day)
    if found := _CHINESE_DAY.fullmatch(plain):
        year, month, day = found.groups()
        return int(year.translate(_DIGITS)), _chinese_number(month), _chinese_number(day)
    return None


def _chinese_number(text: str) -> int:
    """Read 一 to 九十九; malformed words such as 十十 give 0, which no month or day has."""
    tens, ten, ones = text.partition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return 0
    if not ten:
        return int(tens.translate(_DIGITS))
    return 10 * int(tens.translate(_DIGITS) or 1) + int(ones.translate(_DIGITS) or 0)


def _what_is_wrong(plain: str) -> str:
    for pattern, why in _REASONS:
        if pattern.fullmatch(plain):
            return why
    if _RANGE.search(plain):
        return "是一段时间，不是一天"
    if len(_SEVERAL.findall(plain)) > 1:
        return "一格里不止一个日期"
    return "不是一个完整的日期" if any(c.isdigit() for c in plain) else "不是日期"
