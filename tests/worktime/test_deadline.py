"""Statutory time limits, counted on dates anyone can recount on a wall calendar."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.worktime.calendar import OutOfCalendar, standard
from guiju.worktime.deadline import deadline, fixed_date, merge
from guiju.worktime.duration import Duration, Unit

CALENDAR = standard()
DAYS = st.dates(date(2015, 1, 1), date(2026, 6, 30))
LENGTHS = st.integers(1, 60)


def due(start: str, length: str, **more: object) -> str:
    return str(deadline(date.fromisoformat(start), Duration.parse(length),
                        calendar=CALENDAR, **more).due)  # type: ignore[arg-type]


def span(begins: str, ends: str) -> tuple[date, date]:
    return date.fromisoformat(begins), date.fromisoformat(ends)


@pytest.mark.parametrize(("start", "length", "expected"), [
    ("2025-03-03", "20 working days", "2025-03-31"),
    ("2025-01-20", "20 working days", "2025-02-21"),
    ("2025-06-08", "20 working days", "2025-07-04"),
    ("2024-02-04", "20 working days", "2024-03-07"),
    ("2025-09-24", "7 working days", "2025-10-10"),
    ("2025-08-06", "60 days", "2025-10-09"),
    ("2025-08-12", "60 days", "2025-10-11"),
    ("2025-08-31", "6 months", "2026-02-28"),
    ("2025-04-02", "6 months", "2025-10-09"),
    ("2016-02-29", "10 years", "2026-02-28"),
])
def test_a_limit_ends_on_the_day_a_lawyer_counts(start: str, length: str, expected: str) -> None:
    assert due(start, length) == expected


def test_overlapping_pauses_take_a_day_out_only_once() -> None:
    pauses = [span("2025-11-07", "2025-11-21"), span("2025-11-12", "2025-11-28")]
    assert due("2025-11-03", "20 working days", pauses=pauses) == "2025-12-22"


def test_a_pause_and_an_extension_add_up() -> None:
    more = {"pauses": [span("2025-10-24", "2025-11-05")],
            "extension": Duration(20, Unit.WORKING_DAYS)}
    assert due("2025-10-20", "20 working days", **more) == "2025-12-25"


def test_an_extension_counts_on_from_the_end_that_was_not_rolled() -> None:
    assert due("2025-03-10", "60 days", extension=Duration(30, Unit.DAYS)) == "2025-06-09"


def test_hours_run_through_nights_and_holidays() -> None:
    found = deadline(datetime(2025, 10, 1, 22, 30), Duration(5, Unit.HOURS), calendar=CALENDAR)
    assert found.due == datetime(2025, 10, 2, 3, 30)


def test_hours_need_a_moment_to_run_from() -> None:
    with pytest.raises(ValueError, match="时刻"):
        deadline(date(2025, 10, 1), Duration(5, Unit.HOURS), calendar=CALENDAR)


def test_backward_gives_the_latest_day_before_an_event() -> None:
    assert due("2025-06-20", "7 days", backward=True) == "2025-06-13"
    assert due("2025-10-09", "2 working days", backward=True) == "2025-09-29"


def test_a_fixed_date_is_never_rolled() -> None:
    assert fixed_date(2026, 1, 31, calendar=CALENDAR).due == date(2026, 1, 31)
    assert fixed_date(2024, 3, 1, calendar=CALENDAR, before=True).due == date(2024, 2, 29)


def test_a_date_past_the_last_notice_is_provisional() -> None:
    found = deadline(date(2026, 12, 20), Duration(20, Unit.WORKING_DAYS), calendar=CALENDAR)
    assert found.provisional
    assert not deadline(date(2026, 3, 2), Duration(5, Unit.DAYS), calendar=CALENDAR).provisional


def test_a_day_before_the_first_year_is_refused() -> None:
    with pytest.raises(OutOfCalendar, match="补充"):
        due("2012-05-01", "20 working days")


def test_a_pause_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="早于"):
        merge([span("2025-03-05", "2025-03-01")])


def test_every_day_on_the_way_is_told() -> None:
    found = deadline(date(2025, 9, 24), Duration(7, Unit.WORKING_DAYS), calendar=CALENDAR)
    counted = [day for day in found.days if day.counted]
    assert [day.counted for day in counted] == list(range(1, 8))
    assert counted[-1].on == found.due
    assert next(d for d in found.days if d.on == date(2025, 9, 28)).why == "调休上班"
    assert next(d for d in found.days if d.on == date(2025, 10, 3)).why == "国庆节"


def naive(start: date, n: int) -> date:
    day = start
    while n:
        day += timedelta(days=1)
        n -= CALENDAR.is_working(day)
    return day


@given(DAYS, LENGTHS)
def test_counting_at_once_equals_counting_day_by_day(start: date, n: int) -> None:
    found = deadline(start, Duration(n, Unit.WORKING_DAYS), calendar=CALENDAR)
    assert found.due == naive(start, n)
    assert CALENDAR.is_working(found.due)
    assert [d.counted for d in found.days if d.counted][-1] == n


@given(DAYS, LENGTHS, LENGTHS, st.sampled_from(list(Unit)[:3]))
def test_an_extension_never_shortens(start: date, n: int, more: int, unit: Unit) -> None:
    base = deadline(start, Duration(n, unit), calendar=CALENDAR)
    longer = deadline(start, Duration(n, unit), calendar=CALENDAR,
                      extension=Duration(more, Unit.WORKING_DAYS))
    assert longer.nominal > base.nominal


@given(DAYS, LENGTHS, st.integers(0, 30), st.integers(0, 40), st.integers(0, 20))
def test_a_longer_pause_is_never_an_earlier_date(
    start: date, n: int, begins: int, length: int, more: int
) -> None:
    first = start + timedelta(days=begins)
    last = first + timedelta(days=length)
    short = deadline(start, Duration(n, Unit.WORKING_DAYS), calendar=CALENDAR,
                     pauses=[(first, last)])
    long = deadline(start, Duration(n, Unit.WORKING_DAYS), calendar=CALENDAR,
                    pauses=[(first, last + timedelta(days=more))])
    plain = naive(start, n)
    assert plain <= short.due <= long.due
    assert CALENDAR.is_working(short.due)


@given(DAYS, LENGTHS, st.sampled_from([Unit.DAYS, Unit.MONTHS]))
def test_rolling_moves_only_forward_to_a_working_day(start: date, n: int, unit: Unit) -> None:
    found = deadline(start, Duration(n, unit), calendar=CALENDAR)
    assert found.due >= found.nominal
    assert CALENDAR.is_working(found.due)
    assert CALENDAR.count(found.nominal, found.due) == (found.due != found.nominal)
