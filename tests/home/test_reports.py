"""The yearly reports on the page: every number opens its records; frozen stays frozen."""

from __future__ import annotations

import re
from html import unescape

import pytest

from guiju.procedures.models import Case
from guiju.reports.models import Snapshot
from tests.home.conftest import YEAR, Desk
from tests.home.test_records import rows

LAW, DISCLOSURE = f"/reports/law-based-government/{YEAR}/", f"/reports/disclosure/{YEAR}/"
_LINK = re.compile(r'<a href="([^"]*/records/[^"]*)"[^>]*>(\d+)[^<]*</a>')


@pytest.mark.parametrize("page", [LAW, DISCLOSURE])
def test_every_number_opens_exactly_that_many_records(desk: Desk, page: str) -> None:
    links = _LINK.findall(desk.client.get(page).text)
    assert len(links) > 6
    for address, n in links:
        target = desk.client.get(unescape(address))
        assert target.status_code == 200
        assert f"<b data-total>{n}</b>" in target.text
        assert rows(target.text) == min(int(n), 50)


def test_both_reports_are_listed_with_their_state(desk: Desk) -> None:
    page = desk.client.get("/reports/").text
    assert page.count("未封存") == 2


def test_unfilled_cells_say_so(desk: Desk) -> None:
    assert "未填报" in desk.client.get(DISCLOSURE).text


@pytest.mark.parametrize("page", [LAW, DISCLOSURE])
def test_the_word_file_is_a_download(desk: Desk, page: str) -> None:
    answer = desk.client.get(f"{page}docx")
    assert answer.content.startswith(b"PK")
    assert "attachment" in answer["Content-Disposition"]


def test_the_pdf_is_a_download(desk: Desk) -> None:
    assert desk.client.get(f"{LAW}pdf").content.startswith(b"%PDF")


def test_a_report_that_cannot_be_told_is_refused_by_name(desk: Desk) -> None:
    case = Case.objects.filter(procedure="foi_request").first()
    assert case is not None
    event = case.events.get(seq=1)
    case.events.create(
        jurisdiction=case.jurisdiction,
        seq=99,
        procedure=case.procedure,
        act=event.act,
        on=event.on,
        year=event.year,
        facts={**event.facts, "applicant_kind": "外星人"},
        corrects=1,
    )
    page = desk.client.get(DISCLOSURE).text
    assert "现在不能生成" in page
    assert "外星人" in page
    assert desk.client.get(f"{DISCLOSURE}docx").status_code == 404


def test_freezing_takes_a_ticked_box(desk: Desk) -> None:
    page = desk.client.post(f"{LAW}freeze/", {}, follow=True).text
    assert "没有封存" in page
    assert not Snapshot.objects.exists()


def test_a_frozen_report_stays_and_tells_what_changed(desk: Desk) -> None:
    page = desk.client.post(f"{LAW}freeze/", {"sure": "yes"}, follow=True).text
    assert "由lin封存" in page
    assert "现有记录与封存时相同" in page
    case = Case.objects.filter(procedure="study_session").first()
    assert case is not None
    event = case.events.get(seq=1)
    case.events.create(
        jurisdiction=case.jurisdiction,
        seq=99,
        procedure=case.procedure,
        act=event.act,
        on=event.on,
        year=event.year,
        corrects=1,
        void=True,
    )
    page = desk.client.get(LAW).text
    assert "集中学法：封存时2，现为1" in page
    assert re.search(r'data-figure="study.sessions">2次', page)
    again = desk.client.post(f"{LAW}freeze/", {"sure": "yes"}, follow=True).text
    assert "已经封存" in again


def test_only_ones_own_district_can_be_reported(desk: Desk, foreign: Case) -> None:
    assert desk.client.get(f"{LAW}?district=990102").status_code == 404
    assert desk.client.post(f"{LAW}freeze/?district=990102", {"sure": "yes"}).status_code == 404
    assert desk.client.get(f"/reports/no-such/{YEAR}/").status_code == 404
    assert desk.client.get(f"{LAW}records/?figure=no.such").status_code == 404


def test_freezing_is_no_link(desk: Desk) -> None:
    assert desk.client.get(f"{LAW}freeze/").status_code == 405
