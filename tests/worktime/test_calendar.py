"""Working days as announced, and the yearly files the office owns."""

import json
import runpy
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.worktime.calendar import DATA, BadCalendar, OutOfCalendar, load, read_year, standard

CALENDAR = standard()
DAYS = st.dates(date(2015, 3, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("day", "working", "name"),
    [
        (date(2024, 2, 9), True, ""),
        (date(2020, 1, 31), False, "春节"),
        (date(2025, 9, 28), True, "调休上班"),
        (date(2025, 10, 8), False, "国庆节"),
        (date(2026, 9, 20), True, "调休上班"),
        (date(2025, 3, 8), False, "周末"),
        (date(2025, 3, 10), True, ""),
    ],
)
def test_days_are_as_the_notices_say(day: date, working: bool, name: str) -> None:
    assert CALENDAR.is_working(day) is working
    assert CALENDAR.name_of(day) == name


def test_the_data_agree_with_the_library_they_came_from() -> None:
    source = pytest.importorskip("chinese_calendar")
    day = CALENDAR.first
    while day <= CALENDAR.last_known:
        assert CALENDAR.is_working(day) is source.is_workday(day), day
        day += timedelta(days=1)


def test_the_script_makes_the_packaged_files_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("chinese_calendar")
    script = Path(__file__).parents[2] / "scripts" / "make-calendar"
    monkeypatch.setattr(sys, "argv", [str(script), str(tmp_path)])
    runpy.run_path(str(script), run_name="__main__")
    made = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_text(encoding="utf-8") for path in DATA.glob("*.json")}


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


@pytest.mark.parametrize(
    "ask",
    [
        lambda day: CALENDAR.count(day, date(2015, 2, 1)),
        lambda day: CALENDAR.is_working(day),
        lambda day: CALENDAR.next_working(day),
        lambda day: CALENDAR.previous_working(day),
        lambda day: CALENDAR.name_of(day),
        lambda day: CALENDAR.add(day, 1),
    ],
)
def test_a_day_before_the_first_year_is_refused(ask: Callable[[date], object]) -> None:
    with pytest.raises(OutOfCalendar, match="2015-01-01"):
        ask(date(2013, 1, 1))


def test_counting_back_out_of_the_first_year_is_refused() -> None:
    assert CALENDAR.add(date(2015, 1, 6), -1) == date(2015, 1, 5)
    assert CALENDAR.add(date(2015, 1, 6), -2) == date(2015, 1, 4)
    with pytest.raises(OutOfCalendar):
        CALENDAR.add(date(2015, 1, 6), -3)


@given(st.dates(date(2026, 11, 1), date(2120, 12, 31)), st.integers(1, 2000))
def test_past_the_last_notice_only_weekends_are_off(day: date, n: int) -> None:
    assert CALENDAR.is_provisional(day) is (day > date(2026, 12, 31))
    assert CALENDAR.is_working(day) is (day.weekday() < 5)
    later = CALENDAR.add(day, n)
    assert later.weekday() < 5
    assert CALENDAR.count(day, later) == n
    assert CALENDAR.add(later, -n) <= day + timedelta(days=1)


def test_the_end_of_all_dates_is_refused_in_words() -> None:
    with pytest.raises(OutOfCalendar, match="9999"):
        CALENDAR.add(date(9999, 12, 30), 5)


def test_an_office_may_add_the_next_year_or_replace_one(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"year": 2027, "notice": "通知", "holidays": {"2027-01-01": "元旦"}, "workdays": {}},
    )
    write(
        tmp_path, {"year": 2025, "notice": "", "holidays": {"2025-03-10": "县庆"}, "workdays": {}}
    )
    calendar = load(DATA, tmp_path)
    assert CALENDAR.is_working(date(2027, 1, 1))
    assert not calendar.is_working(date(2027, 1, 1))
    assert not calendar.is_provisional(date(2027, 6, 1))
    assert calendar.name_of(date(2025, 3, 10)) == "县庆"
    assert calendar.is_working(date(2025, 10, 1))
    assert not calendar.is_working(date(2024, 10, 1))


def write(folder: Path, year: dict[str, object]) -> Path:
    path = folder / f"{year['year']}.json"
    path.write_text(json.dumps(year), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"year": 2026}, "文件名"),
        ({"year": "2025"}, "文件名"),
        ({"notice": 12}, "notice"),
        ({"holidays": {"2025-13-01": "?"}}, "不是日期"),
        ({"holidays": {"20251001": "国庆节"}}, "不是日期"),
        ({"holidays": {"2024-10-01": "国庆节"}}, "不在2025年"),
        ({"holidays": {"2025-10-01": ""}}, "没有名称"),
        ({"holidays": ["2025-10-01"]}, "holidays"),
        ({"workdays": {"2025-09-30": "调休上班"}}, "不是周六或周日"),
        ({"extra": 1}, "extra"),
        (
            {"holidays": {"2025-01-25": "元旦"}, "workdays": {"2025-01-25": "调休"}},
            "既是放假日又是上班日",
        ),
    ],
)
def test_a_faulty_yearly_file_is_refused(
    tmp_path: Path, change: dict[str, object], says: str
) -> None:
    good: dict[str, object] = {"year": 2025, "notice": "", "holidays": {}, "workdays": {}}
    path = tmp_path / "2025.json"
    path.write_text(json.dumps(good | change), encoding="utf-8")
    with pytest.raises(BadCalendar, match=f"2025.json.*{says}"):
        read_year(path)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "JSON"),
        ("[]", "最外层"),
        ('{"year": 2025, "notice": "", "holidays": {}}', "缺少 workdays"),
        (
            '{"year": 2025, "notice": "", "workdays": {}, "holidays":'
            ' {"2025-10-01": "国庆节", "2025-10-01": "中秋节"}}',
            "写了两次",
        ),
    ],
)
def test_a_file_of_another_shape_is_refused(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "2025.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadCalendar, match=says):
        read_year(path)


def test_a_file_of_another_name_is_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "holidays-2027.json").write_text("{}", encoding="utf-8")
    with pytest.raises(BadCalendar, match="四位年份"):
        load(DATA, tmp_path)


def test_a_missing_folder_or_year_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadCalendar, match="找不到"):
        load(tmp_path / "none")
    with pytest.raises(BadCalendar, match="至少"):
        load(tmp_path)
    for year in (2024, 2026):
        write(tmp_path, {"year": year, "notice": "", "holidays": {}, "workdays": {}})
    with pytest.raises(BadCalendar, match="2025"):
        load(tmp_path)
