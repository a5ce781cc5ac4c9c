"""Opening a task, handing it on, standing in for someone （代）, handing everything over."""

from __future__ import annotations

from datetime import timedelta

import pytest

from guiju.audit.models import Entry
from guiju.audit.selectors import first_break
from guiju.core.errors import NotYours, Refusal
from guiju.notices.models import Notice
from guiju.org import acts as org
from guiju.procedures.desk.handing import hand_on, hand_over, lend_post, open_task
from guiju.procedures.desk.opinions import block
from guiju.procedures.desk.returning import take_back
from guiju.procedures.desk.visibility import may_see, viewer_of
from guiju.procedures.models import Task, TaskState
from tests.office import MONDAY, noon
from tests.procedures.desk.house import REASON, House

pytestmark = pytest.mark.django_db
AT = noon(MONDAY)


def lend(house: House, post: str, to: str, by: str = "", days: int = 3) -> None:
    lend_post(
        post=house.posts[post],
        to=house.people[to],
        period=org.Period(house.today, house.today + timedelta(days=days)),
        reason="出差",
        by=house.people[by or post],
        at=noon(house.today),
    )


class TestOpening:
    def test_only_who_may_act_marks_it_read(self, house: House) -> None:
        house.open()
        house.do("submit_direct", "经办一")
        (task,) = house.open_tasks()
        assert not open_task(task, by=house.people["负责人"], at=AT)
        assert open_task(task, by=house.people["审核"], at=AT)
        (again,) = house.open_tasks()
        assert (again.read_by, again.read_at) == ("审核某", AT)
        assert not open_task(again, by=house.people["审核"], at=AT)

    def test_one_s_own_look_does_not_stop_one_from_taking_back(self, house: House) -> None:
        org.appoint(user=house.people["经办一"], post=house.posts["审核"], since=MONDAY)
        house.open()
        house.do("submit_direct", "经办一")
        open_task(house.open_tasks()[0], by=house.people["经办一"], at=AT)
        house.current = take_back(
            house.case, by=house.people["经办一"], at=AT, rulebook=house.rules
        )
        assert house.held() == {"drafting:经办一"}

    def test_what_was_added_without_sending_it_on_is_not_taken_back(self, house: House) -> None:
        house.open()
        house.do("note", "经办一")
        with pytest.raises(Refusal, match="只有送出本环节的行为和会签可以取回"):
            house.current = take_back(
                house.case, by=house.people["经办一"], at=AT, rulebook=house.rules
            )
        assert len(house.case.events.all()) == 2


class TestHandingOn:
    def test_the_step_stays_and_the_other_acts(self, house: House) -> None:
        house.open()
        new = house.hand("经办一", "经办二")
        assert (house.case.step, house.held()) == ("drafting", {"drafting:经办二"})
        assert (new.sender, new.note) == ("经办一某", "请办")
        old = Task.objects.get(state=TaskState.HANDED_ON)
        assert old.done_by == "经办一某"
        with pytest.raises(NotYours):
            house.do("submit_direct", "经办一")
        assert house.do("submit_direct", "经办二").step == "reviewing"

    def test_it_is_told_and_on_the_chain(self, house: House) -> None:
        house.open()
        house.hand("经办一", "经办二")
        assert Notice.objects.filter(user=house.people["经办二"]).count() == 1
        assert Entry.objects.filter(chain=f"case/{house.case.pk}").last().verb == "hand_on"  # type: ignore[union-attr]
        assert first_break() is None

    def test_to_a_person_it_is_theirs_in_their_post(self, house: House) -> None:
        house.open()
        house.hand("经办一", "经办二/经办二")
        assert house.held() == {"drafting:经办二/经办二"}

    @pytest.mark.parametrize("to", ["收发", "审核", "经办一", "经办二/收发"])
    def test_not_to_someone_who_cannot(self, house: House, to: str) -> None:
        house.open()
        with pytest.raises(Refusal):
            house.hand("经办一", to)
        assert house.held() == {"drafting:经办一"}

    def test_not_by_someone_else_nor_twice(self, house: House) -> None:
        house.open()
        (task,) = house.open_tasks()
        for _ in range(2):
            with pytest.raises(NotYours):
                hand_on(task, house.to("经办二"), note="", by=house.people["审核"], at=AT)
        hand_on(task, house.to("经办二"), note="", by=house.people["经办一"], at=AT)
        with pytest.raises(NotYours):
            hand_on(task, house.to("经办二"), note="", by=house.people["经办一"], at=AT)

    def test_a_returned_case_stays_a_returned_one(self, house: House) -> None:
        house.open()
        house.do("submit_direct", "经办一")
        house.do("return_for_changes", "审核", **REASON)
        new = house.hand("经办一", "经办二")
        assert new.came_back
        assert new.return_to is not None


class TestStandingIn:
    def test_it_is_signed_for_the_other(self, house: House) -> None:
        house.open()
        house.do("submit_direct", "经办一")
        lend(house, "审核", "收发")
        house.do("review", "收发", opinion="同意")
        event = house.case.events.get(act="review")
        assert (event.by, event.acting_for, event.post) == (
            "收发某", "审核某", house.posts["审核"],
        )  # fmt: skip
        (zone,) = block(house.case)
        assert (zone.opinions[0].name, zone.opinions[0].acting_for) == ("收发某", "审核某")

    def test_it_ends_with_its_last_day(self, house: House) -> None:
        house.open()
        house.do("submit_direct", "经办一")
        lend(house, "审核", "收发", days=0)
        house.today += timedelta(days=1)
        with pytest.raises(NotYours):
            house.do("review", "收发")
        assert house.do("review", "审核").step == "signing"

    def test_the_owner_may_still_act(self, house: House) -> None:
        house.open()
        house.do("submit_direct", "经办一")
        lend(house, "审核", "收发")
        house.do("review", "审核")
        assert house.case.events.get(act="review").acting_for == ""

    def test_who_stands_in_is_told_and_may_see(self, house: House) -> None:
        house.open()
        lend(house, "审核", "收发")
        house.do("submit_direct", "经办一")
        assert Notice.objects.filter(user=house.people["收发"], kind="task").count() == 1
        assert may_see(viewer_of(house.people["收发"], on=house.today), house.case)

    def test_only_one_s_own_post_or_the_administrator(self, house: House) -> None:
        with pytest.raises(NotYours):
            lend(house, "审核", "收发", by="负责人")
        lend(house, "审核", "收发", by="管理员")
        assert Entry.objects.filter(chain=f"post/{house.posts['审核'].pk}").count() == 1


class TestHandingOver:
    def over(self, house: House, leaving: str, successor: str, by: str = "管理员") -> None:
        hand_over(
            leaving=house.people[leaving],
            successor=house.people[successor],
            on=house.today,
            by=house.people[by],
            at=noon(house.today),
        )

    def test_posts_and_tasks_go_together(self, house: House) -> None:
        house.open()
        house.hand("经办一", "经办二/经办二")
        self.over(house, "经办二", "收发")
        house.today += timedelta(days=1)
        (task,) = house.open_tasks()
        assert task.user == house.people["收发"]
        assert may_see(viewer_of(house.people["收发"], on=house.today), house.case)
        assert house.do("submit_direct", "收发").step == "reviewing"
        verbs = Entry.objects.filter(chain=f"case/{house.case.pk}").values_list("verb", flat=True)
        assert "hand_over" in verbs
        assert first_break() is None

    def test_only_by_the_administrator_and_to_another(self, house: House) -> None:
        with pytest.raises(NotYours):
            self.over(house, "经办二", "收发", by="负责人")
        with pytest.raises(Refusal):
            self.over(house, "经办二", "经办二")
        org.relieve(holding=house.people["收发"].holdings.get(), until=MONDAY)
        house.today += timedelta(days=1)
        with pytest.raises(Refusal):
            self.over(house, "收发", "经办二")
