"""To whom a case goes: posts, whoever had it, charge, substitute, pool; and when it cannot."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from guiju.core.errors import NotYours, Refusal
from guiju.notices.models import Notice
from guiju.org import acts as org
from guiju.org.models import Secrecy
from guiju.procedures.acts import Deed, perform
from guiju.procedures.corrections import Void, correct
from guiju.procedures.desk.boxes import to_do
from guiju.procedures.desk.tasks import is_mine, tasks_of
from guiju.procedures.desk.visibility import viewer_of
from guiju.procedures.models import Participation
from tests.office import MONDAY, noon
from tests.procedures.desk.house import House

pytestmark = pytest.mark.django_db


def second_reviewer(house: House, **post: object) -> str:
    house.hire("审核二", house.office, "reviewer", **post)
    return "审核二"


class TestProposed:
    def test_the_only_post_with_the_role(self, house: House) -> None:
        house.open()
        house.do("submit_direct", "经办一")
        assert house.held() == {"reviewing:审核"}

    def test_of_several_the_pool_of_the_unit(self, house: House) -> None:
        second_reviewer(house)
        house.open()
        house.do("submit_direct", "经办一")
        assert house.held() == {"reviewing:办公室"}
        house.do("review", "审核二")
        assert house.case.tasks.get(step="reviewing").done_by == "审核二某"

    def test_of_several_the_one_in_charge(self, house: House) -> None:
        second_reviewer(house)
        org.put_in_charge(post=house.posts["审核二"], unit=house.office, procedure="paper")
        house.open()
        house.do("submit_direct", "经办一")
        assert house.held() == {"reviewing:审核二"}

    def test_of_several_the_one_the_sender_names(self, house: House) -> None:
        second_reviewer(house)
        house.open()
        house.do("submit_direct", "经办一", ("审核二",))
        assert house.held() == {"reviewing:审核二"}
        with pytest.raises(NotYours) as error:
            house.do("review", "审核")
        assert error.value.reasons[0].helper == "办公室审核二"

    def test_a_person_in_the_post_and_their_colleague_may_help_out(self, house: House) -> None:
        org.appoint(user=house.people["收发"], post=house.posts["审核"], since=MONDAY)
        house.open()
        house.do("submit_direct", "经办一", ("审核/收发",))
        assert house.held() == {"reviewing:审核/收发"}

    def test_the_substitute_of_an_empty_post(self, house: House) -> None:
        second_reviewer(house)
        house.hire("审核三", house.office, "reviewer")
        house.posts["审核"].substitute = house.posts["审核二"]
        house.posts["审核"].save(update_fields=["substitute"])
        house.open()
        house.do("submit_direct", "经办一", ("审核",))
        house.do("return_for_changes", "审核", reason="补充")
        org.relieve(holding=house.people["审核"].holdings.get(), until=house.today)
        house.today += timedelta(days=1)
        house.do("submit_direct", "经办一")
        assert house.held() == {"reviewing:审核二"}

    def test_posts_that_may_not_read_it_are_passed_over(self, house: House) -> None:
        second_reviewer(house)
        house.clear("经办一", "审核二")
        house.open(secrecy=Secrecy.WORK_SECRET)
        house.do("submit_direct", "经办一")
        assert house.held() == {"reviewing:审核二"}
        with pytest.raises(NotYours):
            house.do("review", "审核")


class TestNaming:
    @pytest.mark.parametrize("name", ["收发", "负责人", "甲局"])
    def test_who_does_not_hold_the_role_is_refused(self, house: House, name: str) -> None:
        house.open()
        with pytest.raises(Refusal) as error:
            house.do("submit_direct", "经办一", (name,))
        reason = error.value.reasons[0]
        assert (reason.rule, reason.helper) == ("addressees", "系统管理员")
        assert house.held() == {"drafting:经办一"}

    def test_an_empty_post_is_refused(self, house: House) -> None:
        second_reviewer(house)
        org.relieve(holding=house.people["审核"].holdings.get(), until=date(2020, 1, 1))
        house.open()
        with pytest.raises(Refusal):
            house.do("submit_direct", "经办一", ("审核",))

    def test_who_may_not_read_it_is_refused_with_that_reason(self, house: House) -> None:
        house.clear("经办一")
        house.open(secrecy=Secrecy.WORK_SECRET)
        with pytest.raises(Refusal) as error:
            house.do("submit_direct", "经办一", ("审核",))
        assert "阅知范围" in error.value.reasons[0].says

    def test_one_step_is_held_by_one(self, house: House) -> None:
        second_reviewer(house)
        house.open()
        with pytest.raises(Refusal) as error:
            house.do("submit_direct", "经办一", ("审核", "审核二"))
        assert "只能交给一个" in error.value.reasons[0].says


class TestTheBoxAndTheEngineAgree:
    def test_for_everyone(self, house: House) -> None:
        second_reviewer(house)
        house.open()
        house.do("submit_direct", "经办一")
        house.open("经办二")
        for name, user in house.people.items():
            viewer = viewer_of(user, on=house.today)
            mine = {t.pk for t in tasks_of(house.case) if is_mine(t, user, viewer.seats)}
            listed = {t.pk for t in to_do(viewer) if t.case_id == house.case.pk}
            assert listed == {t.pk for t in house.open_tasks() if t.pk in mine}, name

    def test_the_role_of_another_district_draws_nothing(self, house: House) -> None:
        second_reviewer(house)
        house.open()
        house.do("submit_direct", "经办一")
        other = org.create_jurisdiction(code="990102", name="云溪区")
        unit = org.create_unit(jurisdiction=other, name="办公室")
        post = org.create_post(unit=unit, name="审核", roles=["paper.reviewer"])
        org.appoint(user=house.people["收发"], post=post, since=MONDAY)
        viewer = viewer_of(house.people["收发"], on=house.today)
        house.case.tasks.filter(state="open").update(unit=None)
        assert not to_do(viewer)
        assert not any(is_mine(t, viewer.user, viewer.seats) for t in tasks_of(house.case))


class TestDays:
    def test_who_has_left_cannot_enter_an_earlier_day(self, house: House) -> None:
        house.open()
        org.relieve(holding=house.people["经办一"].holdings.get(), until=MONDAY)
        later = MONDAY + timedelta(days=3)
        with pytest.raises(NotYours):
            house.today = MONDAY
            _entered_on(house, "submit_direct", "经办一", MONDAY, later)

    def test_a_late_entry_goes_to_who_holds_the_post_today(self, house: House) -> None:
        house.open()
        holding = house.people["审核"].holdings.get()
        org.relieve(holding=holding, until=MONDAY)
        org.appoint(
            user=house.people["收发"], post=house.posts["审核"], since=MONDAY + timedelta(days=1)
        )
        _entered_on(house, "submit_direct", "经办一", MONDAY, MONDAY + timedelta(days=3))
        told = house.people["收发"].pk
        assert set(Notice.objects.filter(kind="task").values_list("user", flat=True)) >= {told}
        assert not Notice.objects.filter(user=house.people["审核"]).exists()


def _entered_on(house: House, act: str, by: str, on: date, entered: date) -> None:
    house.current = perform(
        house.case, Deed(act, on), by=house.people[by], at=noon(entered), rulebook=house.rules
    )


class TestParticipation:
    def test_closing_and_reopening_move_it_between_the_boxes(self, house: House) -> None:
        house.open()
        house.do("submit_direct", "经办一")
        house.do("review", "审核")
        house.do("issue", "负责人")
        assert not Participation.objects.filter(case=house.case, closed=False).exists()
        house.current = correct(
            house.case,
            Void(house.case.events.count()),
            reason="误签",
            by=house.people["管理员"],
            at=noon(house.today),
            rulebook=house.rules,
        )
        assert house.held() == {"signing:负责人"}
        assert not Participation.objects.filter(case=house.case, closed=True).exists()
