"""What a case's page says of the way it has come, and of what its sheet prints."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from guiju.home.case_page import FactShown, sheet_rows
from tests.foi.requests import foi_request
from tests.office import MONDAY, Office, office_of

RECEIVED = {"channel": "当面", "applicant_kind": "自然人", "receipt_evidence": "收件登记单"}


def test_short_facts_share_a_row_and_long_ones_have_their_own() -> None:
    short = [FactShown(f"项{n}", "是") for n in range(3)]
    long = FactShown("内容", "很长的内容" * 9)
    rows = sheet_rows([short[0], short[1], long, short[2]], ())
    assert rows == [[short[0], short[1]], [long], [short[2]]]


def test_what_is_signed_in_its_zone_is_not_said_twice() -> None:
    signed, kind = FactShown("拟办意见", "拟同意"), FactShown("件类", "办件")
    assert sheet_rows([signed, kind], ["拟办意见"]) == [[kind]]


@pytest.fixture
def office(db: None) -> Office:
    return office_of(foi_request())


def _path(office: Office, pk: int) -> str:
    client = Client()
    client.force_login(office.people["clerk"])
    page = client.get(f"/cases/{pk}/").content.decode()
    found = re.search(r"<svg[^>]*本件走过的环节.*?</svg>", page, re.DOTALL)
    assert found is not None
    return found[0]


def test_the_way_shows_who_has_it_and_where_it_may_go(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_: MONDAY)
    case = office.open(MONDAY, **RECEIVED)
    case = office.do(case, "accept", MONDAY)
    drawn = _path(office, case.pk)
    states = re.findall(r'class="node (\w+)"', drawn)
    assert states[:2] == ["done", "now"]
    assert set(states[2:]) == {"todo"}
    assert "等待补正" in drawn
    assert "下一步可到" in drawn
    assert drawn.count('href="#task-') == 2


def test_the_present_step_of_a_late_case_is_red(office: Office) -> None:
    """Received in March 2025 and never answered."""
    case = office.do(office.open(MONDAY, **RECEIVED), "accept", MONDAY)
    assert 'class="node late"' in _path(office, case.pk)
