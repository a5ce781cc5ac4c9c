"""The office's own numbers and holidays: they change what is local, never what is law."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from guiju.core.office import VARIABLE
from guiju.procedures.rulebook import office_rulebook
from guiju.procedures.yaml_source import Refused
from guiju.worktime.calendar import office_calendar


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    office_rulebook.cache_clear()
    yield tmp_path
    office_rulebook.cache_clear()


def test_a_local_parameter_is_the_offices_to_set(office: Path) -> None:
    text = json.dumps({"inquiry.reply_length": "5 working days"})
    (office / "parameters.json").write_text(text, encoding="utf-8")
    inquiry = office_rulebook().in_force("inquiry", date(2025, 1, 1))
    length = inquiry.length_of(inquiry.time_limits["reply"])
    assert length is not None
    assert length.label == "5个工作日"


def test_a_length_fixed_by_law_is_not(office: Path) -> None:
    text = json.dumps({"foi_request.reply": "60 working days"})
    (office / "parameters.json").write_text(text, encoding="utf-8")
    with pytest.raises(Refused, match="reply"):
        office_rulebook()


def test_a_parameter_of_no_procedure_is_refused(office: Path) -> None:
    (office / "parameters.json").write_text('{"dance.steps": "3 days"}', encoding="utf-8")
    with pytest.raises(Refused, match="dance"):
        office_rulebook()


def test_next_years_holidays_end_the_guessing(office: Path) -> None:
    day = date(2027, 1, 4)
    assert office_rulebook().calendar.is_provisional(day)
    office_rulebook.cache_clear()
    (office / "holidays").mkdir()
    year = {"year": 2027, "notice": "通知", "holidays": {day.isoformat(): "元旦"}, "workdays": {}}
    (office / "holidays" / "2027.json").write_text(json.dumps(year), encoding="utf-8")
    office_calendar.cache_clear()
    calendar = office_rulebook().calendar
    assert not calendar.is_provisional(day)
    assert not calendar.is_working(day)
