"""The calculator's page says what the command says, and errors stand beside their fields."""

from __future__ import annotations

from datetime import date

import pytest

from guiju.worktime.calendar import standard
from guiju.worktime.deadline import deadline
from guiju.worktime.duration import Duration
from tests.home.conftest import Desk


def ask(desk: Desk, **asked: str | list[str]) -> str:
    query = {"start": "2025-03-03", "n": "20", "unit": "working days", **asked}
    answer = desk.client.get("/deadline/", query)
    assert answer.status_code == 200
    return answer.text


def due(page: str) -> str:
    return page.partition("<time data-due>")[2].partition("</time>")[0]


@pytest.mark.parametrize(
    ("n", "unit"),
    [("20", "working days"), ("30", "days"), ("6", "months"), ("2", "years"), ("0", "days")],
)
def test_it_counts_like_the_kernel(bare: Desk, n: str, unit: str) -> None:
    expected = deadline(date(2025, 3, 3), Duration.parse(f"{n} {unit}"), calendar=standard()).due
    assert due(ask(bare, n=n, unit=unit)) == str(expected)


def test_pauses_and_an_extension_count(bare: Desk) -> None:
    page = ask(
        bare,
        pause_from=["2025-03-10", ""],
        pause_to=["2025-03-24", ""],
        more="20",
        more_unit="working days",
    )
    expected = deadline(
        date(2025, 3, 3),
        Duration.parse("20 working days"),
        calendar=standard(),
        pauses=[(date(2025, 3, 10), date(2025, 3, 24))],
        extension=Duration.parse("20 working days"),
    ).due
    assert due(page) == str(expected)
    assert "暂停" in page


def test_backward_and_the_roll_are_choices(bare: Desk) -> None:
    back = ask(bare, start="2025-10-09", n="7", unit="days", backward="on")
    assert due(back) == "2025-10-02"
    assert "最迟日" in back
    assert due(ask(bare, start="2025-09-20", n="13", unit="days", roll="no")) == "2025-10-03"
    assert due(ask(bare, start="2025-09-20", n="13", unit="days", roll="yes")) == "2025-10-09"


def test_hours_run_from_a_moment(bare: Desk) -> None:
    assert due(ask(bare, start="2025-10-01", time="22:30", n="48", unit="hours")) == (
        "2025-10-03 22:30"
    )
    assert due(ask(bare, start="2025-10-01T22:30", n="1", unit="hours")) == "2025-10-01 23:30"
    assert "须写明起算的时刻" in ask(bare, unit="hours")


def test_every_day_is_shown_with_its_number_or_why_not(bare: Desk) -> None:
    page = ask(bare, start="2025-09-26", n="5")
    for text in ("第1天", "第5天", "调休上班", "国庆节", "周末"):
        assert text in page


def test_a_year_without_a_holiday_notice_is_provisional(bare: Desk) -> None:
    assert "暂定" in ask(bare, start="2040-03-03")


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"start": "2025-02-30"}, "不是日期"),
        ({"start": ""}, "请填写起算日期"),
        ({"n": ""}, "请填写期限"),
        ({"n": "二十"}, "期限写整数"),
        ({"pause_from": "2025-03-10", "pause_to": ""}, "起日和止日都要填写"),
        ({"pause_from": "2025-03-10", "pause_to": "2025-03-01"}, "早于起日"),
        ({"pause_from": "x", "pause_to": "y"}, "不是日期"),
        ({"start": "1980-01-01"}, "1980"),
        ({"start": "9999-12-01", "n": "9999", "unit": "years"}, "超出可计算的年份"),
        ({"backward": "on", "more": "5", "more_unit": "days"}, "向前推的期限不能"),
    ],
)
def test_what_cannot_be_counted_is_told_and_nothing_typed_is_lost(
    bare: Desk, asked: dict[str, str], says: str
) -> None:
    page = ask(bare, **asked)
    assert says in page
    assert "data-due" not in page
    for value in asked.values():
        assert not value or value in page


def test_more_rows_for_pauses_keep_what_was_typed(bare: Desk) -> None:
    page = ask(bare, again="1", pause_from=["2025-03-10"], pause_to=["2025-03-24"])
    assert page.count('name="pause_from"') == 3
    for text in ("2025-03-10", "2025-03-24", "2025-03-03", 'value="20"'):
        assert text in page
    assert "data-due" not in page
