"""Several units sign together: all, any, some; what a disagreement does; who may sign."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from guiju.core.errors import NotYours, Refusal
from guiju.notices.models import Notice
from guiju.org import acts as org
from guiju.procedures.desk.handing import open_task
from guiju.procedures.desk.opinions import block
from guiju.procedures.desk.returning import take_back
from tests.office import noon
from tests.procedures.desk.house import AGAINST, AGREED, UNITS, House, house_of, paper

pytestmark = pytest.mark.django_db
A, B, C = UNITS


def asked(folder: Path, to: tuple[str, ...] = UNITS, **rule: Any) -> House:
    house = house_of(paper(folder, **rule))
    house.open("经办一")
    house.do("submit", "经办一", to)
    return house


def refused(house: House, act: str, by: str, **facts: Any) -> str:
    with pytest.raises(Refusal) as error:
        house.do(act, by, **facts)
    reason = error.value.reasons[0]
    assert reason.says
    return reason.rule


class TestWhenEnoughHaveSigned:
    def test_all(self, tmp_path: Path) -> None:
        house = asked(tmp_path)
        for name in (A, B):
            house.do("sign", name, **AGREED)
            assert refused(house, "conclude", "经办一") == "countersign.together"
        house.do("sign", C, **AGREED)
        assert house.held() == {"together:经办一"}
        assert house.do("conclude", "经办一").step == "reviewing"

    def test_the_holder_is_told_when_the_last_has_signed(self, tmp_path: Path) -> None:
        house = asked(tmp_path)
        told = Notice.objects.filter(kind="countersigned")
        for name in (A, B):
            house.do("sign", name, **AGREED)
            assert not told.exists()
        house.do("sign", C, **AGREED)
        notice = told.get()
        assert notice.user == house.people["经办一"] and "会签已经完成" in notice.text

    def test_any_hands_the_case_over_and_leaves_the_others_theirs(self, tmp_path: Path) -> None:
        house = asked(tmp_path, complete="any")
        house.do("sign", B, **AGREED)
        assert house.held() == {"together:经办一", f"together:{A}", f"together:{C}"}
        house.do("conclude", "经办一")
        assert {house.state_of(name, "together") for name in (A, C)} == {"cancelled"}

    def test_two_of_three(self, tmp_path: Path) -> None:
        house = asked(tmp_path, complete=2)
        house.do("sign", A, **AGREED)
        assert refused(house, "conclude", "经办一") == "countersign.together"
        house.do("sign", C, **AGREED)
        assert house.do("conclude", "经办一").step == "reviewing"

    def test_two_of_one_asked_is_that_one(self, tmp_path: Path) -> None:
        house = asked(tmp_path, (A,), complete=2)
        house.do("sign", A, **AGREED)
        assert house.do("conclude", "经办一").step == "reviewing"

    def test_nobody_asked_is_refused(self, house: House) -> None:
        house.open("经办一")
        assert refused(house, "submit", "经办一") == "addressees"
        assert house.case.step == "drafting"

    def test_the_refusal_names_who_has_not_signed(self, tmp_path: Path) -> None:
        house = asked(tmp_path)
        house.do("sign", A, **AGREED)
        with pytest.raises(Refusal) as error:
            house.do("conclude", "经办一")
        assert "乙局会签岗、丙局丙局会签岗" in error.value.reasons[0].says


class TestDisagreeing:
    @pytest.mark.parametrize(("complete", "signers"), [("all", UNITS), ("any", (A,)), (2, (A, B))])
    @pytest.mark.parametrize("refusal", ["continue", "return", "stop"])
    def test_what_follows(
        self, tmp_path: Path, complete: str | int, signers: tuple[str, ...], refusal: str
    ) -> None:
        house = asked(tmp_path, complete=complete, refusal=refusal)
        for name in signers:
            house.do("sign", name, **(AGAINST if name == A else AGREED))
        if refusal == "continue":
            assert house.do("conclude", "经办一").step == "reviewing"
            return
        assert refused(house, "conclude", "经办一") == "countersign.together.refused"
        if refusal == "stop":
            house.do("sign", A, **AGREED)
            assert house.do("conclude", "经办一").step == "reviewing"
        else:
            assert house.do("return_draft", "经办一", reason="甲局不同意").step == "drafting"

    def test_who_agreed_does_not_sign_twice(self, tmp_path: Path) -> None:
        house = asked(tmp_path)
        house.do("sign", A, **AGREED)
        assert refused(house, "sign", A, **AGREED) == "task"


class TestWhoSigns:
    def test_a_unit_asked_as_a_whole_signs_once_by_any_of_its_posts(self, tmp_path: Path) -> None:
        house = asked(tmp_path, ("甲局", B))
        assert house.held() == {"together:甲局", f"together:{B}"}
        house.do("sign", "甲局副岗", **AGREED)
        assert refused(house, "sign", A, **AGREED) == "task"
        house.do("sign", B, **AGREED)
        assert house.held() == {"together:经办一"}

    def test_only_those_asked_sign(self, tmp_path: Path) -> None:
        house = asked(tmp_path, (A, B))
        with pytest.raises(NotYours) as error:
            house.do("sign", C, **AGREED)
        assert error.value.reasons[0].helper

    def test_the_lead_unit_gets_the_case_when_it_can_hold_it(self, tmp_path: Path) -> None:
        house = house_of(paper(tmp_path, holder="unit"))
        house.open("经办一")
        house.do("submit", "经办一", (B, A))
        for name in (A, B):
            house.do("sign", name, **AGREED)
        assert house.held() == {f"together:{B}"}

    def test_someone_with_posts_in_two_units_signs_for_the_one_asked(self, tmp_path: Path) -> None:
        house = asked(tmp_path, (B,))
        both = house.people[A]
        org.appoint(user=both, post=house.posts[B], since=house.today)
        house.do("sign", A, **AGREED)
        assert house.case.events.get(act="sign").post == house.posts[B]

    @pytest.mark.parametrize("name", ["收发", "审核"])
    def test_a_post_without_the_role_cannot_be_asked(self, house: House, name: str) -> None:
        house.open("经办一")
        with pytest.raises(Refusal) as error:
            house.do("submit", "经办一", (name,))
        assert error.value.reasons[0].rule == "addressees"
        assert house.held() == {"drafting:经办一"}

    def test_a_signature_stays_in_its_unit(self, tmp_path: Path) -> None:
        house = asked(tmp_path)
        with pytest.raises(Refusal) as error:
            house.hand(A, B)
        assert error.value.reasons[0].rule == "hand_on.to"
        house.hand(A, "甲局副岗")
        house.do("sign", "甲局副岗", **AGREED)
        assert house.state_of(A, "together") == "handed_on"
        for name in (B, C):
            house.do("sign", name, **AGREED)
        assert house.do("conclude", "经办一").step == "reviewing"


def test_every_signature_stands_in_its_zone_even_without_words(tmp_path: Path) -> None:
    house = asked(tmp_path)
    for name, words in ((A, "同意，建议补充依据"), (B, ""), (C, "")):
        house.do("sign", name, opinion=words, **AGREED)
    (zone,) = block(house.case)
    assert zone.name == "会签意见"
    assert [o.text for o in zone.opinions] == ["同意，建议补充依据", "", ""]
    assert all(o.on == house.today and o.name for o in zone.opinions)


class TestTakingASignatureBack:
    def taken_back(self, house: House, by: str) -> None:
        house.current = take_back(
            house.case, by=house.people[by], at=noon(house.today), rulebook=house.rules
        )

    def test_it_is_asked_again_and_gone_from_the_block(self, tmp_path: Path) -> None:
        house = asked(tmp_path)
        house.do("sign", A, opinion="同意", **AGREED)
        house.do("sign", B, opinion="写错了", **AGREED)
        self.taken_back(house, B)
        assert house.state_of(B, "together") == "open" and house.case.step == "together"
        assert house.state_of(A, "together") == "done"
        (zone,) = block(house.case)
        assert [o.text for o in zone.opinions] == ["同意"]
        for name in (B, C):
            house.do("sign", name, **AGREED)
        assert house.do("conclude", "经办一").step == "reviewing"

    def test_the_last_one_takes_the_case_from_its_holder_unless_they_have_it_open(
        self, tmp_path: Path
    ) -> None:
        house = asked(tmp_path)
        for name in UNITS:
            house.do("sign", name, **AGREED)
        self.taken_back(house, C)
        assert house.held() == {f"together:{C}"}
        house.do("sign", C, **AGREED)
        for task in house.open_tasks():
            open_task(task, by=house.people["经办一"], at=noon(house.today))
        with pytest.raises(Refusal, match="已经打开"):
            self.taken_back(house, C)

    def test_only_while_nobody_has_acted_since(self, tmp_path: Path) -> None:
        house = asked(tmp_path)
        house.do("sign", A, **AGREED)
        house.do("sign", B, **AGREED)
        with pytest.raises(NotYours):
            self.taken_back(house, A)
