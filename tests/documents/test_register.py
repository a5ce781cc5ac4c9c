"""收文登记簿: narrowed, seen within what one may see, and the same on page, paper and workbook."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from guiju.checkup import printing
from guiju.documents.register import COLUMNS
from guiju.org.models import Post, Secrecy
from guiju.procedures.desk.linking import void_case
from guiju.procedures.models import Case
from tests.documents.desk import REGISTERED, Desk, desk_of
from tests.office import MONDAY, noon

pytestmark = pytest.mark.django_db
PAGE, EXPORT = "/documents/incoming/register/", "/documents/incoming/register.xlsx"


def titles(client: Client, **asked: str) -> list[str]:
    answer = client.get(PAGE, asked)
    assert answer.status_code == 200
    return [line.cells[4] for line in answer.context["lines"]]


def in_workbook(client: Client, **asked: str) -> list[list[Any]]:
    answer = client.get(EXPORT, asked)
    assert answer.status_code == 200
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    return [list(row) for row in sheet.iter_rows(min_row=2, values_only=True)]


@pytest.fixture
def three(desk: Desk) -> Desk:
    """One handled to the end and numbered, an urgent one, and one entered by mistake."""
    desk.concluded()
    desk.do("confirm_result")
    desk.do("reply", reply_record="已报", reply_number="云政办函〔2025〕1号")
    desk.do("archive", archive_number="2025-SW-1")
    desk.sign_for(
        on=date(2025, 3, 10),
        sender="邻区人民政府",
        sender_title="关于防汛的函",
        sender_number="邻政函〔2025〕2号",
    )
    desk.do("register", **{**REGISTERED, "urgency": "特急"})
    desk.sign_for(
        on=date(2025, 3, 11), sender="市统计局", sender_title="误登的通知", sender_number=""
    )
    desk.current = void_case(
        desk.case, reason="重复登记", by=desk.person("registrar"), at=noon(desk.today)
    )
    return desk


def test_the_columns_tell_how_it_came_and_how_it_ended(three: Desk) -> None:
    heads, first, second, third = in_workbook(three.client("registrar"))
    assert heads == [column.head for column in COLUMNS]
    told = dict(zip(heads, first, strict=True))
    assert told["收文编号"] == "收〔2025〕1号"
    assert told["收文日期"].date() == MONDAY
    assert (told["来文单位"], told["来文字号"]) == ("云州市人民政府办公室", "云州政办发〔2025〕8号")
    assert (told["文种"], told["份数"], told["主办单位"]) == ("通知", 3, "区应急管理局")
    assert (told["办理情况"], told["答复文号"], told["档号"]) == (
        "办结归档", "云政办函〔2025〕1号", "2025-SW-1",
    )  # fmt: skip
    assert dict(zip(heads, second, strict=True))["办理情况"] == "初审"
    assert dict(zip(heads, third, strict=True))["办理情况"] == "已作废"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, 3),
        ({"since": "2025-03-10"}, 2),
        ({"since": "2025-03-10", "until": "2025-03-10"}, 1),
        ({"until": "2025-03-09"}, 1),
        ({"sender": "邻区"}, 1),
        ({"urgency": "特急"}, 1),
        ({"kind": "办件"}, 1),
        ({"state": "open"}, 1),
        ({"state": "closed"}, 1),
        ({"state": "voided"}, 1),
        ({"text": "防汛"}, 1),
        ({"text": "政办发〔2025〕8号"}, 1),
        ({"text": "收〔2025〕2号"}, 1),
        ({"text": "没有这样的"}, 0),
        ({"sender": "邻区", "state": "closed"}, 0),
    ],
)
def test_it_is_narrowed_on_page_and_in_the_workbook_alike(
    three: Desk, asked: dict[str, str], found: int
) -> None:
    client = three.client("registrar")
    shown = titles(client, **asked)
    assert len(shown) == found
    assert [row[4] for row in in_workbook(client, **asked)[1:]] == shown
    page = client.get(PAGE, asked).text
    assert (f"{found}件" in page) and ("没有符合条件的来文" in page) == (found == 0)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"since": "三月"}, "日期写成"),
        ({"until": "2025-02-30"}, "日期写成"),
        ({"urgency": "'; drop table"}, "不在可用的选项中"),
        ({"state": "gone"}, "不在可用的选项中"),
        ({"text": "字" * 101}, "最多写100个字"),
        ({"text": "a\x00b"}, "不允许是用空字符"),
    ],
)
def test_what_is_asked_wrongly_narrows_nothing_and_says_so(
    three: Desk, asked: dict[str, str], says: str
) -> None:
    client = three.client("registrar")
    assert len(titles(client, **asked)) == 3
    assert says in client.get(PAGE, asked).text
    assert len(in_workbook(client, **asked)) == 4


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "%", "_", "\\", "'\"", "{{ x }}"])
def test_hostile_words_are_words(three: Desk, text: str) -> None:
    client = three.client("registrar")
    assert titles(client, text=text, sender=text) == []
    assert "<script>alert" not in client.get(PAGE, {"text": text}).text


def test_a_formula_in_a_title_stays_text(desk: Desk) -> None:
    desk.sign_for(sender_title="=HYPERLINK(1)", sender="<b>某局</b>")
    client = desk.client("registrar")
    answer = client.get(EXPORT)
    cell = load_workbook(io.BytesIO(answer.content)).active["E3"]  # type: ignore[index]
    assert (cell.data_type, "HYPERLINK" in str(cell.value)) == ("s", True)
    assert "<b>某局" not in client.get(PAGE).text


def test_only_what_one_may_see_is_listed_and_counted(three: Desk) -> None:
    for name in ("nobody", "reader"):
        client = three.client(name)
        assert titles(client) == []
        assert "共0件" in client.get(PAGE).text
        assert "编号登记" not in client.get(PAGE).text, "which they may not read"
        assert len(in_workbook(client)) == 1
    assert "编号登记" in three.client("registrar").get(PAGE).text
    three.sign_for(sender_title="工作秘密件")
    Case.objects.filter(pk=three.case.pk).update(secrecy=Secrecy.WORK_SECRET)
    assert "工作秘密件" not in titles(three.client("registrar"))
    Post.objects.filter(name="收文员").update(clearance=Secrecy.WORK_SECRET)
    assert "工作秘密件" in titles(three.client("registrar"))


def test_nobody_is_asked_to_sign_in_first(client: Client, db: None) -> None:
    for path in (PAGE, EXPORT):
        assert client.get(path).status_code == 302


def test_an_empty_register(desk: Desk) -> None:
    client = desk.client("registrar")
    assert titles(client) == []
    assert "没有符合条件的来文" in client.get(PAGE, {"all": "1"}).text
    assert len(in_workbook(client)) == 1


def test_many_rows_come_by_pages_or_all_at_once(
    desk: Desk, django_assert_max_num_queries: Any
) -> None:
    case = desk.registered()
    Case.objects.bulk_create(
        Case(
            **{
                **{f.attname: getattr(case, f.attname) for f in Case._meta.concrete_fields},
                "id": None,
                "number": f"收〔2025〕{n}号",
                "facts": {**case.facts, "receipt_number": f"收〔2025〕{n}号"},
                "title": f"第{n}件",
            }
        )
        for n in range(2, 431)
    )
    desk.office.people["overseer"] = _overseer(desk)
    client = desk.client("overseer")
    assert len(titles(client)) == 50
    assert len(titles(client, page="9")) == 30
    assert len(titles(client, page="999")) == 30
    assert len(titles(client, page="第一页")) == 50
    with django_assert_max_num_queries(12):
        client.get(PAGE, {"all": "1", "paper": "a3"})
    every = titles(client, all="1")
    assert len(every) == 430
    assert [row[4] for row in in_workbook(client)[1:]] == every


def test_a_long_register_is_printed_a_thousand_rows_a_page_and_says_so(
    three: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = three.client("registrar")
    every = titles(client, all="1")
    assert "请逐页打印" not in client.get(PAGE, {"all": "1"}).text
    monkeypatch.setattr(printing, "MOST_PRINTED", 2)
    assert [titles(client, all="1", page=n) for n in "12"] == [every[:2], every[2:]]
    first = client.get(PAGE, {"all": "1", "paper": "a3"}).text
    assert "共3项，每页列2项，这是第1页" in first
    assert "all=1&amp;paper=a3&amp;page=2" in first, "the next page is printed as well"


def _overseer(desk: Desk) -> Any:
    from tests.letters.cast import seat_overseer

    seat_overseer(desk.office)
    return desk.office.people["overseer"]


def test_paper_is_a4_or_a3(desk: Desk) -> None:
    client = desk.client("registrar")
    assert '<div class="a4">' in client.get(PAGE, {"paper": "b5"}).text
    assert '<div class="a3">' in client.get(PAGE, {"all": 1, "paper": "a3"}).text


def test_the_office_is_made_anew_for_every_test() -> None:
    assert desk_of().current is None
