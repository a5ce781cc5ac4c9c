"""The tables beside a normative document as pages: who sees them, who writes, what they hand on."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from guiju.normative.clauses import Clause, clauses_of
from guiju.normative.consultation import comments_of
from guiju.normative.filings import filings_of
from guiju.normative.models import ClauseKind, Handling
from guiju.procedures.models import Draft
from tests.normative.chain import Chain, chain
from tests.office import noon

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposed(db: None, monkeypatch: pytest.MonkeyPatch) -> Chain:
    found = chain()
    monkeypatch.setattr(timezone, "now", lambda: noon(found.today))
    return found


def sheet(content: bytes) -> list[tuple[Any, ...]]:
    return list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))


def typed(proposed: Chain, **said: str) -> dict[str, str]:
    on = proposed.today.isoformat()
    return {"who": "区餐饮协会", "received_on": on, "text": "建议放宽", "handling": "", **said}


class TestComments:
    def test_registered_studied_told(self, proposed: Chain) -> None:
        proposed.to_consultation()
        client, at = proposed.client("drafter"), f"/normative/{proposed.case.pk}/comments/"
        assert "还没有登记意见" in client.get(at).text
        assert client.post(f"{at}new/", typed(proposed)).status_code == 302
        row = comments_of(proposed.case).get()
        page = client.get(at).text
        assert "还有1条没有写明采纳情况" in page
        refused = client.post(f"{at}{row.pk}/", typed(proposed, handling="rejected"))
        assert refused.status_code == 409
        assert "不采纳的意见须写明理由" in refused.text
        assert "建议放宽" in refused.text
        said = typed(proposed, handling="rejected", reason="与上位法不一致")
        assert client.post(f"{at}{row.pk}/", said).status_code == 302
        row.refresh_from_db()
        assert (row.handling, row.reason) == (Handling.REJECTED, "与上位法不一致")
        content = client.get(at.rstrip("/") + ".xlsx").content
        assert sheet(content)[2][1:] == (
            "区餐饮协会", noon(proposed.today).replace(hour=0, tzinfo=None), "建议放宽", "不采纳",
            "与上位法不一致",
        )  # fmt: skip

    def test_a_blank_one_is_said_and_nothing_lost(self, proposed: Chain) -> None:
        proposed.to_consultation()
        at = f"/normative/{proposed.case.pk}/comments/new/"
        answer = proposed.client("drafter").post(at, typed(proposed, text=""))
        assert answer.status_code == 422
        assert "请填写意见内容。" in answer.text
        assert "区餐饮协会" in answer.text

    def test_laid_into_the_act_that_closes_the_study(self, proposed: Chain) -> None:
        proposed.to_consultation()
        proposed.comment(handling="adopted")
        proposed.wait(30)
        proposed.act("close_consultation")
        client, at = proposed.client("drafter"), f"/normative/{proposed.case.pk}/comments/"
        assert "写入意见采纳情况" in client.get(at).text
        answer = client.post(at)
        assert answer["Location"] == f"/cases/{proposed.case.pk}/acts/hear_business/"
        draft = Draft.objects.get(case=proposed.case, act="hear_business")
        assert draft.fields["fact_adoption_table"] == "共收到意见1条，采纳1条。"
        assert "共收到意见1条" in client.get(answer["Location"]).text

    def test_who_may_see_reads_only(self, proposed: Chain) -> None:
        proposed.to_consultation()
        at = f"/normative/{proposed.case.pk}/comments/"
        assert proposed.client("nobody").get(at).status_code == 404
        assert proposed.client("nobody").get(at.rstrip("/") + ".xlsx").status_code == 404
        office = proposed.client("office")
        assert "comments/new/" not in office.get(at).text
        assert office.post(f"{at}new/", typed(proposed)).status_code == 403
        assert office.post(at).status_code == 403
        assert not comments_of(proposed.case).exists()

    def test_another_documents_opinion_is_not_here(self, proposed: Chain) -> None:
        proposed.to_consultation()
        proposed.comment()
        row = comments_of(proposed.case).get()
        at = f"/normative/{proposed.case.pk + 1}/comments/{row.pk}/"
        assert proposed.client("drafter").get(at).status_code == 404


class TestClauses:
    def test_written_judged_and_laid(self, proposed: Chain) -> None:
        proposed.to_consultation()
        client, at = proposed.client("drafter"), f"/normative/{proposed.case.pk}/clauses/"
        said = {"clause": "第三条", "text": "收取管理费", "kind": "fee", "cited": ""}
        assert client.post(f"{at}new/", said).status_code == 302
        page = client.get(at).text
        assert "1条没有依据或者依据不成立，不能送审" in page
        row = clauses_of(proposed.case).get()
        said["cited"] = "《某省集贸市场管理条例》第十条"
        assert client.post(f"{at}{row.pk}/", said).status_code == 302
        assert "无法核对" in client.get(at).text
        rows = sheet(client.get(at.rstrip("/") + ".xlsx").content)
        assert rows[2][1:5] == ("第三条", "收取管理费", "行政收费", said["cited"])
        assert client.post(f"{at}{row.pk}/", {"do": "drop"}).status_code == 302
        assert not clauses_of(proposed.case).exists()

    def test_the_explanation_tells_what_the_record_knows(self, proposed: Chain) -> None:
        proposed.to_consultation()
        proposed.wait(30)
        proposed.act("close_consultation")
        proposed.act("hear_business", business_opinions="已听取", adoption_table="没有意见")
        proposed.act("competition_review", competition_document="云市监公审〔2026〕1号")
        proposed.clause(Clause("第三条", "收费", ClauseKind.FEE, "《某省条例》第十条"))
        client, at = proposed.client("drafter"), f"/normative/{proposed.case.pk}/clauses/"
        answer = client.post(at)
        assert answer["Location"].endswith("/acts/submit_for_review/")
        fields = Draft.objects.get(case=proposed.case, act="submit_for_review").fields
        told = fields["fact_draft_explanation"]
        for words in (
            "《某省条例》第十条",
            "2026年3月2日公开征求意见",
            "云市监公审〔2026〕1号",
            "（请补写）",
        ):
            assert words in told
        assert fields["fact_basis_table"] == "第三条（行政收费）：《某省条例》第十条（无法核对）"

    def test_not_by_somebody_else(self, proposed: Chain) -> None:
        proposed.to_consultation()
        at = f"/normative/{proposed.case.pk}/clauses/"
        assert proposed.client("nobody").get(at).status_code == 404
        said = {"clause": "第三条", "text": "收费", "kind": "none"}
        assert proposed.client("reviewer").post(f"{at}new/", said).status_code in (403, 404)
        assert not clauses_of(proposed.case).exists()


class TestFilings:
    def test_sent_to_two_and_laid(self, proposed: Chain) -> None:
        proposed.published()
        client, at = proposed.client("office"), f"/normative/{proposed.case.pk}/filings/"
        on = proposed.today.isoformat()
        assert "还没有报送备案" in client.get(at).text
        for organ in ("government", "congress"):
            said = {"organ": organ, "sent_on": on, "receipt": f"{organ}1号", "receipt_on": on}
            assert client.post(at, said).status_code == 302
        assert filings_of(proposed.case).count() == 2
        answer = client.post(at, {"do": "lay"})
        assert answer["Location"].endswith("/acts/record_filing/")
        fields = Draft.objects.get(case=proposed.case, act="record_filing").fields
        assert fields["fact_filing_city"] == f"government1号（{on}）"

    def test_a_receipt_without_its_day(self, proposed: Chain) -> None:
        proposed.published()
        at = f"/normative/{proposed.case.pk}/filings/"
        said = {"organ": "congress", "sent_on": proposed.today.isoformat(), "receipt": "1号"}
        answer = proposed.client("office").post(at, said)
        assert answer.status_code == 409
        assert "编号和日期须一并填写" in answer.text


def test_the_page_of_the_case_leads_to_the_tables(proposed: Chain) -> None:
    proposed.to_consultation()
    page = proposed.client("drafter").get(f"/cases/{proposed.case.pk}/").text
    for name in ("comments", "clauses", "filings"):
        assert f"/normative/{proposed.case.pk}/{name}/" in page
