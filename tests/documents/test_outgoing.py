"""An outgoing document at the desk: every invariant of A that the chart alone cannot hold."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guiju.checkup import printing
from guiju.core.errors import NotYours, Refusal
from guiju.documents.numbers_register import void_number
from guiju.documents.package import missing_in, package_of
from guiju.documents.paper import completed, document_of
from guiju.numbers.models import Number
from guiju.procedures.corrections import Replace, correct, proposed
from guiju.procedures.desk.linking import void_case
from guiju.procedures.desk.numbering import Numbering, held_number, put_right
from guiju.procedures.desk.texts import digest_of
from guiju.procedures.models import Case
from guiju.typeset.official import Direction
from tests.documents.sending import DAY, NOTICE, Sending, another_unit, begun, sending
from tests.office import noon

pytestmark = pytest.mark.django_db


def rules_of(error: pytest.ExceptionInfo[Refusal]) -> set[str]:
    return {reason.rule for reason in error.value.reasons}


def test_a_notice_goes_from_draft_to_file() -> None:
    notice = sending()
    notice.to_filing()
    notice.act("archive", archive_number="2026-WS-0001")
    assert (notice.case.step, notice.case.outcome) == ("archived", "issued")
    assert notice.case.number == "云政办发〔2026〕1号"
    assert notice.case.findings.count() == 0


def test_what_judges_a_text_wants_one() -> None:
    notice = sending()
    notice.act("finish_draft")
    notice.act("set_disclosure", disclosure_attribute="主动公开", is_policy=False)
    with pytest.raises(Refusal) as error:
        notice.act("submit")
    assert rules_of(error) == {"document.text"}


def test_a_material_change_after_signing_goes_back_to_the_same_signer() -> None:
    notice = sending()
    notice.to_signature()
    notice.act("sign_off", opinion="同意。")
    changed = NOTICE.model_copy(update={"addressees": ("各镇人民政府",)})
    notice.write(changed, by="reviewer")
    assert notice.case.step == "chief_signing"
    notice.act("sign_off", opinion="同意修改。")
    notice.act("check")
    assert notice.case.step == "numbering"


def test_a_change_after_numbering_goes_back_too_and_keeps_the_number() -> None:
    notice = sending()
    notice.to_number()
    notice.act("number", organ_code="云政办发", distribution="各镇", copies=30)
    notice.write(NOTICE.model_copy(update={"note": "此件公开发布"}), by="registrar")
    assert notice.case.step == "chief_signing"
    notice.act("sign_off", opinion="同意。")
    notice.act("check")
    notice.act("number", organ_code="云政发", distribution="各镇", copies=30)
    assert notice.case.number == "云政办发〔2026〕1号"


def test_nobody_else_signs_again() -> None:
    notice = sending()
    notice.to_signature()
    notice.act("sign_off", opinion="同意。")
    notice.act("report_change_to_chief", reason="附件数字有误")
    another_unit(notice.office, "另一单位", "chief_head")
    with pytest.raises((NotYours, Refusal)) as error:
        notice.act("sign_off", by="另一单位", opinion="同意。")
    assert rules_of(error) == {"document.resignature.person"}


def test_a_slip_of_the_pen_keeps_the_signature() -> None:
    notice = sending()
    notice.to_signature()
    notice.act("sign_off", opinion="同意。")
    body = (*NOTICE.body[:-1], NOTICE.body[-1].model_copy(update={"text": "请认真贯彻执行。"}))
    notice.write(
        NOTICE.model_copy(update={"body": body}), by="reviewer", material=False, note="改错字"
    )
    notice.act("check")
    assert notice.case.step == "numbering"


def test_a_signature_stands_under_the_structure_it_saw() -> None:
    notice = sending()
    notice.to_signature()
    notice.act("sign_off", opinion="同意。")
    signed = notice.case.opinions.get(act="sign_off")
    assert signed.digest == digest_of(NOTICE.canonical())


def test_a_joint_document_waits_for_every_head() -> None:
    joint = sending(is_joint=True)
    education = another_unit(joint.office, "区教育局", "cosigner")
    finance = another_unit(joint.office, "区财政局", "cosigner")
    joint.to_review()
    joint.act("review", review_opinion="拟同意")
    joint.act("send_countersign", to=(education, finance))
    joint.act("countersign", by="区教育局", agrees=True, cosigned_by="区教育局 甲")
    with pytest.raises(Refusal) as error:
        joint.act("conclude_countersign")
    assert "区财政局" in str(error.value)
    joint.act("countersign", by="区财政局", agrees=False, cosigned_by="区财政局 甲")
    with pytest.raises(Refusal) as error:
        joint.act("conclude_countersign")
    assert rules_of(error) == {"countersign.countersigning.refused"}
    joint.act("return_draft", reason="财政局不同意资金安排")
    assert joint.case.step == "drafting"


def test_departments_are_heard_before_a_matter_of_theirs_goes_down() -> None:
    notice = sending(is_multi_department=True)
    finance = another_unit(notice.office, "区财政局", "consulted")
    notice.write()
    notice.act("consult", to=(finance,))
    with pytest.raises(Refusal) as error:
        notice.act("record_agreement", agreement="一致")
    assert "区财政局" in str(error.value)
    notice.act("give_opinion", by="区财政局", agrees=True, opinion="无不同意见。")
    notice.act("record_agreement", agreement="区财政局同意")
    assert notice.case.step == "drafted"


class TestNumbers:
    def test_each_word_and_year_counts_by_itself(self) -> None:
        first = sending()
        numbers = []
        for on, word in (
            (DAY, "云政办发"),
            (DAY, "云政办发"),
            (DAY, "云政办函"),
            (date(2027, 1, 5), "云政办发"),
        ):
            notice = begun(first.office)
            notice.to_number()
            notice.act("number", on=on, organ_code=word, distribution="各镇", copies=1)
            numbers.append(notice.case.number)
        assert numbers == [
            "云政办发〔2026〕1号",
            "云政办发〔2026〕2号",
            "云政办函〔2026〕1号",
            "云政办发〔2027〕1号",
        ]

    def test_a_number_typed_is_put_on_record_once(self) -> None:
        first = sending()
        first.to_number()
        typed = {"document_number": "云政办发〔2026〕7号", "distribution": "各镇", "copies": 1}
        first.act("number", **typed)
        second = begun(first.office)
        second.to_number()
        with pytest.raises(Refusal) as error:
            second.act("number", **typed)
        assert rules_of(error) == {"number.taken"}
        second.act("number", organ_code="云政办发", distribution="各镇", copies=1)
        assert second.case.number == "云政办发〔2026〕8号"

    def test_one_borne_on_the_way_is_not_void_until_another_can_be_taken(self) -> None:
        notice = sending()
        notice.to_number()
        notice.act("number", organ_code="云政办发", distribution="各镇", copies=1)
        number = Number.objects.get()
        how = {"reason": "代字有误", "by": notice.office.people["registrar"], "at": noon(DAY)}
        with pytest.raises(Refusal, match="先退回“登记编号”") as error:
            void_number(number, **how)
        assert rules_of(error) == {"number.borne"}
        notice.write(NOTICE.model_copy(update={"note": "此件公开发布"}), by="registrar")
        with pytest.raises(Refusal):
            void_number(number, **how)
        notice.act("sign_off", opinion="同意。")
        notice.act("check")
        assert void_number(number, **how).state == "void"
        notice.act("number", organ_code="云政发", distribution="各镇", copies=1)
        assert notice.case.number == "云政发〔2026〕1号"

    def test_one_of_a_matter_that_is_over_may_be_void(self) -> None:
        notice = sending()
        notice.to_number()
        notice.act("number", organ_code="云政办发", distribution="各镇", copies=1)
        by = notice.office.people["administrator"]
        void_case(notice.case, reason="重复拟稿", by=by, at=noon(DAY))
        how = {"reason": "公文作废", "by": by, "at": noon(DAY)}
        assert void_number(Number.objects.get(), **how).state == "void"

    def test_a_malformed_number_is_refused(self) -> None:
        notice = sending()
        notice.to_number()
        with pytest.raises(Refusal):
            notice.act("number", document_number="云政办发[2026]7", distribution="镇", copies=1)
        with pytest.raises(Refusal) as error:
            notice.act("number", distribution="各镇", copies=1)
        assert rules_of(error) == {"needs.organ_code"}


class TestNumbersPutRight:
    """A corrected number goes by the register: it was anybody's by correction, until 2026-11."""

    @pytest.fixture
    def two(self) -> tuple[Sending, Sending]:
        first = sending()
        both = first, begun(first.office)
        for notice in both:
            notice.to_number()
            notice.act("number", organ_code="云政办发", distribution="各镇", copies=1)
        return both

    @staticmethod
    def put_right(notice: Sending, number: str) -> Case:
        event = notice.case.events.filter(act="number").latest("seq")
        facts = {**event.facts, "document_number": number}
        by = notice.office.people["administrator"]
        wanted, how = Replace(event.seq, facts=facts), {"by": by, "at": noon(DAY)}
        proposed(notice.case, wanted, **how)
        notice.case = correct(notice.case, wanted, reason="登错", **how)
        return notice.case

    def test_not_to_anothers(self, two: tuple[Sending, Sending]) -> None:
        with pytest.raises(Refusal) as error:
            self.put_right(two[1], "云政办发〔2026〕1号")
        assert rules_of(error) == {"number.taken"}
        for wrong, rule in (("x", "document_number.form"), ("", "needs.document_number")):
            with pytest.raises(Refusal) as error:
                self.put_right(two[1], wrong)
            assert rules_of(error) == {rule}
        case = Case.objects.get(pk=two[1].case.pk)
        assert case.number == case.facts["document_number"] == "云政办发〔2026〕2号"
        assert Number.objects.filter(state="used").count() == 2

    def test_not_to_none_where_an_act_does_not_need_it(self, two: tuple[Sending, Sending]) -> None:
        case, how = two[1].case, Numbering(two[1].office.people["administrator"], noon(DAY), DAY)
        with pytest.raises(Refusal) as error:
            put_right(case, "number", {"document_number": case.number}, {}, "登错", how)
        assert rules_of(error) == {"number.held"}

    def test_case_record_and_register_say_the_same(self, two: tuple[Sending, Sending]) -> None:
        case = self.put_right(two[1], "云政办函〔2026〕5号")
        assert case.number == case.facts["document_number"] == "云政办函〔2026〕5号"
        assert str(held_number(case, "发文")) == "云政办函〔2026〕5号"
        gone = Number.objects.get(series__word="云政办发", serial=2)
        assert (gone.state, gone.reason) == ("void", "更正：登错")
        case = self.put_right(two[1], "云政办发〔2026〕2号")
        assert (case.number, str(held_number(case, "发文"))) == ("云政办发〔2026〕2号",) * 2

    def test_looking_at_it_first_gives_out_nothing(self, two: tuple[Sending, Sending]) -> None:
        event = two[1].case.events.get(act="number")
        facts = {**event.facts, "document_number": "云政办发〔2026〕9号"}
        by = two[1].office.people["administrator"]
        told = proposed(two[1].case, Replace(event.seq, facts=facts), by=by, at=noon(DAY))
        assert told.facts["document_number"] == "云政办发〔2026〕9号"
        assert Case.objects.get(pk=two[1].case.pk).number == "云政办发〔2026〕2号"
        assert list(Number.objects.order_by("serial").values_list("serial", "state")) == [
            (1, "used"),
            (2, "used"),
        ]

    def test_another_fact_put_right_leaves_the_number(self, two: tuple[Sending, Sending]) -> None:
        event = two[1].case.events.get(act="number")
        wanted = Replace(event.seq, facts={**event.facts, "copies": 30})
        by = two[1].office.people["administrator"]
        case = correct(two[1].case, wanted, reason="看错", by=by, at=noon(DAY))
        assert (case.facts["copies"], case.number) == (30, "云政办发〔2026〕2号")
        assert Number.objects.filter(state="used").count() == 2


class TestOnPaper:
    def test_the_record_fills_in_number_and_dates(self) -> None:
        notice = sending()
        notice.to_filing()
        document = completed(notice.case, document_of(notice.case, DAY))
        assert document.number == "云政办发〔2026〕1号"
        assert (document.dated, document.printed_on) == (DAY, DAY)

    def test_an_upward_document_names_who_signed(self) -> None:
        report = sending(direction="上行", document_type="报告")
        upward = {"direction": Direction.UP, "title": "关于防汛工作的报告"}
        report.write(NOTICE.model_copy(update=upward))
        report.act("finish_draft")
        report.act("set_disclosure", disclosure_attribute="主动公开", is_policy=False)
        report.act("submit")
        report.act(
            "check_report",
            upward_kind="报告",
            one_addressee=True,
            copied_downward=False,
            carries_request=False,
        )
        report.act("identify", is_normative=False, identification_reason="报告")
        report.act("continue_as_ordinary")
        report.act("review", review_opinion="拟同意")
        report.act("skip_countersign")
        report.act("submit_to_chief", signer="主要负责人")
        report.act("sign_off")
        document = completed(report.case, document_of(report.case, DAY))
        assert document.signers == (report.case.opinions.get(act="sign_off").name,)


class TestPackage:
    def test_an_incomplete_file_is_not_closed(self) -> None:
        notice = sending()
        notice.write()
        assert {r.rule for r in missing_in(notice.case)} == {
            "package.signature",
            "package.check",
            "package.number",
            "package.seal",
            "package.issue",
        }
        with pytest.raises(Refusal):
            package_of(notice.case)

    def test_it_holds_the_files_the_index_and_a_record_of_every_step(self) -> None:
        notice = sending()
        notice.to_filing()
        notice.act("archive", archive_number="2026-WS-0001")
        zipped = zipfile.ZipFile(BytesIO(package_of(notice.case)))
        names = set(zipped.namelist())
        assert names >= {
            "公文/公文.pdf", "公文/公文.docx", "文稿/第1稿.json", "办理过程.json", "元数据.json",
            "目录.xlsx", "清单.json",
        }  # fmt: skip
        steps = json.loads(zipped.read("办理过程.json"))
        assert len(steps) == notice.case.events.count()
        elements = json.loads(zipped.read("元数据.json"))["公文要素"]
        assert len(elements) == 18
        assert elements["发文字号"] == "云政办发〔2026〕1号"

    def test_a_changed_byte_shows_in_the_manifest(self) -> None:
        notice = sending()
        notice.to_filing()
        zipped = zipfile.ZipFile(BytesIO(package_of(notice.case)))
        listed = {f["路径"]: f["摘要"] for f in json.loads(zipped.read("清单.json"))["文件"]}
        assert set(listed) == set(zipped.namelist()) - {"清单.json"}
        text = zipped.read("文稿/第1稿.txt").decode()
        assert listed["文稿/第1稿.txt"] == digest_of(text)
        assert listed["文稿/第1稿.txt"] != digest_of(text + "。")


def test_lists_name_a_document_by_its_title() -> None:
    notice = sending()
    notice.write(NOTICE.model_copy(update={"title": "关于做好防汛工作的通知"}))
    assert Case.objects.get(pk=notice.case.pk).title == "关于做好防汛工作的通知"


def test_a_page_of_a_register_asks_as_much_for_one_as_for_many(client: Client) -> None:
    notice = sending()
    notice.to_filing()
    client.force_login(notice.office.people["drafter"])
    asked = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            for name in ("outgoing", "seals"):
                assert client.get(f"/documents/{name}/register/").status_code == 200
        asked.append(len(queries))
        for _ in range(3):
            begun(notice.office).to_filing()
    assert asked[0] == asked[1]


@pytest.mark.parametrize("name", ["outgoing", "seals"])
def test_a_long_register_is_printed_page_by_page(
    client: Client, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    first = sending()
    first.to_filing()
    begun(first.office).to_filing()
    client.force_login(first.office.people["drafter"])
    monkeypatch.setattr(printing, "MOST_PRINTED", 1)
    where = f"/documents/{name}/register/"
    sheets = [client.get(where, {"all": "1", "page": n}) for n in (1, 2)]
    assert [len(sheet.context["lines"]) for sheet in sheets] == [1, 1]
    assert "共2项，每页列1项，这是第1页" in sheets[0].text
    assert "all=1&amp;page=2" in sheets[0].text
