"""Statutory time limits, counted on dates anyone can recount on a wall calendar."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.worktime.calendar import OutOfCalendar, standard
from guiju.worktime.deadline import (
    CannotCount,
    Deadline,
    Interval,
    add_months,
    deadline,
    fixed_date,
    merge,
)
from guiju.worktime.duration import Duration, Unit
from guiju.worktime.explain import text

CALENDAR = standard()
DAYS = st.dates(date(2015, 1, 1), date(2026, 6, 30))
LENGTHS = st.integers(1, 60)


def count(  # noqa: PLR0913 - the parts a limit can have
    start: str,
    length: str,
    *,
    pauses: Sequence[Interval] = (),
    extend: str = "",
    backward: bool = False,
    roll: bool | None = None,
) -> Deadline:
    return deadline(
        datetime.fromisoformat(start) if "T" in start else date.fromisoformat(start),
        Duration.parse(length),
        calendar=CALENDAR,
        pauses=pauses,
        extension=Duration.parse(extend) if extend else None,
        backward=backward,
        roll=roll,
    )


def due(start: str, length: str) -> str:
    return str(count(start, length).due)


def span(begins: str, ends: str) -> tuple[date, date]:
    return date.fromisoformat(begins), date.fromisoformat(ends)


@pytest.mark.parametrize(
    ("start", "length", "expected"),
    [
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
    ],
)
def test_a_limit_ends_on_the_day_a_lawyer_counts(start: str, length: str, expected: str) -> None:
    assert due(start, length) == expected


def test_overlapping_pauses_take_a_day_out_only_once() -> None:
    pauses = [span("2025-11-07", "2025-11-21"), span("2025-11-12", "2025-11-28")]
    found = count("2025-11-03", "20 working days", pauses=pauses)
    assert str(found.due) == "2025-12-22"
    assert found.paused == (span("2025-11-07", "2025-11-28"),)


def test_the_day_a_pause_begins_still_counts_and_the_day_it_ends_does_not() -> None:
    found = count("2025-09-22", "20 working days", pauses=[span("2025-09-29", "2025-10-13")])
    assert str(found.due) == "2025-10-31"
    told = {day.on: day for day in found.days}
    assert told[date(2025, 9, 29)].counted == 6
    assert told[date(2025, 10, 13)].why == "暂停"
    assert told[date(2025, 10, 14)].counted == 7


def test_a_pause_begun_after_the_last_day_changes_nothing() -> None:
    pauses = [span("2025-03-31", "2025-04-30")]
    assert str(count("2025-03-03", "20 working days", pauses=pauses).due) == "2025-03-31"


def test_calendar_limits_lose_the_calendar_days_of_a_pause() -> None:
    pauses = [span("2025-03-10", "2025-03-20")]
    assert str(count("2025-03-03", "30 days", pauses=pauses, roll=False).due) == "2025-04-12"
    assert str(count("2025-03-03", "1 month", pauses=pauses, roll=False).due) == "2025-04-13"


def test_a_pause_and_an_extension_add_up() -> None:
    found = count(
        "2025-10-20",
        "20 working days",
        extend="20 working days",
        pauses=[span("2025-10-24", "2025-11-05")],
    )
    assert str(found.due) == "2025-12-25"


def test_an_extension_counts_on_from_the_end_that_was_not_rolled() -> None:
    assert str(count("2025-03-10", "60 days", extend="30 days").due) == "2025-06-09"
    assert str(count("2025-03-10", "60 days", extend="30 days").nominal) == "2025-06-08"


def test_months_are_extended_from_the_start_so_that_the_day_is_kept() -> None:
    assert str(count("2024-12-31", "2 months", extend="1 month", roll=False).due) == "2025-03-31"


def test_an_extension_in_another_unit_is_numbered_anew() -> None:
    found = count("2025-03-03", "5 days", extend="2 working days")
    assert str(found.due) == "2025-03-11"
    assert [(day.counted, day.why) for day in found.days][-3:] == [
        (None, "周末"),
        (1, "延长"),
        (2, "延长"),
    ]


def test_hours_run_through_nights_and_holidays() -> None:
    assert text(count("2025-10-01T22:30", "5 hours").due) == "2025-10-02 03:30"


def test_hours_may_be_extended_by_hours_and_counted_back() -> None:
    assert text(count("2025-10-01T22:30", "5 hours", extend="24 hours").due) == "2025-10-03 03:30"
    assert text(count("2025-10-01T03:00", "5 hours", backward=True).due) == "2025-09-30 22:00"


def test_backward_gives_the_latest_day_before_an_event() -> None:
    assert str(count("2025-06-20", "7 days", backward=True).due) == "2025-06-13"
    assert str(count("2025-10-09", "2 working days", backward=True).due) == "2025-09-29"
    assert str(count("2025-03-31", "1 month", backward=True).due) == "2025-02-28"


def test_a_backward_limit_is_moved_earlier_so_that_notice_is_never_cut_short() -> None:
    assert str(count("2025-10-12", "7 days", backward=True).due) == "2025-10-05"
    assert str(count("2025-10-12", "7 days", backward=True, roll=True).due) == "2025-09-30"


def test_rolling_can_be_switched_off_and_on() -> None:
    assert str(count("2025-08-06", "60 days", roll=False).due) == "2025-10-05"
    assert str(count("2025-08-12", "60 days").due) == "2025-10-11"
    assert str(count("2025-10-01", "0 working days", roll=True).due) == "2025-10-09"


@pytest.mark.parametrize(
    ("part", "combine"),
    [
        ("start", lambda: count("2025-10-01", "5 hours")),
        ("roll", lambda: count("2025-10-01T08:00", "5 hours", roll=True)),
        (
            "pauses",
            lambda: count("2025-10-01T08:00", "5 hours", pauses=[span("2025-10-01", "2025-10-02")]),
        ),
        ("extension", lambda: count("2025-10-01T08:00", "5 hours", extend="1 day")),
        ("extension", lambda: count("2025-10-01", "5 days", extend="5 hours")),
        ("backward", lambda: count("2025-10-01", "5 days", extend="5 days", backward=True)),
        ("pauses", lambda: merge([(datetime.fromisoformat("2025-01-01T08:00"), date(2025, 1, 2))])),
        ("pauses", lambda: merge([span("2025-03-05", "2025-03-01")])),
    ],
)
def test_what_no_limit_combines_is_refused_by_the_part_at_fault(
    part: str, combine: Callable[[], object]
) -> None:
    with pytest.raises(CannotCount) as refused:
        combine()
    assert refused.value.part == part


def test_a_fixed_date_is_never_rolled() -> None:
    assert fixed_date(2026, 1, 31, calendar=CALENDAR).due == date(2026, 1, 31)
    assert fixed_date(2024, 3, 1, calendar=CALENDAR, before=True).due == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("found", "provisional"),
    [
        (lambda: count("2026-12-20", "20 working days"), True),
        (lambda: count("2026-12-28", "3 working days"), False),
        (lambda: count("2026-12-28", "4 working days"), True),
        (lambda: count("2026-12-01", "40 days"), True),
        (lambda: count("2026-12-01", "40 days", roll=False), False),
        (lambda: count("2026-12-01", "40 days", roll=False, extend="1 working day"), True),
        (lambda: count("2026-12-01", "30 days"), False),
        (lambda: count("2027-01-01", "2 working days", backward=True), False),
        (lambda: count("2027-01-02", "2 working days", backward=True), True),
        (lambda: count("2027-03-01", "7 days", backward=True), False),
        (lambda: count("2026-12-31T20:00", "48 hours"), False),
    ],
)
def test_a_date_is_provisional_when_it_needs_a_notice_not_yet_known(
    found: Callable[[], Deadline], provisional: bool
) -> None:
    assert found().provisional is provisional


@pytest.mark.parametrize("length", ["20 working days", "60 days"])
def test_a_day_before_the_first_year_is_refused(length: str) -> None:
    with pytest.raises(OutOfCalendar, match="补充"):
        due("2012-05-01", length)


def test_a_calendar_limit_that_does_not_roll_needs_no_notice() -> None:
    found = count("2005-02-28", "10 years", roll=False)
    assert found.due == date(2015, 2, 28)
    assert found.days[0].counted == 1


@pytest.mark.parametrize("length", ["9999 years", "9999 months", "9999 working days"])
def test_the_end_of_all_dates_is_refused_in_words(length: str) -> None:
    with pytest.raises(OutOfCalendar, match="年份"):
        due("9990-01-01", length)


def test_every_day_on_the_way_is_told() -> None:
    found = deadline(date(2025, 9, 24), Duration(7, Unit.WORKING_DAYS), calendar=CALENDAR)
    counted = [day for day in found.days if day.counted]
    assert [day.counted for day in counted] == list(range(1, 8))
    assert counted[-1].on == found.due
    assert next(d for d in found.days if d.on == date(2025, 9, 28)).why == "调休上班"
    assert next(d for d in found.days if d.on == date(2025, 10, 3)).why == "国庆节"


def test_the_days_rolled_over_are_told() -> None:
    told = count("2025-08-06", "60 days").days
    assert (told[59].on, told[59].counted) == (date(2025, 10, 5), 60)
    assert [(day.counted, day.why) for day in told[60:]] == [
        (None, "中秋节，顺延"),
        (None, "国庆节，顺延"),
        (None, "国庆节，顺延"),
        (None, "顺延至此"),
    ]


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
    longer = deadline(
        start, Duration(n, unit), calendar=CALENDAR, extension=Duration(more, Unit.WORKING_DAYS)
    )
    assert longer.nominal > base.nominal


@given(DAYS, LENGTHS, st.integers(0, 30), st.integers(0, 40), st.integers(0, 20))
def test_a_longer_pause_is_never_an_earlier_date(
    start: date, n: int, begins: int, length: int, more: int
) -> None:
    first = start + timedelta(days=begins)
    last = first + timedelta(days=length)
    short = deadline(
        start, Duration(n, Unit.WORKING_DAYS), calendar=CALENDAR, pauses=[(first, last)]
    )
    long = deadline(
        start,
        Duration(n, Unit.WORKING_DAYS),
        calendar=CALENDAR,
        pauses=[(first, last + timedelta(days=more))],
    )
    plain = naive(start, n)
    assert plain <= short.due <= long.due
    assert CALENDAR.is_working(short.due)


@given(DAYS, LENGTHS, st.sampled_from([Unit.DAYS, Unit.MONTHS]))
def test_rolling_moves_only_forward_to_a_working_day(start: date, n: int, unit: Unit) -> None:
    found = deadline(start, Duration(n, unit), calendar=CALENDAR)
    assert found.due >= found.nominal
    assert CALENDAR.is_working(found.due)
    assert CALENDAR.count(found.nominal, found.due) == (found.due != found.nominal)


@given(DAYS, LENGTHS, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 25)), max_size=4))
def test_pauses_in_any_order_take_each_working_day_out_once(
    start: date, n: int, spans: list[tuple[int, int]]
) -> None:
    pauses = [(start + timedelta(days=a), start + timedelta(days=a + b)) for a, b in spans]
    found = deadline(start, Duration(n, Unit.WORKING_DAYS), calendar=CALENDAR, pauses=pauses)
    again = deadline(
        start,
        Duration(n, Unit.WORKING_DAYS),
        calendar=CALENDAR,
        pauses=[*reversed(pauses), *pauses],
    )
    assert found == again
    day, left = start, n
    while left:
        day += timedelta(days=1)
        paused = any(a < day <= b for a, b in pauses)
        left -= CALENDAR.is_working(day) and not paused
    assert found.due == day


@given(DAYS, LENGTHS, st.sampled_from([Unit.WORKING_DAYS, Unit.DAYS, Unit.MONTHS]))
def test_the_days_told_add_up_to_the_limit(start: date, n: int, unit: Unit) -> None:
    found = deadline(start, Duration(n, unit), calendar=CALENDAR)
    told = [day.on for day in found.days]
    assert told == [start + timedelta(days=i + 1) for i in range(len(told))]
    assert told[-1] == found.due
    assert max(day.on for day in found.days if day.counted) == found.nominal


@given(DAYS, st.integers(-200, 200))
def test_a_month_later_is_the_same_day_or_the_end_of_the_month(start: date, n: int) -> None:
    later = add_months(start, n)
    assert (later.year - start.year) * 12 + later.month - start.month == n
    assert later.day == start.day or (later + timedelta(days=1)).day == 1
