"""Lengths as statutes and people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.worktime.duration import Duration, Unit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20 working days", Duration(20, Unit.WORKING_DAYS)),
        ("1 working day", Duration(1, Unit.WORKING_DAYS)),
        ("20个工作日", Duration(20, Unit.WORKING_DAYS)),
        (" 30日 ", Duration(30, Unit.DAYS)),
        ("6 months", Duration(6, Unit.MONTHS)),
        ("48小时", Duration(48, Unit.HOURS)),
    ],
)
def test_it_is_read_as_written(text: str, expected: Duration) -> None:
    assert Duration.parse(text) == expected


@pytest.mark.parametrize(
    "text", ["", "days", "-3 days", "3.5 days", "20 weeks", "20", "99999 days"]
)
def test_anything_else_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="20 working days"):
        Duration.parse(text)


@given(st.integers(0, 9999), st.sampled_from(Unit))
def test_both_spellings_read_back(n: int, unit: Unit) -> None:
    duration = Duration(n, unit)
    assert Duration.parse(str(duration)) == duration == Duration.parse(duration.label)


def test_a_negative_length_is_refused() -> None:
    with pytest.raises(ValueError, match="负数"):
        Duration(-1, Unit.DAYS)
