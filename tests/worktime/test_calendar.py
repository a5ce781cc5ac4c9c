"""Working days as announced, and the yearly files the office owns."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.worktime.calendar import DATA, BadCalendar, OutOfCalendar, load, read_year, standard

CALENDAR = standard()
DAYS = st.dates(date(2015, 3, 1), date(2027, 12, 31))


@pytest.mark.parametrize(("day", "working", "name"), [
    (date(2024, 2, 9), True, ""),
    (date(2020, 1, 31), False, "春节"),
    (date(2025, 9, 28), True, "调休上班"),
    (date(2025, 10, 8), False, "国庆节"),
    (date(2026, 9, 20), True, "调休上班"),
    (date(2025, 3, 8), False, "周末"),
    (date(2025, 3, 10), True, ""),
])
def test_days_are_as_the_notices_say(day: date, working: bool, name: str) -> None:
    assert CALENDAR.is_working(day) is working
    assert CALENDAR.name_of(day) == name


def test_the_data_agree_with_the_library_they_came_from() -> None:
    source = pytest.importorskip("chinese_calendar")
    day = CALENDAR.first
    while day <= CALENDAR.last_known:
        assert CALENDAR.is_working(day) is source.is_workday(day), day
        day += timedelta(days=1)


def test_the_years_run_from_2015_to_2026() -> None:
    assert [year.year for year in CALENDAR.years] == list(range(2015, 2027))


@given(DAYS, st.integers(1, 300))
def test_adding_and_counting_are_inverse(day: date, n: int) -> None:
    later = CALENDAR.add(day, n)
    assert CALENDAR.count(day, later) == n
    assert CALENDAR.is_working(later)


@given(DAYS, st.integers(1, 40))
def test_going_back_stops_at_the_nth_working_day_before(day: date, n: int) -> None:
    earlier = CALENDAR.add(day, -n)
    assert CALENDAR.is_working(earlier)
    assert CALENDAR.count(earlier - timedelta(days=1), day - timedelta(days=1)) == n


@given(DAYS)
def test_the_next_working_day_is_never_earlier(day: date) -> None:
    following = CALENDAR.next_working(day)
    assert following >= day
    assert CALENDAR.is_working(following)
    assert (following == day) is CALENDAR.is_working(day)


def test_a_day_before_the_first_year_is_refused() -> None:
    with pytest.raises(OutOfCalendar):
        CALENDAR.count(date(2013, 1, 1), date(2015, 2, 1))


def test_an_office_may_add_the_next_year(tmp_path: Path) -> None:
    for path in DATA.glob("*.json"):
        (tmp_path / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    year = {"year": 2027, "notice": "通知", "holidays": {"2027-01-01": "元旦"}, "workdays": {}}
    (tmp_path / "2027.json").write_text(json.dumps(year), encoding="utf-8")
    calendar = load(tmp_path)
    assert CALENDAR.is_working(date(2027, 1, 1))
    assert not calendar.is_working(date(2027, 1, 1))
    assert not calendar.is_provisional(date(2027, 6, 1))


@pytest.mark.parametrize(("change", "says"), [
    ({"year": 2026}, "文件名"),
    ({"holidays": {"2025-13-01": "?"}}, "不是日期"),
    ({"holidays": {"2024-10-01": "国庆节"}}, "不在2025年"),
    ({"extra": 1}, "四项"),
    ({"holidays": {"2025-01-01": "元旦"}, "workdays": {"2025-01-01": "调休"}}, "既是放假日又是上班日"),
])
def test_a_faulty_yearly_file_is_refused(
    tmp_path: Path, change: dict[str, object], says: str
) -> None:
    good = {"year": 2025, "notice": "", "holidays": {}, "workdays": {}}
    path = tmp_path / "2025.json"
    path.write_text(json.dumps(good | change), encoding="utf-8")
    with pytest.raises(BadCalendar, match=says):
        read_year(path)


def test_a_missing_year_is_refused(tmp_path: Path) -> None:
    for year in (2024, 2026):
        data = {"year": year, "notice": "", "holidays": {}, "workdays": {}}
        (tmp_path / f"{year}.json").write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(BadCalendar, match="2025"):
        load(tmp_path)
