"""编号登记: who reads it, who keeps it, what it shows and to whom, on page and in the workbook."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from openpyxl import load_workbook

from guiju.checkup import printing
from guiju.documents.numbers_register import judged, summaries
from guiju.numbers.acts import enter, open_series, reserve, take
from guiju.numbers.models import Number, Series, State
from guiju.org import acts as org
from guiju.org.models import Secrecy
from guiju.procedures.models import Case
from tests.documents.desk import REGISTERED, Desk
from tests.office import MONDAY, noon

pytestmark = pytest.mark.django_db
AT = noon(MONDAY)
INDEX = "/documents/numbers/"


@pytest.fixture
def series(desk: Desk) -> Series:
    return open_series(jurisdiction=desk.office.jurisdiction, kind="发文", word="云政办发")


@pytest.fixture
def lin(desk: Desk) -> User:
    return desk.person("registrar")


@pytest.fixture
def client(desk: Desk) -> Client:
    return desk.client("registrar")


def page(series: Series, *rest: str) -> str:
    return f"{INDEX}{series.pk}/2025/{''.join(rest)}"


def filled(series: Series, lin: User) -> None:
    """1 and 2 missing, 3 on paper, 4 reserved, 5 in use."""
    enter(series, year=2025, serial=3, used_for="纸质公文", by=lin, at=AT)
    reserve(series, year=2025, count=1, reason="年初大会", by=lin, at=AT)
    take(series, year=2025, used_for="资料汇编", by=lin, at=AT)


def in_workbook(client: Client, address: str) -> list[list[Any]]:
    answer = client.get(address)
    assert answer.status_code == 200
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    return [list(row) for row in sheet.iter_rows(min_row=3, values_only=True)]


def test_an_empty_register_says_so(client: Client, series: Series) -> None:
    assert "还没有编过号" in client.get(INDEX).text
    answer = client.get(page(series))
    assert "没有断号" in answer.text and "没有符合条件的编号" in answer.text


def test_the_year_in_figures(client: Client, series: Series, lin: User) -> None:
    filled(series, lin)
    (found,) = summaries([series])
    counted = (found.last, found.used, found.reserved, found.void, found.missing)
    assert counted == (5, 2, 1, 0, 2)
    assert "缺2个" in client.get(INDEX).text


def test_page_and_workbook_show_the_same_numbers_and_the_gaps_first(
    client: Client, series: Series, lin: User
) -> None:
    filled(series, lin)
    answer = client.get(page(series))
    shown = [line.cells[0] for line in answer.context["lines"]]
    assert shown == [f"云政办发〔2025〕{n}号" for n in (3, 4, 5)]
    (gap,) = answer.context["missing"]
    assert gap.cells[0] == "云政办发〔2025〕1号至云政办发〔2025〕2号"
    rows = in_workbook(client, page(series, "numbers.xlsx"))
    assert [row[0] for row in rows] == [gap.cells[0], *shown]
    assert rows[2][1:4] == ["预留", "", "年初大会"]
    narrowed = in_workbook(client, page(series, "numbers.xlsx?state=reserved"))
    assert [row[0] for row in narrowed] == ["云政办发〔2025〕4号"]


def test_many_numbers_come_in_pages_and_in_long_ones_to_be_printed(
    client: Client, series: Series, lin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    reserve(series, year=2025, count=150, reason="专用", by=lin, at=AT)
    assert len(client.get(page(series)).context["lines"]) == 100
    assert len(client.get(page(series), {"page": "2"}).context["lines"]) == 50
    assert len(client.get(page(series), {"all": "1"}).context["lines"]) == 150
    monkeypatch.setattr(printing, "MOST_PRINTED", 120)
    second = client.get(page(series), {"all": "1", "page": "2"})
    assert len(second.context["lines"]) == 30
    assert "共150项，每页列120项，这是第2页" in second.text


class TestKeeping:
    def test_numbers_are_reserved_with_a_reason(self, client: Client, series: Series) -> None:
        asked = {"reserve-count": "2", "reserve-reason": "年初大会"}
        answer = client.post(page(series, "reserve/"), asked, follow=True)
        assert "已预留云政办发〔2025〕1号至云政办发〔2025〕2号。" in answer.text
        assert set(Number.objects.values_list("state", flat=True)) == {State.RESERVED}

    @pytest.mark.parametrize(
        ("count", "reason", "says"),
        [
            ("", "大会", "请填写个数"),
            ("三", "大会", "请填写整数"),
            ("0", "大会", "至少1个"),
            ("201", "大会", "一次最多200个"),
            ("1", " ", "请写明原因"),
        ],
    )
    def test_what_is_typed_wrongly_stays_and_says_why(
        self, client: Client, series: Series, count: str, reason: str, says: str
    ) -> None:
        asked = {"reserve-count": count, "reserve-reason": reason}
        answer = client.post(page(series, "reserve/"), asked)
        assert answer.status_code == 422
        assert says in answer.text
        assert f'value="{count}"' in answer.text or not count
        assert not Number.objects.exists()

    def test_a_number_from_paper_fills_the_gap(
        self, client: Client, series: Series, lin: User
    ) -> None:
        filled(series, lin)
        asked = {"enter-serial": "1", "enter-used_for": "关于防汛的通知（纸质）"}
        client.post(page(series, "enter/"), asked)
        (gap,) = client.get(page(series)).context["missing"]
        assert gap.cells[0] == "云政办发〔2025〕2号"

    def test_a_number_there_already_is_refused_and_nothing_typed_is_lost(
        self, client: Client, series: Series, lin: User
    ) -> None:
        filled(series, lin)
        asked = {"enter-serial": "4", "enter-used_for": "关于防汛的通知"}
        answer = client.post(page(series, "enter/"), asked)
        assert answer.status_code == 409
        assert "已登记为预留" in answer.text and 'value="关于防汛的通知"' in answer.text

    def test_voiding_asks_first_and_needs_a_reason(
        self, client: Client, series: Series, lin: User
    ) -> None:
        number = take(series, year=2025, used_for="资料汇编", by=lin, at=AT)
        address = f"{INDEX}void/{number.pk}/"
        assert "作废以后不能恢复" in client.get(address).text
        assert client.post(address, {"reason": ""}).status_code == 422
        assert "已作废" in client.post(address, {"reason": "文件撤回"}, follow=True).text
        number.refresh_from_db()
        assert (number.state, number.reason) == (State.VOID, "文件撤回")
        again = client.post(address, {"reason": "文件撤回"})
        assert again.status_code == 409 and "已经作废" in again.text

    def test_one_a_document_on_its_way_bears_stays(self, client: Client, desk: Desk) -> None:
        case = desk.sign_for("关于防汛的函")
        desk.do("register", **REGISTERED)
        number = Number.objects.get(used_for=f"case/{case.pk}")
        answer = client.post(f"{INDEX}void/{number.pk}/", {"reason": "重号"})
        assert answer.status_code == 409
        assert f"{number}由在办的事项使用，不能作废；请先退回“登记”，或者更正编号" in answer.text
        assert "条例第二十四条第二项" in answer.text and "系统管理员" in answer.text
        number.refresh_from_db()
        assert number.state == State.USED

    def test_one_entered_for_a_document_that_bears_another_goes(
        self, client: Client, desk: Desk, series: Series, lin: User
    ) -> None:
        case = desk.sign_for("关于防汛的函")
        desk.do("register", **REGISTERED)
        slip = enter(series, year=2025, serial=1, used_for=f"case/{case.pk}", by=lin, at=AT)
        page = client.post(f"{INDEX}void/{slip.pk}/", {"reason": "登错"}, follow=True).text
        assert "已作废" in page and Case.objects.get(pk=case.pk).number != str(slip)

    @pytest.mark.parametrize("used_for", [f"case/{'9' * 30}", "case/٣", "case/x", "case/3/x"])
    def test_what_it_is_used_for_may_be_any_words(
        self, client: Client, series: Series, lin: User, used_for: str
    ) -> None:
        number = enter(series, year=2025, serial=1, used_for=used_for, by=lin, at=AT)
        page = client.post(f"{INDEX}void/{number.pk}/", {"reason": "重号"}, follow=True)
        assert page.status_code == 200 and "已作废" in page.text


class TestWho:
    def test_whoever_registers_nothing_is_told_who_does(self, desk: Desk, series: Series) -> None:
        answer = desk.client("nobody").get(INDEX)
        assert answer.status_code == 403
        assert "由登记人员办理" in answer.text and "可由本单位登记人员办理" in answer.text

    def test_an_overseer_reads_and_keeps_nothing(self, desk: Desk, series: Series) -> None:
        post = org.create_post(unit=desk.office.unit, name="统计员", roles=["overseer"])
        org.appoint(user=desk.person("nobody"), post=post, since=MONDAY)
        client = desk.client("nobody")
        answer = client.get(page(series))
        assert answer.status_code == 200 and "补登编号" not in answer.text
        for address in ("reserve/", "enter/"):
            assert client.post(page(series, address), {}).status_code == 403
        assert not Number.objects.exists()

    def test_another_district_is_as_if_it_were_not_there(self, client: Client, desk: Desk) -> None:
        other = org.create_jurisdiction(code="990102", name="邻区")
        theirs = open_series(jurisdiction=other, kind="发文", word="邻政办发")
        number = take(theirs, year=2025, used_for="x", by=desk.person("registrar"), at=AT)
        assert "邻政办发" not in client.get(INDEX).text
        for address in (page(theirs), page(theirs, "numbers.xlsx"), f"{INDEX}void/{number.pk}/"):
            assert client.get(address).status_code == 404
        for address in ("reserve/", "enter/"):
            assert client.post(page(theirs, address), {}).status_code == 404

    def test_the_number_of_a_slip_or_a_letter_names_the_case_it_is_of(
        self, desk: Desk, client: Client, series: Series, lin: User
    ) -> None:
        case = desk.sign_for("关于防汛的函")
        desk.do("register", **REGISTERED)
        task = case.tasks.latest("pk")
        assert task.pk != case.pk, "the one is not taken for the other"
        for used_for in (f"task/{task.pk}/1", f"case/{case.pk}/letter/receipt/1"):
            take(series, year=2025, used_for=used_for, by=lin, at=AT)
        rows = client.get(page(series)).text
        assert rows.count(f'<a href="/cases/{case.pk}/">关于防汛的函</a>') == 2
        Case.objects.filter(pk=case.pk).update(secrecy=Secrecy.WORK_SECRET)
        hidden = client.get(page(series)).text
        assert "关于防汛的函" not in hidden and "task/" not in hidden

    def test_a_case_is_named_only_to_those_who_may_see_it(self, desk: Desk, client: Client) -> None:
        case = desk.sign_for("关于防汛的函")
        desk.do("register", **REGISTERED)
        number = Number.objects.get(used_for=f"case/{case.pk}")
        address = page(number.series)
        assert "关于防汛的函" in client.get(address).text
        Case.objects.filter(pk=case.pk).update(secrecy=Secrecy.WORK_SECRET)
        hidden = client.get(address).text
        assert "关于防汛的函" not in hidden and "您无权查看的事项" in hidden
        rows = in_workbook(client, page(number.series, "numbers.xlsx"))
        assert all("关于防汛的函" not in str(cell) for row in rows for cell in row)
        assert "关于防汛的函" not in client.get(f"{INDEX}void/{number.pk}/").text


@pytest.mark.parametrize(
    ("written", "meant", "says"),
    [
        ("云政办发[2025]第05号", "云政办发〔2025〕5号", "六角括号"),
        ("云政办发〔25〕5号", "", "四位数字"),
        ("云政办发〔2025〕5号", "云政办发〔2025〕5号", "书写规范"),
        ("<script>alert(1)</script>", "", "认不出是哪个文号"),
    ],
)
def test_a_number_somebody_wrote_is_read_and_judged(
    client: Client, series: Series, written: str, meant: str, says: str
) -> None:
    assert judged(written).meant == meant
    answer = client.get(INDEX, {"written": written})
    assert says in answer.text and meant in answer.text
    assert "<script>alert" not in answer.text
