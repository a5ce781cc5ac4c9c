"""收文处理笺 and 传阅单 say what is on record, in their zones and order, on page and paper."""

from __future__ import annotations

import io
import re

import pdfplumber
import pytest
from django.contrib.auth.models import User

from guiju.documents.readers import UNREAD, readers_of
from guiju.documents.slip import ZONES, Slip, slip_of
from guiju.org import acts as org
from guiju.procedures.corrections import Replace, correct
from guiju.procedures.desk.circulating import circulate, mark_read, recall
from guiju.procedures.desk.returning import take_back
from guiju.procedures.models import Reading
from tests.documents.desk import DONE, UNITS, Desk
from tests.office import MONDAY, noon

pytestmark = pytest.mark.django_db


def said(slip: Slip, zone: str) -> list[tuple[str, str]]:
    (found,) = [z for z in slip.zones if z.name == zone]
    return [(s.says, s.name) for s in found.signed]


def told(slip: Slip) -> dict[str, str]:
    cells: dict[str, str] = {}
    for row in (*slip.head, *slip.end):
        cells |= dict(zip(row[::2], row[1::2], strict=True))
    return cells


class TestSlip:
    def test_before_anything_is_signed_its_zones_are_empty(self, desk: Desk) -> None:
        slip = slip_of(desk.sign_for())
        assert [zone.name for zone in slip.zones] == list(ZONES)
        assert not any(zone.signed for zone in slip.zones)
        cells = told(slip)
        assert (cells["收文日期"], cells["份数"], cells["成文日期"]) == (
            "2025-03-03", "3", "2025-02-27",
        )  # fmt: skip
        assert (cells["收文编号"], cells["答复文号"]) == ("", "")

    def test_each_says_its_words_in_its_zone(self, desk: Desk) -> None:
        desk.examined()
        desk.do("propose_to_deputy", proposal="拟请吴副区长阅示。")
        desk.do("submit_to_chief", opinion="请区长批示。")
        desk.do("instruct_as_chief")
        desk.do("assign", to=UNITS, lead_unit=UNITS[0])
        for name in UNITS:
            desk.do("report_result", by=name, **DONE)
        desk.do("conclude", by=UNITS[0], **DONE)
        desk.do("confirm_result", opinion="属实。")
        slip = slip_of(desk.case)
        assert said(slip, "初审意见") == [("符合规定，办件", "办公室初审人甲")]
        assert said(slip, "拟办意见") == [("拟请吴副区长阅示。", "办公室负责人甲")]
        # The most senior stands first although the deputy signed before; without words, too.
        assert said(slip, "领导批示") == [("", "主要负责人甲"), ("请区长批示。", "分管负责人甲")]
        results = said(slip, "承办结果")
        assert [name for _, name in results] == [f"{u}经办" for u in (*UNITS, UNITS[0])]
        assert results[0][0] == f"{DONE['result']}\n已办结"
        assert said(slip, "审核意见") == [("属实。", "办公室初审人甲")]

    def test_sent_back_it_says_why(self, desk: Desk) -> None:
        desk.examined()
        desk.do("propose_to_deputy", proposal="请批示。")
        desk.do("return_to_proposing", reason="请先征求意见", opinion="补充后再报。")
        assert said(slip_of(desk.case), "领导批示") == [
            ("退回拟办：请先征求意见\n补充后再报。", "分管负责人甲")
        ]

    def test_who_acts_for_another_says_so(self, desk: Desk) -> None:
        desk.examined()
        desk.do("propose_to_deputy", proposal="请批示。")
        standing_in = desk.person("reviewer")
        post = desk.person("deputy_head").holdings.get().post
        org.delegate(
            post=post, to=standing_in, period=org.Period(MONDAY, MONDAY), reason="出差",
            by=desk.person("administrator"),
        )  # fmt: skip
        desk.do("instruct", by="reviewer", opinion="同意。")
        (one,) = said(slip_of(desk.case), "领导批示")
        assert one[0] == "同意。"
        assert re.fullmatch("办公室初审人甲（代.+）", one[1])

    def test_what_was_taken_back_is_not_printed(self, desk: Desk) -> None:
        desk.examined()
        desk.do("propose_to_deputy", proposal="请批示。")
        desk.current = take_back(desk.case, by=desk.person("proposer"), at=noon(desk.today))
        assert said(slip_of(desk.case), "拟办意见") == []

    def test_a_corrected_record_is_printed_as_corrected(self, desk: Desk) -> None:
        desk.examined()
        desk.do("propose_to_deputy", proposal="请批示。")
        facts = {"examination_result": "符合规定", "kind": "办件", "is_important": "是"}
        how = Replace(3, facts=facts)
        by = desk.person("administrator")
        desk.current = correct(desk.case, how, reason="录入有误", by=by, at=noon(desk.today))
        assert said(slip_of(desk.case), "初审意见")[0][0] == "符合规定，办件"

    def test_page_and_paper_hold_the_same_words(self, desk: Desk) -> None:
        desk.concluded()
        desk.do("confirm_result", opinion="属实。")
        client = desk.client("registrar")
        page = client.get(f"/documents/incoming/{desk.case.pk}/slip/").text
        answer = client.get(f"/documents/incoming/{desk.case.pk}/slip.pdf")
        assert answer["Content-Type"] == "application/pdf"
        with pdfplumber.open(io.BytesIO(answer.content)) as pdf:
            assert len(pdf.pages) <= 2
            rows = [row for p in pdf.pages for table in p.extract_tables() for row in table]
        paper = [re.sub(r"\s", "", cell or "") for row in rows for cell in row]
        slip = slip_of(desk.case)
        words = [text for row in (*slip.head, *slip.end) for text in row]
        words += [s.says for zone in slip.zones for s in zone.signed]
        for word in words:
            assert word in page
            assert any(re.sub(r"\s", "", word) in cell for cell in paper), word

    def test_what_is_written_by_hand_is_drawn_in_its_zone(self, desk: Desk) -> None:
        desk.examined()
        desk.do("propose_to_deputy", proposal="请批示。")
        client, at = desk.client("registrar"), f"/documents/incoming/{desk.case.pk}/slip"

        def curves() -> int:
            with pdfplumber.open(io.BytesIO(client.get(f"{at}.pdf").content)) as pdf:
                return sum(len(page.curves) for page in pdf.pages)

        before = curves()
        assert before == 0 and "<svg" not in client.get(f"{at}/").text
        desk.do("instruct", handwriting="[[100,80,140,120,180,80],[300,60,320,200]]")
        zone = client.get(f"{at}/").text.partition("领导批示")[2].partition("承办结果")[0]
        assert zone.count('class="handwriting"') == 1 and "未写意见" not in zone
        assert curves() > before

    @pytest.mark.parametrize("path", ["slip/", "slip.pdf", "readers/", "readers.pdf"])
    def test_not_for_strangers_nor_of_other_matters(self, desk: Desk, path: str) -> None:
        case = desk.sign_for()
        assert (
            desk.client("registrar").get(f"/documents/incoming/{case.pk}/{path}").status_code == 200
        )
        assert desk.client("nobody").get(f"/documents/incoming/{case.pk}/{path}").status_code == 404
        assert desk.client("registrar").get(f"/documents/incoming/99999/{path}").status_code == 404


class TestReaders:
    def circulated(self, desk: Desk) -> list[Reading]:
        desk.examined(kind="阅件")
        desk.do("distribute", distribution="办公室各科室")
        posts = [desk.units["秘书科"], desk.units[UNITS[0]], desk.units[UNITS[1]]]
        by = desk.person("registrar")
        return circulate(desk.case, posts, note="请阅", by=by, at=noon(desk.today))

    def test_who_has_read_and_who_has_not(self, desk: Desk) -> None:
        readings = self.circulated(desk)
        User.objects.filter(username="秘书科某").update(last_name="秘", first_name="某")
        mark_read(readings[0], opinion="已阅。", by=desk.person("reader"), at=noon(desk.today))
        recall(desk.case, readings[2:], by=desk.person("registrar"), at=noon(desk.today))
        sheet = readers_of(desk.case)
        assert len(sheet.rows) == 2
        assert sheet.unread == 1
        by_post = {row[1]: row for row in sheet.rows}
        mine = by_post[str(desk.units["秘书科"])]
        assert mine[2] == mine[4] == "2025-03-03 12:00"
        assert mine[5] == "已阅。"
        assert by_post[str(desk.units[UNITS[0]])][4] == UNREAD

    def test_page_and_paper(self, desk: Desk) -> None:
        self.circulated(desk)
        client = desk.client("registrar")
        page = client.get(f"/documents/incoming/{desk.case.pk}/readers/").text
        assert "共传阅3个岗位，3个未阅" in page
        with pdfplumber.open(
            io.BytesIO(client.get(f"/documents/incoming/{desk.case.pk}/readers.pdf").content)
        ) as pdf:
            paper = re.sub(r"\s", "", pdf.pages[0].extract_text())
        assert "文件传阅单" in paper
        for name in UNITS[:2]:
            assert name in page
            assert name in paper

    def test_what_a_reader_writes_by_hand_is_drawn(self, desk: Desk) -> None:
        readings = self.circulated(desk)
        client, at = desk.client("registrar"), f"/documents/incoming/{desk.case.pk}/readers"

        def curves() -> int:
            with pdfplumber.open(io.BytesIO(client.get(f"{at}.pdf").content)) as pdf:
                return sum(len(page.curves) for page in pdf.pages)

        assert curves() == 0 and "<svg" not in client.get(f"{at}/").text
        drawn = "[[10,80,140,120,990,80],[300,60,320,200]]"
        how = {"by": desk.person("reader"), "at": noon(desk.today)}
        mark_read(readings[0], opinion="照办。", handwriting=drawn, **how)
        page = client.get(f"{at}/").text
        assert page.count('class="handwriting"') == 1 and "照办。" in page
        assert curves() > 0
        with pdfplumber.open(io.BytesIO(client.get(f"{at}.pdf").content)) as pdf:
            sheet = pdf.pages[0]
            right = max(line["x1"] for line in sheet.lines)
            assert max(curve["x1"] for curve in sheet.curves) < right, "within its column"
        case_page = client.get(f"/cases/{desk.case.pk}/").text
        told = case_page.partition('id="readers"')[2].partition("</section>")[0]
        assert told.count('class="handwriting"') == 1 and "照办。" in told

    def test_none_yet(self, desk: Desk) -> None:
        case = desk.sign_for()
        page = desk.client("registrar").get(f"/documents/incoming/{case.pk}/readers/").text
        assert "还没有传阅" in page
