"""传阅中、督办、归档、监控: what comes into these boxes and leaves them, on page and in Excel."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from guiju.procedures.models import Case
from tests.home.playing import Played

READ = {"fact_examination_result": "符合规定", "fact_kind": "阅件", "fact_is_important": "no"}


def circulated(played: Played, *, title: str = "关于供暖的通知") -> Case:
    case = played.open(title=title)
    said = {"to": f"post:{played.post_of('reviewer').pk}", "note": "请阅"}
    answer = played.at("registrar").post(f"/cases/{case.pk}/circulate/", said)
    assert answer.status_code == 302, answer.text
    return case


def urged(played: Played, *, title: str = "关于供暖的通知") -> Case:
    case = played.open(title=title)
    said = {"kind": "urge", "text": "请抓紧登记"}
    answer = played.at("registrar").post(f"/cases/{case.pk}/urge/", said)
    assert answer.status_code == 302, answer.text
    return case


def archived(played: Played) -> Case:
    case = played.do("reviewer", played.registered(), "accept", **READ)
    case = played.do("proposer", case, "distribute", fact_distribution="各科室")
    return played.do("archivist", case, "archive", fact_archive_number="2025-1")


def titles(played: Played, role: str, box: str) -> list[str]:
    """The titles in the exported box, which are those of its page."""
    client = played.at(role)
    sheet = openpyxl.load_workbook(
        io.BytesIO(client.get(f"/boxes/{box}/export.xlsx").content)
    ).active
    assert sheet is not None
    found = [str(row[0]) for row in sheet.iter_rows(min_row=3, values_only=True)]
    page = client.get(f"/boxes/{box}/").text
    assert page.count("data-record=") == len(found)
    assert all(title in page for title in found)
    return found


def test_what_one_sent_round_until_everybody_has_read_it(played: Played) -> None:
    case = circulated(played)
    assert titles(played, "registrar", "circulating") == [case.title]
    assert titles(played, "reviewer", "circulating") == [], "only whoever sent it waits for it"
    reading = case.readings.get()
    played.at("reviewer").post(f"/cases/{case.pk}/readings/{reading.pk}/", {"opinion": "已阅"})
    assert titles(played, "registrar", "circulating") == []


def test_what_has_been_urged_until_it_is_closed(played: Played) -> None:
    case = urged(played)
    assert titles(played, "registrar", "supervised") == [case.title]
    assert titles(played, "archivist", "supervised") == [case.title], "of the same unit"
    assert titles(played, "nobody", "supervised") == []
    answer = played.at("registrar").post(
        f"/cases/{case.pk}/void/", {"reason": "重复", "sure": "yes"}
    )
    assert answer.status_code == 302
    assert titles(played, "registrar", "supervised") == []


def test_what_was_filed_is_with_whoever_acted_on_it(played: Played) -> None:
    case = archived(played)
    for role in ("registrar", "reviewer", "archivist"):
        assert titles(played, role, "archived") == [case.title]
    assert titles(played, "chief_head", "archived") == []


def test_what_goes_on_is_listed_whoever_has_it_until_it_ends(played: Played) -> None:
    first, second = played.open(title="关于供暖的通知"), played.open(title="关于防汛的通知")
    for role in ("registrar", "archivist"):
        assert titles(played, role, "going") == [first.title, second.title]
    assert titles(played, "nobody", "going") == []
    Case.objects.filter(pk=second.pk).update(urgency=2)
    page = played.at("archivist").get("/boxes/going/").text
    assert page.index(second.title) < page.index(first.title), "the most urgent on top"
    Case.objects.filter(pk=second.pk).update(urgency=0)
    played.at("registrar").post(f"/cases/{first.pk}/void/", {"reason": "重复登记", "sure": "yes"})
    assert titles(played, "archivist", "going") == [second.title]
    page = played.at("archivist").get("/boxes/to-do/").text
    assert 'data-box="going"><span>监控</span></a>' in page, "looked through, not counted"


@pytest.mark.parametrize(("role", "box"), [("registrar", "opened"), ("archivist", "going")])
def test_how_long_whoever_has_a_case_has_had_it(played: Played, role: str, box: str) -> None:
    case = played.open(title="关于供暖的通知")
    task = case.tasks.get(state="open")
    had = f"{timezone.localtime(task.opened_at):%Y-%m-%d %H:%M}"
    # A second one who has it has had it for less long.
    task.pk, task.post, task.opened_at = None, None, task.opened_at + timedelta(hours=30)
    task.save(force_insert=True)
    page = played.at(role).get(f"/boxes/{box}/").text
    assert f'<td data-label="接收时间" class="came">{had}' in page
    assert "?sort=came" not in page, "no order goes by what is in another table"
    assert played.at(role).get(f"/boxes/{box}/?sort=came").status_code == 200
    played.at("registrar").post(f"/cases/{case.pk}/void/", {"reason": "重复登记", "sure": "yes"})
    assert had not in played.at(role).get(f"/boxes/{box}/?sort=").text, "nobody has it"


def test_every_box_has_its_count_in_the_menu(played: Played) -> None:
    circulated(played)
    urged(played)
    archived(played)
    page = played.at("registrar").get("/boxes/to-do/").text
    for box, label in (("circulating", "传阅中"), ("supervised", "督办")):
        assert f'data-box="{box}"><span>{label}</span><b>1</b>' in page
    assert 'data-box="archived"><span>归档</span></a>' in page, "of old cases there is no end"


def test_a_filter_hides_rows_but_neither_counts_nor_choices(played: Played) -> None:
    circulated(played)
    page = played.at("registrar").get("/boxes/circulating/?q=没有这样的标题").text
    assert "没有符合条件的事项" in page
    assert 'data-box="circulating"><span>传阅中</span><b>1</b>' in page
    units = page.split('<select id="unit"')[1].split("</select>")[0]
    assert units.count("<option") == 2, "all units, and that of the case"


def test_what_was_sent_round_is_taken_back_unread(played: Played) -> None:
    case = circulated(played)
    said = {"reading": [case.readings.get().pk, "x", "9" * 20]}
    page = played.at("registrar").post(f"/cases/{case.pk}/recall/", said, follow=True).text
    assert "已收回1份未阅的传阅。" in page
    assert case.readings.get().recalled_at is not None
    assert titles(played, "registrar", "circulating") == []
    page = played.at("registrar").post(f"/cases/{case.pk}/recall/", said, follow=True).text
    assert "没有收回：有1份已被阅读或已经收回。" in page


def test_taking_back_without_a_tick_says_so(played: Played) -> None:
    case = circulated(played)
    page = played.at("registrar").post(f"/cases/{case.pk}/recall/", {}, follow=True).text
    assert "没有收回：请先在“收回”一列勾选。" in page and "已收回" not in page
    assert case.readings.get().recalled_at is None


@pytest.mark.parametrize("unit", ["9" * 20, "x", "-1"])
def test_a_unit_that_can_be_none_narrows_nothing(played: Played, unit: str) -> None:
    case = circulated(played)
    answer = played.at("registrar").get(f"/boxes/circulating/?unit={unit}")
    assert answer.status_code == 200 and case.title in answer.text


@pytest.mark.parametrize("box", ["circulating", "supervised", "going"])
def test_no_more_queries_for_more_cases(played: Played, box: str) -> None:
    make = urged if box == "supervised" else circulated
    client = played.at("registrar")

    def queries() -> int:
        client.get(f"/boxes/{box}/")
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/boxes/{box}/")
        return len(asked)

    make(played)
    few = queries()
    for n in range(4):
        make(played, title=f"关于供暖的通知{n}")
    assert queries() == few


def test_narrowed_and_sorted_by_when_it_was_sent_round(played: Played) -> None:
    first, second = circulated(played, title="甲件"), circulated(played, title="乙件")
    assert titles(played, "registrar", "circulating") == [second.title, first.title]
    page = played.at("registrar").get("/boxes/circulating/?sort=came").text
    assert page.index("甲件") < page.index("乙件")
    assert "乙件" not in played.at("registrar").get("/boxes/circulating/?q=甲").text


def test_an_empty_box_is_counted_in_grey(played: Played) -> None:
    played.open()
    page = played.at("registrar").get("/boxes/to-do/").text
    assert 'data-box="to-do"><span>待办</span><b>1</b>' in page
    assert 'data-box="to-read"><span>待阅</span><b class="none">0</b>' in page


def test_what_was_written_on_a_paper_recalled_meanwhile_is_told(played: Played) -> None:
    case = circulated(played)
    reading = case.readings.get()
    played.at("registrar").post(f"/cases/{case.pk}/recall/", {"reading": [reading.pk]})
    said = {"opinion": "请住建局抓紧。", "handwriting": "[[1,2,3,4]]"}
    at = f"/cases/{case.pk}/readings/{reading.pk}/"
    page = played.at("reviewer").post(at, said, follow=True).text
    assert "传阅已收回" in page and "您写的“请住建局抓紧。”没有提交" in page
    assert "您手写的意见没有提交" in page
    reading.refresh_from_db()
    assert (reading.read_at, reading.opinion, reading.handwriting) == (None, "", "")


def test_strokes_that_did_not_come_whole_mark_nothing(played: Played) -> None:
    case = circulated(played)
    reading = case.readings.get()
    at = f"/cases/{case.pk}/readings/{reading.pk}/"
    page = played.at("reviewer").post(at, {"handwriting": "[[1]]"}, follow=True).text
    assert "没有收完整" in page
    page = played.at("reviewer").post(at, {"handwriting": "[[1,2]]"}, follow=True).text
    reading.refresh_from_db()
    assert reading.handwriting == "[[1,2]]" and "没有提交" not in page
