"""The chain of a normative document at the desk: what each step asks, and every shortcut refused.

The invariants are those of the law on normative documents: identification, consultation, fair
competition, review of legality, deliberation, signature and number, publication, filing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from guiju.audit.selectors import first_break
from guiju.core.errors import NotYours, Refusal
from guiju.normative.clauses import Clause, change_clause, clauses_of, remove_clause
from guiju.normative.consultation import (
    Said,
    comments_of,
    decide_comment,
    register_comment,
    summary,
)
from guiju.normative.filings import Sent, record_sent
from guiju.normative.models import ClauseKind, FiledWith
from guiju.procedures.selectors import recompute
from guiju.typeset.official import Paragraph
from tests.normative.chain import LAWFUL, TEXT, Chain, chain, normative

pytestmark = pytest.mark.django_db
OTHER = TEXT.model_copy(update={"body": (Paragraph(text="第一条　收取管理费。"),)})


@pytest.fixture
def proposed(db: None) -> Chain:
    return chain()


def rules_of(refusal: pytest.ExceptionInfo[Refusal]) -> set[str]:
    return {reason.rule for reason in refusal.value.reasons}


def test_the_whole_chain(proposed: Chain) -> None:
    proposed.in_force()
    case = proposed.case
    assert (case.step, case.number) == ("in_force", "云政规〔2026〕1号")
    state = recompute(case)
    assert (case.step, case.closed_on) == (state.step, state.closed_on)
    assert first_break() is None


Way = Callable[[Chain], object]
SHORTCUTS: dict[str, tuple[Way, str, dict[str, Any], str]] = {
    "send before consulting": (
        lambda c: c.act("begin_drafting"), "submit_for_review",
        {"draft_explanation": "x", "basis_table": "x"}, "normative.consultation.missing"),
    "close the consultation early": (
        Chain.to_consultation, "close_consultation", {}, "normative.consultation.short_business"),
    "an opinion in less than five working days": (
        Chain.to_review, "legality_review", dict(LAWFUL), "normative.legality_review.hasty"),
    "deliberate without a review": (
        Chain.to_review, "deliberate", {"deliberation_result": "通过", "minutes": "纪要"},
        "normative.legality_review.missing"),
    "deliberate an unlawful draft": (
        lambda c: c.reviewed(legality_opinion="不合法"), "deliberate",
        {"deliberation_result": "通过", "minutes": "纪要"}, "normative.legality_review.unlawful"),
    "deliberate before the changes are confirmed": (
        lambda c: c.reviewed(legality_opinion="应当予以修改"), "deliberate",
        {"deliberation_result": "通过", "minutes": "纪要"}, "normative.changes.unconfirmed"),
    "sign without deliberation": (
        Chain.reviewed, "sign_off", {}, "normative.deliberation.missing"),
    "publish without signature": (
        Chain.to_signature, "publish", {"publication_address": "网站"},
        "normative.sign_off.missing"),
    "archive without filing": (
        Chain.published, "archive", {"archive_number": "1"}, "normative.filing.missing"),
    "repeal without a basis": (
        Chain.published, "repeal", {}, "normative.repeal.basis"),
}  # fmt: skip


@pytest.mark.parametrize("name", SHORTCUTS)
def test_a_shortcut_is_refused_with_its_article(proposed: Chain, name: str) -> None:
    way, act, facts, rule = SHORTCUTS[name]
    way(proposed)
    before = proposed.case.step
    with pytest.raises(Refusal) as refusal:
        proposed.act(act, **facts)
    assert rule in rules_of(refusal)
    (reason,) = [one for one in refusal.value.reasons if one.rule == rule]
    assert reason.basis
    proposed.case.refresh_from_db()
    assert proposed.case.step == before


def test_what_was_found_to_be_none_is_not_published_as_one() -> None:
    found = chain(qualification=False, qualification_reason="内部工作安排")
    with pytest.raises(Refusal) as refusal:
        found.act("publish", publication_address="网站")
    assert "normative.qualification.denied" in rules_of(refusal)
    assert found.act("divert").outcome == "diverted"


class TestReview:
    def test_the_drafter_is_no_reviewer(self, proposed: Chain) -> None:
        proposed.to_review()
        proposed.wait(10)
        with pytest.raises(NotYours):
            proposed.act("legality_review", by="drafter", **LAWFUL)

    def test_an_amended_draft_comes_back_to_the_reviewer(self, proposed: Chain) -> None:
        proposed.reviewed(legality_opinion="应当予以修改")
        proposed.act("send_for_changes", reason="删去收费条款")
        proposed.write(OTHER)
        proposed.act("resubmit_changes", changes_made="已删去")
        proposed.act("confirm_changes", opinion="已按意见修改。")
        assert proposed.case.step == "tabled"
        proposed.act("deliberate", deliberation_result="通过", minutes="纪要")
        proposed.act("submit_for_signature")
        assert proposed.act("sign_off").step == "signed"

    def test_a_text_changed_behind_the_review_goes_no_further(self, proposed: Chain) -> None:
        proposed.reviewed()
        proposed.act("submit_to_meeting")
        proposed.write(OTHER, by="meeting")
        assert proposed.case.step == "ready_for_review"

    def test_nor_to_a_signature(self, proposed: Chain) -> None:
        proposed.to_signature()
        proposed.write(OTHER, by="head")
        assert proposed.case.step == "deliberated"
        with pytest.raises(Refusal) as refusal:
            proposed.act("submit_for_signature")
        assert "text.changed" in rules_of(refusal)

    def test_changed_after_signing_it_starts_from_the_review(self, proposed: Chain) -> None:
        proposed.to_signature()
        proposed.act("sign_off")
        proposed.act("send_again", reason="第三条须作实质性修改")
        proposed.write(OTHER)
        proposed.act("submit_for_review")
        proposed.wait(10)
        proposed.act("legality_review", **LAWFUL)
        proposed.act("submit_to_meeting")
        with pytest.raises(Refusal) as refusal:
            proposed.act("publish", publication_address="网站")
        assert {"normative.deliberation.outdated", "normative.sign_off.outdated"} <= rules_of(
            refusal
        )

    def test_in_an_emergency_only_the_days_are_waived(self, proposed: Chain) -> None:
        proposed.to_review()
        with pytest.raises(Refusal) as refusal:
            proposed.act("waive_review_period", emergency_ground="预防、应对和处置突发事件")
        assert rules_of(refusal)
        proposed.act(
            "waive_review_period",
            emergency_ground="预防、应对和处置突发事件",
            emergency_document="防汛应急响应1号",
        )
        assert proposed.act("legality_review", **LAWFUL).step == "reviewed"


class TestConsultation:
    def test_every_opinion_is_decided_before_the_table_is_closed(self, proposed: Chain) -> None:
        proposed.to_consultation()
        proposed.comment()
        proposed.wait(30)
        proposed.act("close_consultation")
        facts = {"business_opinions": "已听取", "adoption_table": "一条"}
        with pytest.raises(Refusal, match="1条意见没有写明采纳情况：区餐饮协会") as refusal:
            proposed.act("hear_business", **facts)
        assert rules_of(refusal) == {"normative.adoption.undecided"}
        row = comments_of(proposed.case).get()
        said = Said(row.who, row.received_on, row.text, "rejected")
        with pytest.raises(Refusal, match="不采纳的意见须写明理由"):
            decide_comment(row, said, **proposed.by("drafter"))
        said = Said(row.who, row.received_on, row.text, "rejected", "与上位法不一致")
        decide_comment(row, said, **proposed.by("drafter"))
        assert summary(proposed.case).splitlines() == [
            "共收到意见1条，不采纳1条。",
            "区餐饮协会：建议放宽时限——不采纳，理由：与上位法不一致",
        ]
        assert proposed.act("hear_business", **facts).step == "competition_reviewing"

    def test_only_by_whoever_has_the_case(self, proposed: Chain) -> None:
        proposed.to_consultation()
        said = Said("某居民", date(2026, 3, 3), "同意")
        with pytest.raises(NotYours):
            register_comment(proposed.case, said, **proposed.by("office"))

    def test_not_once_it_is_under_review(self, proposed: Chain) -> None:
        proposed.to_review()
        with pytest.raises(Refusal, match="送审以前"):
            proposed.comment()

    def test_kept_secret_by_law_it_needs_the_ground(self, proposed: Chain) -> None:
        proposed.act("begin_drafting")
        proposed.act("assess", assessment_report="评估")
        proposed.act("settle_departments", department_opinions="一致")
        with pytest.raises(Refusal):
            proposed.act("waive_consultation")
        assert proposed.act("waive_consultation", secrecy_ground="定密审批单").step == "consulted"


SENT = {"draft_explanation": "说明", "basis_table": "表"}


class TestClauses:
    def ready(self, proposed: Chain) -> None:
        proposed.to_consultation()
        proposed.wait(30)
        proposed.act("close_consultation")
        proposed.act("hear_business", business_opinions="已听取", adoption_table="没有意见")
        proposed.act("competition_review", competition_document="1号")

    def test_without_a_table_it_is_not_sent(self, proposed: Chain) -> None:
        self.ready(proposed)
        with pytest.raises(Refusal) as refusal:
            proposed.act("submit_for_review", **SENT)
        assert rules_of(refusal) == {"normative.basis.table"}

    def test_a_fee_without_law_is_refused_and_named(self, proposed: Chain) -> None:
        self.ready(proposed)
        proposed.clause(Clause("第三条", "收取管理费", ClauseKind.FEE))
        with pytest.raises(Refusal, match="第三条（行政收费）没有依据") as refusal:
            proposed.act("submit_for_review", **SENT)
        assert rules_of(refusal) == {"normative.basis.clause"}
        assert refusal.value.reasons[0].basis == "优化营商环境条例第六十四条第一款"

    def test_what_the_library_lacks_is_no_obstacle(self, proposed: Chain) -> None:
        """无法核对 is never wrong: the reviewer looks at the original."""
        self.ready(proposed)
        cited = "《某省集贸市场管理条例》第十条"
        proposed.clause(Clause("第三条", "收取管理费", ClauseKind.FEE, cited))
        assert proposed.act("submit_for_review", **SENT).step == "reviewing"

    def test_put_right_and_taken_out(self, proposed: Chain) -> None:
        self.ready(proposed)
        proposed.clause(Clause("第三条", "收取管理费", ClauseKind.FEE))
        row = clauses_of(proposed.case).get()
        said = Clause("第三条", "不收费", ClauseKind.NONE)
        change_clause(row, said, **proposed.by("drafter"))
        assert clauses_of(proposed.case).get().kind == ClauseKind.NONE
        remove_clause(row, **proposed.by("drafter"))
        assert not clauses_of(proposed.case).exists()
        assert first_break() is None


class TestFiling:
    def test_two_receipts_or_no_filing(self, proposed: Chain) -> None:
        proposed.published()
        facts = {"filing_city": "市备1号", "filing_congress": "区人大备1号"}
        sent = Sent(FiledWith.GOVERNMENT, proposed.today, "市备1号", proposed.today)
        record_sent(proposed.case, sent, **proposed.by("office"))
        with pytest.raises(Refusal, match="还没有本级人大常委会的备案回执"):
            proposed.act("record_filing", **facts)
        sent = Sent(FiledWith.CONGRESS, proposed.today, "区人大备1号", proposed.today)
        record_sent(proposed.case, sent, **proposed.by("office"))
        assert proposed.act("record_filing", **facts).step == "filed"

    def test_a_receipt_has_number_and_day(self, proposed: Chain) -> None:
        proposed.published()
        with pytest.raises(Refusal, match="编号和日期须一并填写"):
            sent = Sent(FiledWith.CONGRESS, proposed.today, "区人大备1号")
            record_sent(proposed.case, sent, **proposed.by("office"))


def test_without_a_text_nothing_is_put_before_the_public(proposed: Chain) -> None:
    proposed.act("begin_drafting")
    proposed.act("assess", assessment_report="评估")
    proposed.act("settle_departments", department_opinions="一致")
    with pytest.raises(Refusal, match="还没有正文"):
        proposed.act("open_consultation", consultation_address="网站")


def test_every_step_has_a_holder() -> None:
    p = normative()
    assert [name for name, step in p.steps.items() if not step.final and not step.holder] == [
        "proposing"
    ]
