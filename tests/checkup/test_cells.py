"""Cells as people type them: a value, nothing, or a problem; never a guess."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.checkup.cells import (
    Cell,
    CellProblem,
    Choices,
    ErrorCell,
    blank,
    column_letter,
    parse_choice,
    parse_number,
    parse_text,
    parse_yes_no,
)
from guiju.checkup.dates import parse_date

DAY = date(2023, 3, 5)


@pytest.mark.parametrize(
    "typed",
    [
        "2023-3-5",
        "2023-03-05 ",
        "2023/3/5",
        "2023.3.5",
        "2023年3月5日",
        "2023年3月5号",
        " 2023年 3月 5日",
        "20230305",
        "２０２３-０３-０５",
        "二〇二三年三月五日",
        "2023-03-05 14:30",
        "2023年3月5日14:30",
        DAY,
        datetime(2023, 3, 5, 8, 0),  # noqa: DTZ001 - as Excel gives it
        44990,
        44990.0,
    ],
)
def test_a_date_is_read_however_it_is_typed(typed: Cell) -> None:
    assert parse_date(typed) == DAY


@pytest.mark.parametrize(
    "typed", [None, "", "  ", "/", "／", "无", "—", "——", "-", "N/A", "暂无", "不涉及"]
)
def test_a_blank_is_a_blank_however_it_is_typed(typed: Cell) -> None:
    assert blank(typed)
    assert parse_date(typed) is None
    assert parse_text(typed) is None


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("3月5日", "年份"),
        ("2023年3月", "日"),
        ("2023", "年份"),
        ("23.3.5", "两位"),
        ("2023-02-30", "没有这一天"),
        ("2023.3.5、2023.3.8", "不止一个"),
        ("2023.3.5-2023.3.8", "一段时间"),
        ("月底", "不是日期"),
        ("1889-03-05", "1990"),
        (True, ""),
        (12.5, ""),
        ("2023.13.1", "没有这一天"),
        ("5/3/2023", "年份应写在最前面"),
    ],
)
def test_what_could_mean_two_things_is_a_problem(typed: Cell, why: str) -> None:
    found = parse_date(typed)
    assert isinstance(found, CellProblem)
    assert why in found.says
    assert "2025-03-05" in found.says


@given(
    st.dates(date(1990, 1, 1), date(2099, 12, 31)),
    st.sampled_from(
        [
            "{0.year}-{0.month}-{0.day}",
            "{0.year}.{0.month}.{0.day}",
            "{0.year}年{0.month}月{0.day}日",
            "{0.year}/{0.month:02}/{0.day:02} ",
        ]
    ),
)
def test_every_day_reads_back(day: date, form: str) -> None:
    assert parse_date(form.format(day)) == day


@given(st.text(max_size=30))
def test_any_text_gives_a_day_nothing_or_a_problem(text: str) -> None:
    assert isinstance(parse_date(text), date | None | CellProblem)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("23人", 23),
        (23.0, 23),
        ("1,234", 1234),
        ("", None),
        ("若干", "problem"),
        (2.5, "problem"),
        (-1, "problem"),
        (ErrorCell("#REF!"), "problem"),
    ],
)
def test_a_count_is_a_whole_number(typed: Cell, expected: object) -> None:
    found = parse_number(typed, ["人"])
    assert isinstance(found, CellProblem) if expected == "problem" else found == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("是", True), ("√", True), ("Y", True), ("否", False), ("×", False), ("无", None), ("", None)],
)
def test_yes_and_no(typed: str, expected: bool | None) -> None:
    assert parse_yes_no(typed) is expected


def test_a_choice_takes_its_synonyms_and_names_what_it_expects() -> None:
    choices = Choices({"互联网": ["网络申请"], "当面": []})
    assert parse_choice("网络申请", choices) == "互联网"
    found = parse_choice("托人带来", choices)
    assert isinstance(found, CellProblem)
    assert "互联网" in found.says


def test_columns_are_named_as_in_excel() -> None:
    assert [column_letter(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
