"""The pages of a clean-up: from opening it to the notice, what is refused, and to whom."""

from __future__ import annotations

import io
from datetime import date

import pdfplumber
import pytest
from django.test import Client
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook

from guiju.normative.models import CleanUp
from guiju.normative.notice import notice_of
from guiju.org import acts as org
from guiju.procedures.models import Case
from tests.normative.issued import Desk, desk_of

pytestmark = pytest.mark.django_db
PAGE = "/normative/clean-ups/"
ONE, TWO, THREE = (f"云政规〔2026〕{n}号" for n in (1, 2, 3))
TYPED = {"title": "2026年规范性文件清理", "reason": "两年一次全面清理"}


@pytest.fixture
def desk(db: None) -> Desk:
    desk = desk_of()
    desk.today = timezone.localdate()
    for number, title in ((ONE, "养老服务补贴办法"), (TWO, "救助办法"), (THREE, "助餐办法")):
        desk.issue(number, title)
    return desk


@pytest.fixture
def office(desk: Desk) -> Client:
    return desk.client("office")


def opened(office: Client) -> CleanUp:
    office.post(f"{PAGE}open/", TYPED)
    return CleanUp.objects.get()


def said(office: Client, found: CleanUp, conclusion: str, *titles: str) -> None:
    items = found.items.filter(title__in=titles).values_list("pk", flat=True)
    asked = {"item": list(items), "conclusion": conclusion, "reason": "逐条核对后提出"}
    answer = office.post(f"{PAGE}{found.pk}/conclude/", asked)
    assert answer.status_code == 302, answer.text


def finished(office: Client) -> CleanUp:
    found = opened(office)
    said(office, found, "继续有效", "养老服务补贴办法")
    said(office, found, "废止", "救助办法", "助餐办法")
    office.post(f"{PAGE}{found.pk}/finish/")
    found.refresh_from_db()
    return found


def test_a_round_from_its_opening_to_the_notice(desk: Desk, office: Client) -> None:
    assert "还没有清理过" in office.get(PAGE).text
    found = opened(office)
    page = office.get(f"{PAGE}{found.pk}/")
    assert "还有3件没有结论" in page.text and page.text.count("未提出") == 3
    said(office, found, "继续有效", "养老服务补贴办法")
    refused = office.post(f"{PAGE}{found.pk}/finish/")
    assert refused.status_code == 409
    assert "《助餐办法》" in refused.text and "第一百一十六条" in refused.text
    assert "可由区民政局处理" in refused.text
    said(office, found, "废止", "救助办法", "助餐办法")
    assert office.post(f"{PAGE}{found.pk}/finish/").status_code == 302
    head = desk.client("head")
    asked = {"decision": "关于废止部分文件的决定（云政发〔2026〕9号）"}
    assert head.post(f"{PAGE}{found.pk}/decide/", asked).status_code == 302
    asked = {"address": "https://example.org/notice"}
    assert office.post(f"{PAGE}{found.pk}/publish/", asked).status_code == 302
    page = office.get("/normative/register/")
    standing = {line.number: line.validity.standing.value for line in page.context["page"]}
    assert standing == {ONE: "现行有效", TWO: "已废止", THREE: "已废止"}
    assert Case.objects.get(title="救助办法").step == "ended"
    found.refresh_from_db()
    document = notice_of(found, date(2026, 1, 1))
    assert document.dated == found.published_on
    assert [one.title[:2] for one in document.attachments] == ["继续", "废止"]


def test_the_notice_is_one_document_with_its_lists(desk: Desk, office: Client) -> None:
    found = finished(office)
    pdf = office.get(f"{PAGE}{found.pk}/notice.pdf")
    with pdfplumber.open(io.BytesIO(pdf.content)) as book:
        text = "".join(page.extract_text() for page in book.pages)
    word = office.get(f"{PAGE}{found.pk}/notice.docx")
    in_word = Document(io.BytesIO(word.content))
    cells = [cell.text for table in in_word.tables for row in table.rows for cell in row.cells]
    for number in (ONE, TWO, THREE):
        assert number in text.replace("\n", "") and any(number in cell for cell in cells)
    assert "共清理3件" in text.replace("\n", "")


def test_there_is_no_notice_before_the_round_is_finished(office: Client) -> None:
    found = opened(office)
    for name in ("notice.pdf", "notice.docx"):
        assert office.get(f"{PAGE}{found.pk}/{name}").status_code == 404


def test_the_list_as_a_workbook(desk: Desk, office: Client) -> None:
    found = finished(office)
    answer = office.get(f"{PAGE}{found.pk}/list.xlsx")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    rows = [list(row) for row in sheet.iter_rows(min_row=3, values_only=True)]
    assert [(row[1], row[4]) for row in sorted(rows, key=lambda row: str(row[1]))] == [
        (ONE, "继续有效"), (TWO, "废止"), (THREE, "废止"),
    ]  # fmt: skip


class TestNothingTypedIsLost:
    def test_on_opening(self, office: Client) -> None:
        answer = office.post(f"{PAGE}open/", {"title": "", "reason": "全面清理"})
        assert answer.status_code == 422
        assert "请写明本轮清理的名称" in answer.text and "全面清理" in answer.text

    def test_on_opening_a_second(self, office: Client) -> None:
        opened(office)
        answer = office.post(f"{PAGE}open/", {"title": "第二轮", "reason": "专项"})
        assert answer.status_code == 409
        assert "上一轮清理还没有公布结果" in answer.text and 'value="第二轮"' in answer.text

    def test_on_concluding(self, office: Client) -> None:
        found = opened(office)
        item = found.items.all()[0]
        asked = {"item": [item.pk], "conclusion": "", "reason": "仍然适用"}
        answer = office.post(f"{PAGE}{found.pk}/conclude/", asked)
        assert answer.status_code == 422 and "请选择清理结论" in answer.text
        assert "仍然适用" in answer.text and f'value="{item.pk}"' in answer.text
        assert answer.text.count(" checked") == 1

    def test_on_concluding_on_nothing(self, office: Client) -> None:
        found = opened(office)
        asked = {"conclusion": "废止", "reason": "依据已废止"}
        answer = office.post(f"{PAGE}{found.pk}/conclude/", asked)
        assert answer.status_code == 409 and "请先在清单中勾选文件" in answer.text
        assert "依据已废止" in answer.text

    @pytest.mark.parametrize("address", ["", "网站首页"])
    def test_on_publishing(self, desk: Desk, office: Client, address: str) -> None:
        found = finished(office)
        desk.client("head").post(f"{PAGE}{found.pk}/decide/", {"decision": "决定"})
        answer = office.post(f"{PAGE}{found.pk}/publish/", {"address": address})
        assert answer.status_code == 422
        assert ("请填写清理结果公布的网址" if not address else "网址写成") in answer.text


class TestWho:
    def test_whoever_has_no_part_is_told_who_has(self, desk: Desk, office: Client) -> None:
        found = opened(office)
        client = desk.client("nobody")
        for address in (PAGE, f"{PAGE}{found.pk}/", f"{PAGE}{found.pk}/list.xlsx"):
            answer = client.get(address)
            assert answer.status_code == 403 and "可由政府办公室办理" in answer.text
        assert client.post(f"{PAGE}{found.pk}/finish/").status_code == 403

    def test_an_overseer_reads_and_does_nothing(self, desk: Desk, office: Client) -> None:
        found = opened(office)
        client = desk.client("overseer")
        page = client.get(f"{PAGE}{found.pk}/").text
        assert "养老服务补贴办法" in page
        assert "完成清理" not in page and "提出结论</button>" not in page
        item = found.items.all()[0]
        asked = {"item": [item.pk], "conclusion": "废止", "reason": "x"}
        assert client.post(f"{PAGE}{found.pk}/conclude/", asked).status_code == 403
        assert client.post(f"{PAGE}{found.pk}/finish/").status_code == 403
        assert client.post(f"{PAGE}open/", TYPED).status_code == 403

    def test_a_unit_sees_and_concludes_on_its_own(self, desk: Desk, office: Client) -> None:
        other = org.create_unit(jurisdiction=desk.office.jurisdiction, name="区财政局")
        theirs = desk.import_one("云政规〔2025〕9号", "财政补助办法")
        Case.objects.filter(pk=theirs.pk).update(unit=other, secrecy=1)
        found = opened(office)
        client = desk.client("bureau")
        page = client.get(f"{PAGE}{found.pk}/")
        assert page.text.count('type="checkbox"') == 3
        said(client, found, "继续有效", "养老服务补贴办法")
        item = found.items.get(case=theirs)
        asked = {"item": [item.pk], "conclusion": "废止", "reason": "x"}
        answer = client.post(f"{PAGE}{found.pk}/conclude/", asked)
        assert answer.status_code in (403, 404)
        item.refresh_from_db()
        assert item.conclusion == ""

    def test_what_may_not_be_seen_is_not_named(self, desk: Desk, office: Client) -> None:
        found = opened(office)
        hidden = found.items.get(title="救助办法")
        Case.objects.filter(pk=hidden.case_id).update(secrecy=2)
        client = desk.client("overseer")
        page = client.get(f"{PAGE}{found.pk}/").text
        assert "救助办法" not in page and "您无权查看的文件" in page
        rows = client.get(f"{PAGE}{found.pk}/list.xlsx").content
        sheet = load_workbook(io.BytesIO(rows)).active
        assert sheet is not None
        assert all("救助" not in str(v) for row in sheet.iter_rows(values_only=True) for v in row)
        asked = {"item": [hidden.pk], "conclusion": "废止", "reason": "x"}
        assert client.post(f"{PAGE}{found.pk}/conclude/", asked).status_code == 404

    def test_another_district_is_as_if_it_were_not_there(self, desk: Desk, office: Client) -> None:
        other = org.create_jurisdiction(code="990102", name="邻区")
        theirs = CleanUp.objects.create(
            jurisdiction=other, title="邻区清理", reason="x", opened_on=desk.today,
            opened_by=desk.person("office"),
        )  # fmt: skip
        assert "邻区清理" not in office.get(PAGE).text
        for name in ("", "list.xlsx", "notice.pdf", "notice.docx"):
            assert office.get(f"{PAGE}{theirs.pk}/{name}").status_code == 404
        for name in ("conclude/", "finish/", "decide/", "publish/"):
            asked = {
                "conclusion": "废止",
                "reason": "x",
                "decision": "x",
                "address": "https://x.cn",
            }
            assert office.post(f"{PAGE}{theirs.pk}/{name}", asked).status_code == 404


def test_repealing_what_amended_others_is_warned_of(desk: Desk, office: Client) -> None:
    base = Case.objects.get(title="养老服务补贴办法")
    desk.put(base, "amend", desk.today, {"amended_by": f"修改决定（{TWO}）"}, by="head")
    found = opened(office)
    said(office, found, "废止", "救助办法")
    page = office.get(f"{PAGE}{found.pk}/").text
    assert "《养老服务补贴办法》于" in page and "是否恢复原文，须在决定中写明" in page
