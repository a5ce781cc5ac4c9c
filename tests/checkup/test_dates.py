"""Dates that people type in ways a short list of examples does not foresee."""

from datetime import date

import pytest

from guiju.checkup.cells import Cell, CellProblem, ErrorCell
from guiju.checkup.dates import parse_date


@pytest.mark.parametrize(
    "typed",
    [
        "2023。3。5",
        "2023年03月05",
        "2023 年 3 月 5 日",
        "２０２３．３．５",
        "2023—3—5",
        "2023-03-05T14:30:00",
        "2023年3月5日 下午2时30分",
        "2023/3/5 9:05:07",
        "二○二三年三月五日",
        "二零二三年三月五号",
        20230305,
        20230305.0,
    ],
)
def test_it_is_read(typed: Cell) -> None:
    assert parse_date(typed) == date(2023, 3, 5)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("二〇二三年十月十日", date(2023, 10, 10)),
        ("二〇二三年十二月三十一日", date(2023, 12, 31)),
        (36526, date(2000, 1, 1)),
        (73050, date(2099, 12, 31)),
    ],
)
def test_words_and_day_numbers_have_no_other_reading(typed: Cell, day: date) -> None:
    assert parse_date(typed) == day


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("3.5", "缺少年份"),
        ("3-5", "缺少年份"),
        ("2023.3", "缺少日"),
        (2023.3, "缺少日"),
        (202303, "缺少日"),
        ("2023年", "只有年份"),
        ("23年3月5日", "两位"),
        ("2023年3月5日至8日", "一段时间"),
        ("2023.3.5~3.8", "一段时间"),
        ("2023年3月5日，2023年3月8日", "不止一个"),
        ("二〇二三年十十月五日", "没有这一天"),
        (44990.5, "小数"),
        (36525, ""),
        (73051, ""),
        (20231301, "没有这一天"),
        ("44990", ""),
        (date(1900, 1, 5), "1990"),
        ("2100-01-01", "1990"),
        ("2023-3/5", ""),
        ("约2023-3-5", ""),
        ("x" * 300, "太长"),
    ],
)
def test_it_is_a_problem_that_says_why(typed: Cell, why: str) -> None:
    found = parse_date(typed)
    assert isinstance(found, CellProblem)
    assert why in found.why


def test_the_sentence_names_what_was_expected_what_stands_there_and_what_is_wrong() -> None:
    found = parse_date("3月5日")
    assert isinstance(found, CellProblem)
    assert found.says == "应为日期，如 2025-03-05；这里是“3月5日”，缺少年份"


def test_an_error_cell_is_told_as_a_broken_formula() -> None:
    found = parse_date(ErrorCell("#REF!"))
    assert isinstance(found, CellProblem)
    assert "“#REF!”，公式出错" in found.says
