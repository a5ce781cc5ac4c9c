"""What goes on beside the chart: circulation, urging, links, watching, voiding."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guiju.audit.models import Entry
from guiju.audit.selectors import first_break, first_mismatch
from guiju.core.errors import Conflict, NotYours, Refusal
from guiju.notices.models import Notice
from guiju.org import acts as org
from guiju.procedures.acts import Deed, perform
from guiju.procedures.corrections import Move, correct
from guiju.procedures.desk.circulating import circulate, mark_all_read, mark_read, recall
from guiju.procedures.desk.linking import link_cases, unwatch, void_case, watch
from guiju.procedures.desk.urging import Urging, urge
from guiju.procedures.desk.visibility import may_see, viewer_of
from guiju.procedures.models import Follow, Link, LinkKind, Reading, SlipKind
from tests.office import MONDAY, noon
from tests.procedures.desk.house import UNITS, House

pytestmark = pytest.mark.django_db
AT = noon(MONDAY)


def sent(house: House, *names: str, by: str = "经办一", note: str = "请阅") -> list[Reading]:
    posts = [house.posts[name] for name in names]
    return circulate(house.case, posts, note=note, by=house.people[by], at=AT)


def refused(act: Any, *args: Any, **given: Any) -> str:
    with pytest.raises(Refusal) as error:
        act(*args, **given)
    assert error.value.reasons[0].says
    return error.value.reasons[0].rule


class TestCirculating:
    def test_it_is_read_with_an_opinion_and_blocks_nothing(self, house: House) -> None:
        house.open()
        reading, _ = sent(house, "收发", "负责人")
        assert may_see(viewer_of(house.people["收发"], on=MONDAY), house.case)
        mark_read(reading, opinion=" 已阅 ", by=house.people["收发"], at=AT)
        reading.refresh_from_db()
        assert (reading.read_by, reading.opinion) == ("收发某", "已阅")
        assert house.do("submit_direct", "经办一").step == "reviewing"

    def test_who_has_it_unread_is_not_sent_it_again(self, house: House) -> None:
        house.open()
        first = sent(house, "收发")
        assert [r.post.name for r in sent(house, "收发", "负责人")] == ["负责人"]
        mark_read(first[0], by=house.people["收发"], at=AT)
        assert len(sent(house, "收发")) == 1

    def test_to_five_hundred_in_few_queries(self, house: House) -> None:
        house.open()
        unit = org.create_unit(jurisdiction=house.jurisdiction, name="各单位")
        posts = [org.create_post(unit=unit, name=f"岗位{n}") for n in range(500)]
        with CaptureQueriesContext(connection) as few:
            sent(house, "收发")
        with CaptureQueriesContext(connection) as many:
            circulate(house.case, posts, note="", by=house.people["经办一"], at=AT)
        assert Reading.objects.count() == 501
        assert len(many) <= len(few) + 14, "rows are written in batches, not one by one"

    def test_only_by_who_may_see_it_and_to_who_may_read_it(self, house: House) -> None:
        house.clear("经办一")
        house.open(secrecy=2)
        assert refused(sent, house, "收发") == "secrecy"
        with pytest.raises(NotYours):
            sent(house, "经办一", by="收发")
        assert not Reading.objects.exists()

    def test_not_to_another_district(self, house: House) -> None:
        house.open()
        other = org.create_jurisdiction(code="990102", name="云溪区")
        unit = org.create_unit(jurisdiction=other, name="办公室")
        house.posts["外区"] = org.create_post(unit=unit, name="文书")
        assert refused(sent, house, "外区") == "circulate.to"
        assert refused(sent, house) == "circulate.to"

    def test_nothing_is_marked_when_one_is_another_s(self, house: House) -> None:
        house.open()
        both = sent(house, "收发", "负责人")
        with pytest.raises(NotYours):
            mark_all_read(both, by=house.people["收发"], at=AT)
        assert not Reading.objects.exclude(read_at=None).exists()

    def test_a_second_window_changes_nothing(self, house: House) -> None:
        house.open()
        (reading,) = sent(house, "收发")
        stale = Reading.objects.get(pk=reading.pk)
        mark_read(reading, opinion="已阅", by=house.people["收发"], at=AT)
        mark_read(stale, opinion="", by=house.people["收发"], at=AT + timedelta(hours=1))
        reading.refresh_from_db()
        assert (reading.opinion, reading.read_at) == ("已阅", AT)

    def test_recalled_by_who_sent_it_while_unread(self, house: House) -> None:
        house.open()
        read, unread = sent(house, "收发", "负责人")
        mark_read(read, by=house.people["收发"], at=AT)
        assert refused(recall, house.case, [unread], by=house.people["审核"], at=AT) == "recall"
        assert recall(house.case, [read, unread], by=house.people["经办一"], at=AT) == 1
        unread.refresh_from_db()
        given = {"by": house.people["负责人"], "at": AT}
        assert refused(mark_read, unread, **given) == "reading.recalled"
        assert first_break() is None

    def test_the_record_of_a_recall_names_what_came_back_and_nothing_else(
        self, house: House
    ) -> None:
        house.open()
        first, second = sent(house, "收发", "负责人")
        for chosen in ([first], [first, second]):
            assert recall(house.case, chosen, by=house.people["经办一"], at=AT) == 1
        entries = Entry.objects.filter(verb="recall").order_by("pk")
        named = [json.loads(entry.payload)["readings"] for entry in entries]
        assert named == [[first.pk], [second.pk]]


class TestUrging:
    def urged(
        self, house: House, kind: SlipKind = SlipKind.URGE, text: str = "请尽快", by: str = "负责人"
    ) -> Any:
        return urge(
            house.case,
            Urging(kind, text),
            by=house.people[by],
            at=noon(house.today),
            rulebook=house.rules,
        )

    def test_each_holder_gets_a_numbered_slip(self, house: House) -> None:
        house.open()
        house.do("submit", "经办一", UNITS)
        slips = self.urged(house)
        assert [s.number for s in slips] == [f"催字〔2025〕{n}号" for n in (1, 2, 3)]
        assert slips[0].to == "甲局甲局会签岗"
        assert {t.urged for t in house.open_tasks()} == {1}
        assert self.urged(house)[0].number == "催字〔2025〕4号"
        told = Notice.objects.filter(kind="urged", user=house.people["甲局会签岗"])
        assert told.count() == 2
        assert first_break() is None

    def test_a_supervision_slip_only_once_a_limit_has_passed(self, house: House) -> None:
        house.open(due_on=date(2025, 3, 5))
        assert refused(self.urged, house, SlipKind.SUPERVISE) == "urge.supervise"
        house.today = date(2025, 3, 6)
        (slip,) = self.urged(house, SlipKind.SUPERVISE)
        assert (slip.number, slip.limit, slip.due_on) == (
            "督字〔2025〕1号", "promised", date(2025, 3, 5),
        )  # fmt: skip

    def test_it_needs_words_a_task_and_sight(self, house: House) -> None:
        house.open()
        with pytest.raises(NotYours):
            self.urged(house, by="收发")
        assert refused(self.urged, house, text=" ") == "needs.text"
        house.do("submit_direct", "经办一")
        house.do("review", "审核")
        house.do("issue", "负责人")
        assert refused(self.urged, house) == "urge.task"


class TestLinking:
    def test_once_and_on_the_chain(self, house: House) -> None:
        first, second = house.open(), house.open()
        for _ in range(2):
            link_cases(second, first, LinkKind.SOURCE, by=house.people["经办一"], at=AT)
        assert Link.objects.get().other == first
        assert Entry.objects.filter(verb="link").count() == 1

    def test_not_to_itself_nor_unseen(self, house: House) -> None:
        case, other = house.open(), house.open()
        mine = {"by": house.people["经办一"], "at": AT}
        assert refused(link_cases, case, case, LinkKind.RELATED, **mine) == "link.self"
        theirs = {"by": house.people["收发"], "at": AT}
        assert refused(link_cases, case, other, LinkKind.RELATED, **theirs) == "visibility"

    def test_watching(self, house: House) -> None:
        case = house.open()
        for _ in range(2):
            watch(case, by=house.people["经办一"], at=AT)
        assert Follow.objects.count() == 1
        unwatch(case, by=house.people["经办一"])
        assert not Follow.objects.exists()
        assert refused(watch, case, by=house.people["收发"], at=AT) == "visibility"


class TestVoiding:
    def void(self, house: House, by: str, reason: str = "重复登记") -> None:
        given = {"by": house.people[by], "at": noon(house.today), "rulebook": house.rules}
        house.current = void_case(house.case, reason=reason, **given)

    def test_by_its_opener_while_nothing_else_is_done(self, house: House) -> None:
        house.open(due_on=date(2025, 3, 5))
        self.void(house, "经办一")
        assert (house.case.step, house.case.voided_on) == ("", MONDAY)
        assert house.held() == set()
        assert not house.case.limits.filter(running=True).exists()
        assert not house.case.findings.exists()
        assert first_break() is None
        assert first_mismatch() is None

    def test_afterwards_only_by_the_administrator_with_a_reason(self, house: House) -> None:
        house.open()
        house.do("submit", "经办一", UNITS)
        assert refused(self.void, house, "经办一") == "void"
        assert refused(self.void, house, "管理员", " ") == "needs.reason"
        self.void(house, "管理员")
        assert house.held() == set()
        assert house.case.events.filter(void=True, reason="重复登记").count() == 2

    def test_nothing_brings_it_back(self, house: House) -> None:
        house.open()
        self.void(house, "经办一")
        again = {"at": AT, "rulebook": house.rules}
        deed = Deed("begin", MONDAY)
        assert refused(perform, house.case, deed, by=house.people["经办一"], **again) == "void"
        move = {"reason": "恢复", "by": house.people["管理员"], **again}
        assert refused(correct, house.case, Move("drafting", MONDAY), **move) == "void"
        assert refused(self.void, house, "管理员") == "void"

    def test_an_old_copy_is_a_conflict(self, house: House) -> None:
        old = house.open()
        house.do("note", "经办一")
        house.current = old
        with pytest.raises(Conflict):
            self.void(house, "管理员")
