"""The office's own numbers and holidays: they change what is local, never what is law."""

import json
from datetime import date
from pathlib import Path

import pytest

from guiju.core.office import VARIABLE
from guiju.procedures.rulebook import office_rulebook
from guiju.procedures.yaml_source import Refused


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    return tmp_path


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
    (office / "holidays").mkdir()
    year = {"year": 2027, "notice": "通知", "holidays": {day.isoformat(): "元旦"}, "workdays": {}}
    (office / "holidays" / "2027.json").write_text(json.dumps(year), encoding="utf-8")
    calendar = office_rulebook().calendar
    assert not calendar.is_provisional(day)
    assert not calendar.is_working(day)


def test_the_rules_are_read_once_until_a_file_changes(office: Path) -> None:
    (office / "holidays").mkdir()
    first = office_rulebook()
    assert office_rulebook() is first
    year = {"year": 2027, "notice": "", "holidays": {"2027-01-04": "元旦"}, "workdays": {}}
    path = office / "holidays" / "2027.json"
    path.write_text(json.dumps(year), encoding="utf-8")
    assert office_rulebook().calendar.name_of(date(2027, 1, 4)) == "元旦"
    year["holidays"] = {"2027-01-05": "元旦假期"}
    path.write_text(json.dumps(year), encoding="utf-8")
    assert office_rulebook().calendar.name_of(date(2027, 1, 5)) == "元旦假期"


def test_the_nearest_to_a_version_that_is_gone() -> None:
    rules, day = office_rulebook(), date(2025, 1, 1)
    now = rules.in_force("inquiry", day)
    assert rules.nearest("inquiry", now.digest, date(2019, 1, 1)) is now, "the version itself"
    assert rules.nearest("inquiry", "f" * 64, day) is now, "the one of the day"
    gone = rules.nearest("our_own_rule", "f" * 64, day)
    assert (gone.id, gone.title) == ("our_own_rule", "our_own_rule")
    assert not gone.steps and not gone.acts() and not gone.time_limits, "nothing can be done by it"
