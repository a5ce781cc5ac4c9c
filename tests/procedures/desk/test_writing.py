"""Drafts, texts in their versions, opinions bound to the text they saw, and private facts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from guiju.audit.selectors import first_break
from guiju.core.errors import Conflict, NotYours, Refusal
from guiju.procedures.corrections import Replace, Void, correct
from guiju.procedures.desk.drafting import (
    Place,
    Revision,
    StaleDraft,
    discard_draft,
    revise_text,
    save_draft,
)
from guiju.procedures.desk.opinions import block
from guiju.procedures.desk.returning import take_back
from guiju.procedures.desk.texts import bound, digest_of
from guiju.procedures.models import Draft, Opinion, Text
from guiju.procedures.searching import index_all_cases
from tests.office import MONDAY, noon
from tests.procedures.desk.house import REASON, House

pytestmark = pytest.mark.django_db
AT = noon(MONDAY)


class TestDrafts:
    def save(
        self,
        house: House,
        token: int,
        body: str,
        by: str = "经办一",
        *,
        pk: int = 0,
        new: bool = False,
    ) -> Draft:
        case = None if new else house.case
        place = Place(house.jurisdiction, "paper", "begin" if new else "submit", case)
        user = house.people[by]
        return save_draft(place, {"body": body}, token=token, by=user, at=AT, pk=pk)

    def test_the_token_grows_with_every_save(self, house: House) -> None:
        house.open()
        assert [self.save(house, n, f"稿{n}").token for n in range(3)] == [1, 2, 3]
        assert Draft.objects.get().fields == {"body": "稿2"}

    def test_a_stale_token_shows_what_is_stored_and_changes_nothing(self, house: House) -> None:
        house.open()
        self.save(house, 0, "甲窗口")
        with pytest.raises(StaleDraft) as error:
            self.save(house, 0, "乙窗口")
        assert error.value.stored.fields == {"body": "甲窗口"}
        assert isinstance(error.value, Conflict)
        assert self.save(house, error.value.stored.token, "合并").token == 2

    def test_everyone_has_their_own(self, house: House) -> None:
        house.open()
        self.save(house, 0, "甲")
        self.save(house, 0, "乙", by="经办二")
        draft = Draft.objects.get(user=house.people["经办二"])
        with pytest.raises(NotYours):
            discard_draft(draft, by=house.people["经办一"])
        discard_draft(draft, by=house.people["经办二"])
        assert Draft.objects.get().fields == {"body": "甲"}

    def test_of_a_case_to_be_opened(self, house: House) -> None:
        draft = self.save(house, 0, "新件", new=True)
        assert self.save(house, 1, "新件二", new=True, pk=draft.pk).pk == draft.pk
        with pytest.raises(NotYours):
            self.save(house, 2, "他人", by="经办二", new=True, pk=draft.pk)

    def test_who_may_not_see_the_case_drafts_nothing(self, house: House) -> None:
        house.open()
        with pytest.raises(NotYours):
            self.save(house, 0, "外人", by="收发")


class TestTexts:
    def test_versions_are_kept_with_their_digest(self, house: House) -> None:
        house.open()
        house.revise("初稿", "经办一")
        house.revise("二稿", "经办一")
        assert [(t.version, t.digest) for t in Text.objects.order_by("version")] == [
            (1, digest_of("初稿")),
            (2, digest_of("二稿")),
        ]
        assert digest_of("abc") == (
            "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
        )

    def test_only_by_who_has_the_case(self, house: House) -> None:
        house.open()
        for name in ("经办二", "审核", "管理员"):
            with pytest.raises(NotYours):
                house.revise("改稿", name)

    def test_an_edit_of_an_older_version_is_a_conflict(self, house: House) -> None:
        house.open()
        house.revise("初稿", "经办一")
        with pytest.raises(Conflict):
            revise_text(
                house.case,
                Revision("乙稿", digest_of("不是这稿")),
                by=house.people["经办一"],
                at=AT,
                rulebook=house.rules,
            )
        assert Text.objects.count() == 1

    def test_who_has_the_old_text_open_cannot_act_on_it(self, house: House) -> None:
        old = house.open()
        house.revise("初稿", "经办一")
        house.current = old
        with pytest.raises(Conflict):
            house.do("submit_direct", "经办一")

    def test_the_digest_seen_must_be_the_newest(self, house: House) -> None:
        house.open()
        house.revise("初稿", "经办一")
        house.do("submit_direct", "经办一")
        with pytest.raises(Conflict):
            house.do("review", "审核", saw=digest_of("别的稿"))
        house.do("review", "审核", saw=digest_of("初稿"))
        assert Opinion.objects.get().digest == digest_of("初稿")

    @pytest.mark.parametrize(("body", "note"), [("  ", "说明"), ("改一字", " ")])
    def test_it_needs_words(self, house: House, body: str, note: str) -> None:
        house.open()
        with pytest.raises(Refusal):
            house.revise(body, "经办一", material=False, note=note)
        assert not Text.objects.exists()


class TestBinding:
    """A review is of the text it saw (条例第四十五条 stands for it here)."""

    def reviewed(self, house: House) -> None:
        house.open()
        house.revise("初稿", "经办一")
        house.do("submit_direct", "经办一")
        house.do("review", "审核", opinion="合法", saw=digest_of("初稿"))

    def stale(self, house: House) -> list[str]:
        return [o.act for o in bound(house.case, house.procedure).stale]

    def test_a_change_of_form_leaves_it_valid(self, house: House) -> None:
        self.reviewed(house)
        house.revise("初稿。", "负责人", material=False, note="句号")
        assert self.stale(house) == []
        assert house.do("issue", "负责人").step == "closed"

    def test_a_change_of_substance_sends_it_back_and_says_why(self, house: House) -> None:
        self.reviewed(house)
        house.revise("二稿", "负责人")
        assert house.case.step == "reviewing"
        assert house.case.events.last().facts["reason"] == "正文有实质性修改，须重新审核"
        house.do("review", "审核", saw=digest_of("二稿"))
        assert house.do("issue", "负责人").step == "closed"

    def test_a_void_return_does_not_hide_a_stale_review(self, house: House) -> None:
        """Taking a return back leaves the review before it standing, with the text it saw."""
        self.reviewed(house)
        house.do("return_to_review", "负责人", **REASON)
        given: dict[str, Any] = {"at": AT, "rulebook": house.rules}
        house.current = take_back(house.case, by=house.people["负责人"], **given)
        Text.objects.create(
            jurisdiction=house.jurisdiction, case=house.case, version=2, body="二稿",
            digest=digest_of("二稿"), by="x", at=AT,
        )  # fmt: skip
        assert self.stale(house) == ["review"]
        with pytest.raises(Refusal) as error:
            house.do("issue", "负责人")
        assert {r.rule for r in error.value.reasons} == {"text.changed"}

    def test_a_review_taken_back_is_neither_bound_nor_printed(self, house: House) -> None:
        self.reviewed(house)
        house.current = take_back(house.case, by=house.people["审核"], at=AT, rulebook=house.rules)
        assert bound(house.case, house.procedure).opinions == ()
        assert block(house.case) == []
        assert Opinion.objects.count() == 1, "it stays on record"

    def test_a_voided_review_must_be_given_again(self, house: House) -> None:
        self.reviewed(house)
        house.current = correct(
            house.case,
            Void(house.case.events.count()),
            reason="误点",
            by=house.people["管理员"],
            at=AT,
            rulebook=house.rules,
        )
        assert house.held() == {"reviewing:审核"}
        house.do("review", "审核", opinion="合法")
        (zone,) = block(house.case)
        assert len(zone.opinions) == 1

    def test_a_signature_bears_the_day_that_was_put_right(self, house: House) -> None:
        self.reviewed(house)
        tuesday = MONDAY + timedelta(days=1)
        for on in (tuesday, tuesday + timedelta(days=1)):
            house.current = correct(
                house.case,
                Replace(house.case.events.count(), on=on),
                reason="日期录错",
                by=house.people["管理员"],
                at=noon(on),
                rulebook=house.rules,
            )
            (zone,) = block(house.case)
            assert [opinion.on for opinion in zone.opinions] == [on]
        assert Opinion.objects.get().on == MONDAY, "what was signed stays as it was"

    def test_what_is_signed_is_searched_at_once(self, house: House) -> None:
        self.reviewed(house)
        assert index_all_cases().written == 0

    def test_dropping_it_is_open_with_a_stale_review(self, house: House) -> None:
        self.reviewed(house)
        Text.objects.create(
            jurisdiction=house.jurisdiction, case=house.case, version=2, body="二稿",
            digest=digest_of("二稿"), by="x", at=AT,
        )  # fmt: skip
        assert house.do("drop", "负责人", **REASON).step == "closed"

    def test_opinions_print_by_zone_and_rank(self, house: House) -> None:
        self.reviewed(house)
        house.do("issue", "负责人")
        assert [(z.name, [o.name for o in z.opinions]) for z in block(house.case)] == [
            ("审核意见", ["审核某"]),
            ("签发意见", ["负责人某"]),
        ]
        assert first_break() is None
