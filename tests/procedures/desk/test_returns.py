"""退回：五十余种情形的总表（inward-lessons 2）。

Every return asks to whom, how the case comes back, and what becomes of sibling tasks. One row of
`situations` is one situation: what is done in turn, where the case then stands, who has it
(`环节:岗位`), the last state of tasks that ended, and the rule that refuses the last move.
"""

from __future__ import annotations

import pytest

from guiju.audit.selectors import first_break
from guiju.core.errors import Refusal
from guiju.procedures.acts import Deed
from guiju.procedures.desk.returning import send_back, targets
from guiju.procedures.desk.tasks import tasks_of
from guiju.procedures.models import Reading, Resume, Task
from tests.office import MONDAY, noon
from tests.procedures.desk.house import REASON, STRAIGHT, House
from tests.procedures.desk.moves import pass_round
from tests.procedures.desk.situations import RETURNS, Row
from tests.procedures.desk.situations_later import MEETINGS

pytestmark = pytest.mark.django_db
ROWS = [*RETURNS, *MEETINGS]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_situation(house: House, row: Row) -> None:
    house.open("经办一")
    *moves, final = row.moves
    for move in moves:
        move(house)
    if row.refused:
        before = snapshot(house)
        with pytest.raises(Refusal) as error:
            final(house)
        assert row.refused in {reason.rule for reason in error.value.reasons}
        assert snapshot(house) == before
    else:
        final(house)
    assert house.case.step == row.step
    assert house.held() == row.held
    for (name, step), state in row.states.items():
        assert house.state_of(name, step) == state, name
    assert first_break() is None


def snapshot(house: House) -> list[tuple[object, ...]]:
    rows = Task.objects.order_by("pk").values_list("pk", "state", "ended_seq", "voided_seq")
    return [*rows, tuple(house.case.events.values_list("seq", flat=True))]


def test_there_are_enough_situations() -> None:
    assert len(ROWS) >= 30
    assert len({row.name for row in ROWS}) == len(ROWS)


class TestTargets:
    """What a page asks before it offers a return."""

    def test_it_names_whoever_had_it_the_last_first(self, house: House) -> None:
        house.open("经办一")
        house.hand("经办一", "经办二")
        house.do("submit_direct", "经办二")
        found = {t.act: t for t in targets(house.procedure, house.case, tasks_of(house.case))}
        assert set(found) == {"return_for_changes", "return_to_units"}
        had = found["return_for_changes"].had_it
        assert [a.post.name for a in had if a.post] == ["经办二", "经办一"]
        assert found["return_for_changes"].may_come_straight_back

    def test_it_says_which_step_forbids_coming_straight_back(self, house: House) -> None:
        house.open("经办一")
        house.do("submit_direct", "经办一")
        house.do("review", "审核")
        found = {t.act: t for t in targets(house.procedure, house.case, tasks_of(house.case))}
        (reason,) = found["return_for_changes"].straight
        assert "须重新经过“审核”" in reason.says
        assert reason.basis == "政府信息公开条例第四十五条"
        assert found["return_to_review"].straight == ()

    def test_what_sends_nothing_back_is_no_return(self, house: House) -> None:
        case = house.open("经办一")
        with pytest.raises(Refusal) as error:
            send_back(
                case,
                Deed("submit_direct", MONDAY),
                by=house.people["经办一"],
                at=noon(MONDAY),
                rulebook=house.rules,
            )
        assert error.value.reasons[0].rule == "return.act"


def test_a_returned_task_says_from_whom_and_how_it_comes_back(house: House) -> None:
    house.open("经办一")
    house.do("submit_direct", "经办一")
    house.do("return_for_changes", "审核", back=STRAIGHT, note="核对附件", **REASON)
    (task,) = house.open_tasks()
    assert (task.came_back, task.resume, task.note) == (True, Resume.STRAIGHT_BACK, "核对附件")
    assert task.return_to is not None
    assert task.return_to.post == house.posts["审核"]
    assert task.sender == "审核某"


def test_a_return_kills_no_circulation(house: House) -> None:
    house.open("经办一")
    house.do("submit_direct", "经办一")
    pass_round("收发", "负责人")(house)
    house.do("return_for_changes", "审核", **REASON)
    assert Reading.objects.filter(case=house.case, recalled_at=None, read_at=None).count() == 2
