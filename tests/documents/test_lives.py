"""Every act of the chart is done in a played life: no act is there that nobody can reach."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from guiju.audit.selectors import first_break
from guiju.core.errors import NotYours, Refusal
from guiju.procedures.desk.circulating import circulate, mark_read
from guiju.procedures.desk.urging import Urging, urge
from guiju.procedures.models import SlipKind, TaskState
from guiju.procedures.selectors import recompute
from tests.documents.desk import DONE, FITS, REASON, UNITS, Desk, incoming
from tests.office import noon

pytestmark = pytest.mark.django_db
LONG_ACT, OTHERS = UNITS[0], UNITS[1:]


def handled(desk: Desk) -> None:
    """Three units, one late and urged, a reply, the archive."""
    desk.concluded()
    desk.do("confirm_result")
    desk.do("inform", informed="各镇人民政府")
    desk.do("reply", reply_record="书面报告检查情况", archive_due=date(2026, 6, 30))
    desk.do("archive", archive_number="2025-SW-1")


def instructed(desk: Desk) -> None:
    """Up to the head of the government and back, important, read over by the deputy."""
    desk.examined(is_important="是")
    desk.do("reclassify", kind="办件", **REASON)
    desk.do("propose_to_deputy", proposal="请分管负责人批示。")
    desk.do("return_to_proposing", **REASON)
    desk.do("propose_to_deputy", proposal="已补充，请批示。")
    desk.do("submit_to_chief", opinion="请主要负责人批示。")
    desk.do("return_to_deputy", **REASON)
    desk.do("instruct", opinion="请应急局主办。")
    desk.do("propose_again", **REASON)
    desk.do("propose_to_chief", proposal="请主要负责人批示。")
    desk.do("instruct_as_chief", opinion="同意。")
    desk.do("assign_important", to=[LONG_ACT], lead_unit=LONG_ACT, urger="督查室")
    desk.do("return_for_reassignment", by=LONG_ACT, **REASON)
    desk.do("assign_important", to=[LONG_ACT], lead_unit=LONG_ACT, urger="督查室")
    desk.do("report_result", by=LONG_ACT, **DONE)
    desk.do("conclude", by=LONG_ACT, **DONE)
    desk.do("return_to_units", **REASON)
    desk.do("report_result", by=LONG_ACT, **DONE)
    desk.do("conclude", by=LONG_ACT, **DONE)
    desk.do("submit_result")
    desk.do("return_to_checking", **REASON)
    desk.do("submit_result")
    desk.do("approve_result", opinion="同意。")
    desk.do("reply", reply_record="书面报告")
    desk.do("appraise", appraisal="鉴定意见和批准文书第1号")
    desk.do("destroy")


def urgent(desk: Desk) -> None:
    desk.registered(urgency="特急")
    desk.do("return_to_registration", **REASON)
    desk.do("register", receipt_number="", urgency="特急")
    desk.do("accept", **FITS)
    desk.do("propose_to_units", proposal="请应急局主办。")
    said = {"lead_unit": LONG_ACT, "due_on": date(2025, 3, 10), "urger": "督查室"}
    desk.do("assign_urgent", to=[LONG_ACT], **said)
    desk.do("return_from_units", by=LONG_ACT, **REASON)
    desk.do("propose_to_units", proposal="请应急局办理。")
    desk.do("assign_urgent", to=[LONG_ACT], **said)


def not_for_us(desk: Desk) -> None:
    desk.registered()
    desk.do("return_to_sender", examination_result="不符合规定", reason="不属于本机关职权")


def withdrawn(desk: Desk) -> None:
    desk.registered()
    desk.do("record_withdrawal", withdrawal="来文单位3月3日撤回函")


def read_only(desk: Desk) -> None:
    """For reading; while it goes round the deputy has it handled."""
    desk.examined(kind="阅件")
    desk.do("distribute", distribution="办公室各科室")
    desk.do("instruct_on_reading", kind="办件", lead_unit=LONG_ACT, opinion="请应急局办理。")
    desk.do("assign", to=[LONG_ACT], lead_unit=LONG_ACT)


LIVES: dict[str, tuple[Callable[[Desk], None], str]] = {
    "handled": (handled, "archived"),
    "instructed": (instructed, "destroyed"),
    "urgent": (urgent, ""),
    "not_for_us": (not_for_us, "returned"),
    "withdrawn": (withdrawn, "withdrawn"),
    "read_only": (read_only, ""),
}


@pytest.mark.parametrize("name", LIVES)
def test_a_life_ends_as_it_should(desk: Desk, name: str) -> None:
    live, outcome = LIVES[name]
    live(desk)
    assert desk.case.outcome == outcome
    state = recompute(desk.case)
    assert (desk.case.step, desk.case.closed_on) == (state.step, state.closed_on)
    assert first_break() is None


def test_no_act_and_no_outcome_is_left_out(db: None) -> None:
    from tests.documents.desk import desk_of

    office, done, ends = desk_of(), set[str](), set[str]()
    for live, outcome in LIVES.values():
        desk = Desk(office.office, units=office.units)
        live(desk)
        done |= set(desk.done)
        ends.add(outcome)
    assert done == set(incoming().acts())
    assert ends >= set(incoming().outcomes)


class TestNumbering:
    def test_registering_takes_the_next_number_of_the_year(self, desk: Desk) -> None:
        numbers = [desk.registered().number for _ in range(2)]
        assert numbers == ["收〔2025〕1号", "收〔2025〕2号"]
        assert desk.case.facts["receipt_number"] == numbers[-1]

    def test_one_of_a_paper_register_is_kept(self, desk: Desk) -> None:
        case = desk.registered(receipt_number="收2025-077")
        assert (case.number, case.facts["receipt_number"]) == ("收2025-077", "收2025-077")

    def test_registered_again_it_keeps_its_number(self, desk: Desk) -> None:
        first = desk.registered().number
        desk.do("return_to_registration", **REASON)
        assert desk.do("register", receipt_number="", urgency="加急").number == first
        assert desk.registered().number == "收〔2025〕2号"

    def test_before_that_it_has_none(self, desk: Desk) -> None:
        assert desk.sign_for().number == ""


class TestHandling:
    def test_the_lead_waits_for_every_unit(self, desk: Desk) -> None:
        desk.assigned()
        desk.do("report_result", by=UNITS[0], **DONE)
        desk.do("report_result", by=UNITS[1], result="尚有两处", handled="尚未办结")
        with pytest.raises(Refusal, match="区消防救援大队"):
            desk.do("conclude", by=UNITS[0], **DONE)
        desk.do("report_result", by=UNITS[2], **DONE)
        with pytest.raises(Refusal, match="区林草局"):
            desk.do("conclude", by=UNITS[0], **DONE)
        desk.do("report_result", by=UNITS[1], **DONE)
        assert desk.do("conclude", by=UNITS[0], **DONE).step == "checking"

    def test_another_unit_does_not_conclude(self, desk: Desk) -> None:
        desk.assigned()
        for name in UNITS:
            desk.do("report_result", by=name, **DONE)
        with pytest.raises(NotYours):
            desk.do("conclude", by=UNITS[2], **DONE)

    def test_urged_and_passed_round(self, desk: Desk) -> None:
        """Circulation blocks nothing; what is urged says how often."""
        desk.assigned()
        given = {"by": desk.person("registrar"), "at": noon(desk.today)}
        (reading,) = circulate(desk.case, [desk.units["秘书科"]], note="请阅知", **given)
        slips = urge(desk.case, Urging(SlipKind.URGE, "请抓紧"), **given)
        assert len(slips) == len(UNITS)
        waiting = desk.case.tasks.filter(state=TaskState.OPEN)
        assert set(waiting.values_list("urged", flat=True)) == {1}
        mark_read(reading, opinion="已阅。", by=desk.person("reader"), at=noon(desk.today))
        assert desk.do("report_result", by=UNITS[0], **DONE).step == "handling"
