"""Who asked, on a page of its own; and the records that are laid into the draft of an act."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from guiju.audit.models import Entry
from guiju.foi.applicants import known
from guiju.foi.panels import panels
from guiju.org import acts as org
from guiju.procedures.desk.drafting import Place, save_draft
from guiju.procedures.desk.panels import panels_of
from guiju.procedures.desk.visibility import viewer_of
from guiju.procedures.models import Case, Draft
from guiju.procedures.storing import chain_of
from tests.letters.cast import handled, seat_overseer
from tests.office import MONDAY, Office, noon

SEARCH = {
    "places": "文电系统",
    "keywords": "供水",
    "searcher": "冯科员",
    "on": "2025-03-05",
    "result": "检索到",
    "note": "",
}
SENTENCE = "2025年3月5日，冯科员在文电系统以“供水”为关键词检索，结果为检索到"


def signed_in(office: Office, name: str) -> Client:
    client = Client()
    client.force_login(office.people[name])
    return client


class TestApplicant:
    def test_masked_until_a_reason_is_given(self, office: Office, case: Case) -> None:
        client, path = signed_in(office, "clerk"), f"/foi/cases/{case.pk}/applicant/"
        page = client.get(path)
        assert "张**" in page.text
        assert "张三丰" not in page.text
        ids = re.findall(r' id="([^"]+)"', page.text)
        assert len(ids) == len(set(ids)), "each reason has a label of its own"
        assert client.post(path, {"do": "reveal", "reason": " "}).status_code == 422
        shown = client.post(path, {"do": "reveal", "reason": "寄送答复书"})
        assert shown.status_code == 200
        for text in ("张三丰", "0000-1234567", "云岭区松林路1号"):
            assert text in shown.text
        assert shown["Cache-Control"] == "private, no-store"
        entries = Entry.objects.filter(chain=chain_of(case), verb="reveal_applicant")
        assert [("寄送答复书" in e.payload) for e in entries] == [True]
        assert "张三丰" not in client.get(path).text

    def test_what_was_left_blank_stays(self, office: Office, case: Case) -> None:
        client, path = signed_in(office, "clerk"), f"/foi/cases/{case.pk}/applicant/"
        said = {"do": "amend", "address": "云岭区新路9号", "name": "", "reason": "申请人来电更正"}
        assert client.post(path, said).status_code == 302
        identity = known(case)
        assert identity is not None
        assert (identity.name, identity.address) == ("张三丰", "云岭区新路9号")
        nothing = client.post(path, {"do": "amend", "reason": "无"})
        assert nothing.status_code == 409
        assert "请填写要登记、修改的内容" in nothing.text

    def test_overseers_see_the_mask_and_strangers_nothing(self, office: Office, case: Case) -> None:
        path = f"/foi/cases/{case.pk}/applicant/"
        seat_overseer(office)
        overseer = signed_in(office, "overseer")
        assert "只供办理依申请公开的岗位查看" in overseer.get(path).text
        for do in ("reveal", "amend"):
            said = {"do": do, "reason": "看看", "name": "李四"}
            answer = overseer.post(path, said)
            assert answer.status_code == 403
            assert "张三丰" not in answer.text
        stranger = signed_in(office, "nobody")
        assert stranger.get(path).status_code == 404
        assert stranger.post(path, {"do": "reveal", "reason": "看看"}).status_code == 404
        identity = known(case)
        assert identity is not None
        assert identity.name == "张三丰"

    def test_the_role_without_sight_of_the_case_is_not_enough(
        self, office: Office, case: Case
    ) -> None:
        elsewhere = org.create_unit(jurisdiction=office.jurisdiction, name="区某局")
        post = org.create_post(unit=elsewhere, name="承办", roles=["foi_request.handler"])
        org.appoint(user=office.people["nobody"], post=post, since=date(2015, 1, 1))
        answer = signed_in(office, "nobody").post(
            f"/foi/cases/{case.pk}/applicant/", {"do": "reveal", "reason": "看看"}
        )
        assert answer.status_code == 404


class TestRecords:
    @pytest.fixture
    def case(self, office: Office, letterhead: object) -> Case:
        return handled(office)

    def path(self, case: Case, name: str = "search-record") -> str:
        return f"/foi/cases/{case.pk}/{name}/"

    def test_the_search_lands_in_the_draft_of_its_act(self, office: Office, case: Case) -> None:
        answer = signed_in(office, "handler").post(self.path(case), SEARCH)
        assert answer.status_code == 302
        assert answer["Location"].endswith(f"/cases/{case.pk}/acts/search/")
        draft = Draft.objects.get(user=office.people["handler"], case=case)
        assert draft.act == "search"
        assert draft.fields == {"fact_search_record": SENTENCE, "fact_search_result": "检索到"}

    def test_not_ours_goes_to_the_act_of_that_name(self, office: Office, case: Case) -> None:
        said = {**SEARCH, "result": "不属于本机关负责公开"}
        signed_in(office, "handler").post(self.path(case), said)
        assert Draft.objects.get(case=case).act == "find_competent_organ"

    def test_what_was_typed_before_stays_above_it(self, office: Office, case: Case) -> None:
        handler = office.people["handler"]
        place = Place(office.jurisdiction, "foi_request", "search", case)
        before = {"fact_search_record": "先前一次检索的情况", "note": "备忘"}
        save_draft(place, before, token=0, by=handler, at=noon(MONDAY))
        client = signed_in(office, "handler")
        for _ in range(2):
            assert client.post(self.path(case), SEARCH).status_code == 302
        fields = Draft.objects.get(case=case).fields
        assert fields["fact_search_record"] == f"先前一次检索的情况\n{SENTENCE}"
        assert fields["note"] == "备忘"

    def test_the_act_form_shows_it(self, office: Office, case: Case) -> None:
        client = signed_in(office, "handler")
        page = client.post(self.path(case), SEARCH, follow=True)
        assert page.status_code == 200
        assert SENTENCE in page.text

    def test_what_is_missing_is_said_and_the_rest_kept(self, office: Office, case: Case) -> None:
        client = signed_in(office, "handler")
        answer = client.post(self.path(case), {**SEARCH, "keywords": ""})
        assert answer.status_code == 422
        assert "请填写检索关键词" in answer.text
        assert "文电系统" in answer.text
        answer = client.post(self.path(case), {**SEARCH, "keywords": "“”"})
        assert answer.status_code == 409
        assert not Draft.objects.exists()

    def test_not_by_whoever_does_not_handle_it(self, office: Office, case: Case) -> None:
        answer = signed_in(office, "clerk").post(self.path(case), SEARCH)
        assert answer.status_code == 403
        assert "可由信息承办单位处理" in answer.text
        assert signed_in(office, "nobody").post(self.path(case), SEARCH).status_code == 404
        answer = signed_in(office, "head").post(
            self.path(case, "partial-test"),
            {"withheld": "账号", "separable": "yes", "released": "其余", "grounds": "遮盖"},
        )
        assert answer.status_code == 403  # no reply is being signed yet
        assert not Draft.objects.exists()

    def test_the_judgment_lands_in_the_draft_of_the_reply(self, office: Office, case: Case) -> None:
        tuesday = date(2025, 3, 4)
        case = office.do(case, "search", tuesday, search_record="x", search_result="检索到")
        case = office.do(case, "submit_draft", tuesday, third_party_conclusion="不涉及第三方")
        case = office.do(case, "secrecy_review", tuesday, secrecy_finding="已审查")
        case = office.do(case, "review", tuesday)
        said = {"withheld": "账号", "separable": "no", "grounds": "全文均为账号"}
        answer = signed_in(office, "head").post(self.path(case, "partial-test"), said)
        assert answer.status_code == 302
        draft = Draft.objects.get(case=case)
        assert (draft.act, draft.fields["fact_partial_test"]) == (
            "reply",
            "不应当公开的内容为账号，与其他内容不能区分，理由是全文均为账号",
        )


class TestPanels:
    def test_by_what_someone_may_do(self, office: Office, letterhead: object) -> None:
        case, today = handled(office), timezone.localdate()

        def titles(name: str) -> list[str]:
            return [
                p.title for p in panels_of(case, viewer_of(office.people[name], on=today), today)
            ]

        assert titles("handler") == ["申请人", "办理记录", "文书"]
        assert titles("clerk") == ["申请人", "文书"]

    def test_none_for_a_record_out_of_a_ledger(self, office: Office, case: Case) -> None:
        case.origin = "imported"
        viewer = viewer_of(office.people["clerk"], on=MONDAY)
        assert panels(case, viewer, MONDAY) == []


class TestRegisterSheet:
    def test_what_was_registered_and_done_with_the_applicant_masked(
        self, office: Office, case: Case
    ) -> None:
        page = signed_in(office, "clerk").get(f"/foi/cases/{case.pk}/register/").text
        assert "政府信息公开申请登记表" in page
        assert "张**" in page and "张三丰" not in page
        for words in ("收到申请日期", "收到日期的凭证", "登记收到申请", "答复期限"):
            assert words in page
        assert "data-print" in page

    def test_only_for_who_may_see_the_request(self, office: Office, case: Case) -> None:
        path = f"/foi/cases/{case.pk}/register/"
        assert signed_in(office, "nobody").get(path).status_code == 404
        assert signed_in(office, "clerk").post(path).status_code == 405


def test_no_extension_goes_beyond_what_the_regulation_allows(
    office: Office, letterhead: object
) -> None:
    case = handled(office)
    head, path = signed_in(office, "head"), f"/cases/{case.pk}/acts/extend_reply/"
    assert "最长20个工作日。" in head.get(path).text
    said = {"on": "2025-03-20", "fact_extension_reason": "信息量大", "fact_letter": "延期告知书"}
    refused = head.post(path, {**said, "fact_extension_days": "30"})
    assert refused.status_code == 409
    assert "延长的工作日数为1至20个工作日，不能是30" in refused.text
    assert "政府信息公开条例第三十三条" in refused.text
    assert 'value="30"' in refused.text, "nothing typed is lost"
    assert not case.events.filter(act="extend_reply").exists()
    assert head.post(path, {**said, "fact_extension_days": "20"}).status_code == 302
    assert case.events.get(act="extend_reply").facts["extension_days"] == 20
