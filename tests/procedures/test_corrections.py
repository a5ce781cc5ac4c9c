"""The administrator corrects by later events and never past a gate."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from guiju.audit.models import Entry
from guiju.core.errors import Conflict, NotYours, Refusal
from guiju.procedures.acts import Deed, perform
from guiju.procedures.corrections import Correction, Move, Replace, Void, correct, proposed
from guiju.procedures.models import Case, Event, Opinion
from guiju.procedures.record import to_kernel
from guiju.procedures.selectors import history_of
from tests.office import MONDAY, Office, noon, office_of
from tests.procedures.small import SMALL, small

pytestmark = pytest.mark.django_db
TODAY = date(2025, 3, 20)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return office_of(small(tmp_path))


def corrected(office: Office, case: Case, correction: Correction, reason: str = "录入有误") -> Case:
    return correct(
        case,
        correction,
        reason=reason,
        by=office.people["administrator"],
        at=noon(TODAY),
        rulebook=office.rules,
    )


def reviewed(office: Office) -> Case:
    case = office.do(office.open(urgent="否"), "submit", date(2025, 3, 4))
    return office.do(case, "review", date(2025, 3, 17))


def test_a_voided_act_never_took_place(office: Office) -> None:
    case = corrected(office, reviewed(office), Void(3))
    assert case.step == "reviewing"
    assert [e.act for e in history_of(case, office.rules).events] == ["receive", "submit"]
    assert Event.objects.count() == 4


def test_a_replaced_act_keeps_who_did_it(office: Office) -> None:
    case = corrected(office, reviewed(office), Replace(3, on=date(2025, 3, 18)))
    event = history_of(case, office.rules).events[2]
    assert (event.act, event.on, event.by, event.role) == (
        "review",
        date(2025, 3, 18),
        "审核人甲",
        "reviewer",
    )
    assert Event.objects.get(seq=4).recorder == "管理员周"


def test_an_act_on_another_day_keeps_its_hour_unless_another_is_given(office: Office) -> None:
    case = office.open(urgent="否")
    half_past_ten = datetime(2025, 3, 4, 22, 30)
    deed = Deed("submit", half_past_ten.date(), at=half_past_ten)
    clerk = office.people["clerk"]
    case = perform(case, deed, by=clerk, at=noon(TODAY), rulebook=office.rules)
    case = corrected(office, case, Replace(2, on=date(2025, 3, 5)))
    assert history_of(case, office.rules).events[1].at == datetime(2025, 3, 5, 22, 30)
    case = corrected(office, case, Replace(3, at=datetime(2025, 3, 5, 9, 15)))
    assert history_of(case, office.rules).events[1].at == datetime(2025, 3, 5, 9, 15)
    assert history_of(case, office.rules).events[0].at is None


def test_what_is_proposed_is_what_is_then_on_record(office: Office) -> None:
    case, change = reviewed(office), Replace(3, on=date(2025, 3, 18))
    asks = {"by": office.people["administrator"], "at": noon(TODAY), "rulebook": office.rules}
    event = proposed(case, change, **asks)
    assert (Event.objects.count(), Case.objects.get().token) == (3, case.token)
    assert to_kernel(office.procedure, corrected(office, case, change).events.get(seq=4)) == event


def test_what_would_be_refused_is_not_proposed(office: Office) -> None:
    case, at = reviewed(office), noon(TODAY)
    clerk, administrator = office.people["clerk"], office.people["administrator"]
    with pytest.raises(NotYours):
        proposed(case, Void(3), by=clerk, at=at, rulebook=office.rules)
    with pytest.raises(Refusal):
        early = Replace(3, on=date(2025, 3, 5))
        proposed(case, early, by=administrator, at=at, rulebook=office.rules)
    corrected(office, Case.objects.get(), Void(3))
    with pytest.raises(Conflict):
        proposed(case, Void(3), by=administrator, at=at, rulebook=office.rules)


def test_it_is_audited_with_its_reason(office: Office) -> None:
    corrected(office, reviewed(office), Void(3), "审核人选错")
    entry = Entry.objects.get(seq=4)
    assert (entry.verb, entry.by) == ("void", "管理员周")
    assert "审核人选错" in entry.payload


def test_only_an_administrator_may(office: Office) -> None:
    with pytest.raises(NotYours):
        correct(
            reviewed(office),
            Void(3),
            reason="x",
            by=office.people["head"],
            at=noon(TODAY),
            rulebook=office.rules,
        )


def test_a_reason_is_needed(office: Office) -> None:
    with pytest.raises(Refusal, match="理由"):
        corrected(office, reviewed(office), Void(3), "  ")


def test_what_a_later_act_rests_on_cannot_be_voided(office: Office) -> None:
    case = office.do(reviewed(office), "reply", TODAY, outcome="granted")
    with pytest.raises(Refusal, match="先更正该行为") as error:
        corrected(office, case, Void(3))
    assert "small.review" in {reason.rule for reason in error.value.reasons}
    assert Case.objects.get().step == "closed"


def test_facts_a_gate_asked_for_cannot_be_taken_away(office: Office) -> None:
    case = office.do(reviewed(office), "reply", TODAY, outcome="refused", ground="国家秘密")
    with pytest.raises(Refusal, match="理由"):
        corrected(office, case, Replace(4, facts={"outcome": "refused"}))


def test_a_moved_date_must_keep_the_order_and_the_gates(office: Office) -> None:
    case = reviewed(office)
    with pytest.raises(Refusal):
        corrected(office, case, Replace(3, on=date(2025, 3, 5)))
    with pytest.raises(Refusal):
        corrected(office, case, Replace(2, on=date(2025, 3, 19)))


def test_a_case_moved_past_a_review_still_cannot_be_answered(office: Office) -> None:
    case = office.do(office.open(urgent="否"), "submit", date(2025, 3, 4))
    case = corrected(office, case, Move("signing", TODAY))
    assert case.step == "signing"
    with pytest.raises(Refusal) as error:
        office.do(case, "reply", TODAY, outcome="granted")
    assert {reason.rule for reason in error.value.reasons} == {"small.review"}


def test_no_case_is_closed_by_a_move(office: Office) -> None:
    with pytest.raises(Refusal, match="办结"):
        corrected(office, reviewed(office), Move("closed", TODAY))


def test_a_closed_case_moved_back_is_open_again(office: Office) -> None:
    case = office.do(reviewed(office), "reply", TODAY, outcome="granted")
    case = corrected(office, case, Move("handling", TODAY))
    assert (case.step, case.closed_on) == ("handling", None)
    assert set(case.facts) == {"urgent", "outcome"}, "the step is no fact of the matter"


def test_the_opening_cannot_be_voided_but_replaced(office: Office) -> None:
    case = office.open(urgent="否")
    with pytest.raises(Refusal, match="开启"):
        corrected(office, case, Void(1))
    case = corrected(office, case, Replace(1, on=date(2025, 3, 1), facts={"urgent": "是"}))
    assert (case.opened_on, case.facts["urgent"]) == (date(2025, 3, 1), "是")


def test_a_correction_of_a_correction_names_what_stands(office: Office) -> None:
    case = corrected(office, reviewed(office), Replace(3, on=date(2025, 3, 18)))
    with pytest.raises(Refusal, match="已被更正"):
        corrected(office, case, Void(3))
    case = corrected(office, case, Void(4))
    assert case.step == "reviewing"


def test_a_separation_of_duties_is_not_undone(office: Office) -> None:
    """The clerk's submission, corrected by the administrator, is still the clerk's."""
    case = office.do(office.open(MONDAY, urgent="否"), "submit", date(2025, 3, 4))
    case = corrected(office, case, Replace(2, on=date(2025, 3, 5)))
    post = office.people["reviewer"].holdings.get().post
    office.people["clerk"].holdings.create(
        post=post, since=date(2015, 1, 1), jurisdiction=office.jurisdiction
    )
    with pytest.raises(NotYours) as error:
        office.do(case, "review", TODAY, by="clerk")
    assert "not_by" in {reason.rule for reason in error.value.reasons}


def test_the_old_copy_of_a_case_is_a_conflict(office: Office) -> None:
    case = reviewed(office)
    corrected(office, case, Void(3))
    with pytest.raises(Conflict):
        corrected(office, case, Void(3))


def test_what_somebody_signed_is_not_rewritten(tmp_path: Path) -> None:
    steps = {name: dict(body) for name, body in SMALL["steps"].items()}
    acts = dict(steps["reviewing"]["acts"])
    acts["review"] = {**acts["review"], "zone": "审核意见", "needs": ["view"], "takes": ["ground"]}
    steps["reviewing"] = {**steps["reviewing"], "acts": acts}
    facts = {**SMALL["facts"], "view": {"label": "审核意见"}}
    office = office_of(small(tmp_path, steps=steps, facts=facts))
    case = office.do(office.open(urgent="否"), "submit", date(2025, 3, 4))
    case = office.do(case, "review", date(2025, 3, 17), view="同意。", ground="甲")
    for other in ({"view": "不同意。", "ground": "甲"}, {"ground": "甲"}):
        with pytest.raises(Refusal) as refused:
            corrected(office, case, Replace(3, facts=other))
        (reason,) = refused.value.reasons
        assert "审核意见" in reason.says and reason.helper == "审核人"
    case = corrected(office, case, Replace(3, facts={"view": "同意。", "ground": "乙"}))
    assert case.facts["ground"] == "乙"
    assert Opinion.objects.get(case=case).text == case.facts["view"] == "同意。"
