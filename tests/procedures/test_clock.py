"""Limits read off a history: started, paused, extended, met, late."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.procedures.clock import Reading, State, read_limit, why
from guiju.procedures.definition import Procedure
from guiju.procedures.history import Event, History
from guiju.worktime.calendar import standard
from tests.procedures.small import small

CALENDAR = standard()


@pytest.fixture(scope="module")
def p(tmp_path_factory: pytest.TempPathFactory) -> Procedure:
    return small(tmp_path_factory.mktemp("small"))


def read(p: Procedure, name: str, on: str, *events: tuple[str, str], **facts: object) -> Reading:
    history = History(tuple(Event(act, date.fromisoformat(day)) for act, day in events), facts)  # type: ignore[arg-type]
    found = read_limit(p, name, history, CALENDAR, date.fromisoformat(on))
    assert found is not None
    return found


def test_it_runs_and_says_when_to_look_again(p: Procedure) -> None:
    reading = read(p, "reply", "2025-03-10", ("receive", "2025-03-03"))
    assert (reading.state, reading.due) == (State.RUNNING, date(2025, 3, 31))
    assert reading.look_again_at == date(2025, 4, 1)


def test_silence_past_the_due_date_is_overdue(p: Procedure) -> None:
    assert read(p, "reply", "2025-04-01", ("receive", "2025-03-03")).state is State.OVERDUE
    assert read(p, "reply", "2025-03-31", ("receive", "2025-03-03")).state is State.RUNNING


def test_a_late_reply_counts_its_days(p: Procedure) -> None:
    reading = read(p, "reply", "2025-04-30", ("receive", "2025-03-03"), ("reply", "2025-04-03"))
    assert (reading.state, reading.days_late) == (State.LATE, 3)


def test_a_pause_stops_the_clock_until_the_answer(p: Procedure) -> None:
    events = (("receive", "2025-03-03"), ("consult", "2025-03-10"))
    assert read(p, "reply", "2025-03-12", *events).state is State.PAUSED
    reading = read(p, "reply", "2025-03-25", *events, ("hear", "2025-03-24"))
    assert reading.due == date(2025, 4, 15)


def test_without_an_answer_the_clock_runs_on_after_fifteen_days(p: Procedure) -> None:
    reading = read(p, "reply", "2025-05-01", ("receive", "2025-03-03"), ("consult", "2025-03-10"))
    assert reading.paused == ((date(2025, 3, 10), date(2025, 3, 31)),)


def test_an_extension_in_time_adds_what_was_granted(p: Procedure) -> None:
    base = ("receive", "2025-07-01")
    assert read(p, "reply", "2025-07-28", base, ("extend", "2025-07-25")).due == date(2025, 8, 26)
    events = (
        Event("receive", date(2025, 7, 1)),
        Event("extend", date(2025, 7, 28), facts={"units": 10}),
    )
    reading = read_limit(p, "reply", History(events), CALENDAR, date(2025, 7, 28))
    assert reading is not None
    assert reading.due == date(2025, 8, 12)


def test_an_extension_made_too_late_changes_nothing(p: Procedure) -> None:
    reading = read(p, "reply", "2025-08-01", ("receive", "2025-07-01"), ("extend", "2025-07-30"))
    assert reading.due == reading.base_due == date(2025, 7, 29)


def test_an_extension_beyond_the_lawful_length_is_cut(p: Procedure) -> None:
    events = (
        Event("receive", date(2025, 7, 1)),
        Event("extend", date(2025, 7, 28), facts={"units": 99}),
    )
    reading = read_limit(p, "reply", History(events), CALENDAR, date(2025, 7, 28))
    assert reading is not None
    assert reading.due == date(2025, 8, 26)


def test_a_minimum_period_is_broken_by_acting_too_early(p: Procedure) -> None:
    events = (("submit", "2025-09-26"), ("review", "2025-10-09"))
    assert read(p, "thinking", "2025-10-09", *events).state is State.TOO_EARLY
    events = (("submit", "2025-09-26"), ("review", "2025-10-10"))
    assert read(p, "thinking", "2025-10-10", *events).state is State.MET


def test_a_recorded_day_is_taken_as_it_is(p: Procedure) -> None:
    reading = read(p, "promised", "2025-06-09", ("receive", "2025-06-01"), due_on=date(2025, 6, 8))
    assert (reading.state, reading.due) == (State.OVERDUE, date(2025, 6, 8))


def test_a_limit_for_urgent_cases_leaves_others_alone(p: Procedure) -> None:
    history = History((Event("receive", date(2025, 6, 3)),), {"urgent": "否"})
    assert read_limit(p, "quick", history, CALENDAR, date(2025, 6, 4)) is None


def test_why_this_date_ends_on_the_due_date(p: Procedure) -> None:
    reading = read(p, "reply", "2025-03-10", ("receive", "2025-03-03"))
    counted = why(p, reading, CALENDAR)
    assert counted is not None
    assert counted.due == reading.due
    assert counted.days[-1].counted == 20


DAY = st.dates(date(2016, 1, 1), date(2026, 6, 1))


@given(DAY, st.integers(0, 25), st.integers(0, 40), st.integers(0, 25), st.integers(0, 60))
def test_due_dates_are_working_days_and_extensions_never_shorten(
    p: Procedure, start: date, consult: int, answer: int, extend: int, reply: int
) -> None:
    begun = start + timedelta(days=consult)
    events = sorted(
        [
            Event("receive", start, seq=0),
            Event("consult", begun, seq=1),
            Event("hear", begun + timedelta(days=answer), seq=2),
            Event("extend", start + timedelta(days=extend), seq=3),
            Event("reply", start + timedelta(days=reply), seq=4),
        ],
        key=lambda event: (event.on, event.seq),
    )
    reading = read_limit(p, "reply", History(tuple(events)), CALENDAR, date(2027, 1, 1))
    assert reading is not None
    assert reading.base_due is not None and reading.due is not None
    assert reading.due >= reading.base_due
    assert CALENDAR.is_working(reading.due)
    assert CALENDAR.is_working(reading.base_due)
