"""At the desk: what may be done now, and which rule refuses what may not."""

from datetime import date
from math import inf, nan
from pathlib import Path
from typing import Any

import pytest

from guiju.procedures import library
from guiju.procedures.definition import Procedure
from guiju.procedures.guard import CORRECTION, may, offered, refusal, step_of
from guiju.procedures.history import Event, History, effective, replay
from guiju.worktime.calendar import standard
from tests.procedures.small import small

CALENDAR = standard()
DAYS = {"after_due", "before_due", "after"}


@pytest.fixture(scope="module")
def p(tmp_path_factory: pytest.TempPathFactory) -> Procedure:
    return small(tmp_path_factory.mktemp("small"))


def did(act: str, on: str, by: str = "", role: str = "", **facts: Any) -> Event:
    roles = {
        "extend": "head",
        "excuse": "head",
        "reply": "head",
        "review": "reviewer",
        "send_back": "reviewer",
    }
    role = role or roles.get(act, "clerk")
    return Event(act, date.fromisoformat(on), by or f"{role}甲", role, facts)


OPEN = did("receive", "2025-03-03", urgent="否")
SUBMITTED = (OPEN, did("submit", "2025-03-05"))
REVIEWED = (*SUBMITTED, did("review", "2025-03-12"))


def rules(p: Procedure, events: tuple[Event, ...], event: Event) -> list[str]:
    return [reason.rule for reason in may(p, History(events, {"urgent": "否"}), event, CALENDAR)]


def test_the_lawful_way_is_open(p: Procedure) -> None:
    assert rules(p, (), OPEN) == []
    assert rules(p, (OPEN,), did("submit", "2025-03-05")) == []
    assert rules(p, SUBMITTED, did("review", "2025-03-12")) == []
    assert rules(p, REVIEWED, did("reply", "2025-03-13", outcome="granted")) == []


def test_a_reply_without_review_is_refused_with_article_and_helper(p: Procedure) -> None:
    reasons = may(p, History((OPEN,), {}), did("reply", "2025-03-05", outcome="granted"), CALENDAR)
    reason = next(r for r in reasons if r.rule == "small.review")
    assert reason.basis == "政府信息公开条例第四十五条"
    assert reason.helper == "审核人"
    assert "政府信息公开条例第四十五条" in str(reason)
    assert "审核人" in str(reason)


def test_whoever_may_not_is_told_who_may(p: Procedure) -> None:
    event = did("review", "2025-03-12", by="clerk甲")
    reasons = {r.rule: r for r in may(p, History(SUBMITTED, {}), event, CALENDAR)}
    assert reasons["small.person"].helper == "其他审核人"


@pytest.mark.parametrize("versions", library.versions().values(), ids=lambda v: v[0].id)
def test_every_rule_of_every_procedure_names_its_article_and_who_can_help(
    versions: tuple[Procedure, ...],
) -> None:
    """Days alone nobody can help with; whatever else is missing, somebody can do or record."""
    for p in versions:
        for item in p.invariants:
            reason = refusal(p, item)
            assert reason.basis, item.id
            assert reason.helper or item.condition in DAYS, (p.id, item.id, item.condition)


@pytest.mark.parametrize("versions", library.versions().values(), ids=lambda v: v[0].id)
def test_an_act_that_does_not_fit_names_who_records_what_it_needs(
    versions: tuple[Procedure, ...],
) -> None:
    for p in versions:
        for name, act in p.acts().items():
            event = Event(name, date(2025, 3, 3), "甲", act.by[0], {})
            found = may(p, History((), {}), event, CALENDAR)
            for reason in (r for r in found if "时适用" in r.says):
                assert reason.helper, (p.id, name, reason.says)


def test_an_act_that_does_not_fit_says_only_what_does_not() -> None:
    (incoming, *_) = library.versions()["incoming_document"]
    facts = {"urgency": "加急", "is_important": "否"}
    event = Event("assign", date(2025, 3, 3), "甲", "proposer", {})
    found = [r.says for r in may(incoming, History((), facts), event, CALENDAR)]
    assert "“分办”仅在“紧急程度”为“未标注”时适用" in found


def test_an_act_of_another_step_is_refused(p: Procedure) -> None:
    assert "chart" in rules(p, (OPEN,), did("review", "2025-03-12"))


def test_another_role_is_refused(p: Procedure) -> None:
    assert rules(p, (OPEN,), did("submit", "2025-03-05", role="head")) == ["role"]


def test_whoever_drafted_may_not_review(p: Procedure) -> None:
    event = did("review", "2025-03-12", by="clerk甲")
    assert rules(p, SUBMITTED, event) == ["not_by", "small.person"]


def test_an_act_dated_before_the_last_one_is_refused(p: Procedure) -> None:
    assert rules(p, SUBMITTED, did("review", "2025-03-04")) == ["order", "small.time"]


def test_what_an_act_needs_must_be_filled_in(p: Procedure) -> None:
    assert rules(p, SUBMITTED, did("send_back", "2025-03-12")) == ["needs.reason"]
    assert rules(p, REVIEWED, did("reply", "2025-03-13")) == ["needs.outcome", "small.ground"]


def test_an_outcome_brings_its_own_needs(p: Procedure) -> None:
    assert rules(p, REVIEWED, did("reply", "2025-03-13", outcome="refused")) == [
        "needs.ground",
        "small.ground",
    ]


def test_a_value_that_is_no_choice_is_refused(p: Procedure) -> None:
    assert "value.outcome" in rules(p, REVIEWED, did("reply", "2025-03-13", outcome="perhaps"))


def test_a_fact_the_act_does_not_record_is_refused(p: Procedure) -> None:
    assert rules(p, (OPEN,), did("submit", "2025-03-05", ground="x")) == ["takes.ground"]


def test_at_most_once_means_once(p: Procedure) -> None:
    events = (OPEN, did("extend", "2025-03-05"))
    assert "at_most" in rules(p, events, did("extend", "2025-03-06"))


def test_too_early_is_refused_unless_the_exception_is_on_record(p: Procedure) -> None:
    assert rules(p, SUBMITTED, did("review", "2025-03-06")) == ["small.time"]
    excused = (OPEN, did("excuse", "2025-03-04", ground="紧急命令"), SUBMITTED[1])
    assert rules(p, excused, did("review", "2025-03-06")) == []


@pytest.mark.parametrize("units", [1, 20, 20.0])
def test_an_extension_as_long_as_the_limit_allows_is_open(p: Procedure, units: float) -> None:
    assert rules(p, (OPEN,), did("extend", "2025-03-31", units=units)) == []


@pytest.mark.parametrize("units", [0, 21, 2.5])
def test_an_extension_beyond_what_the_limit_allows_is_refused(p: Procedure, units: float) -> None:
    extend = did("extend", "2025-03-31", units=units)
    (reason,) = may(p, History((OPEN,), {"urgent": "否"}), extend, CALENDAR)
    assert reason.rule == "extension"
    assert reason.says == f"延长数为1至20个工作日，不能是{units}"
    assert reason.basis == "政府信息公开条例第三十三条"


@pytest.mark.parametrize("units", [-1, True, inf, nan, "五", date(2025, 3, 31)])
def test_what_is_no_number_of_anything_is_refused(p: Procedure, units: object) -> None:
    assert rules(p, (OPEN,), did("extend", "2025-03-31", units=units)) == ["value.units"]


@pytest.mark.parametrize("urgent", [1, 0, "yes", "true"])
def test_only_yes_is_yes(p: Procedure, urgent: object) -> None:
    assert rules(p, (), did("receive", "2025-03-03", urgent=urgent)) == ["value.urgent"]


def test_blanks_are_no_text(p: Procedure) -> None:
    reply = did("reply", "2025-03-13", outcome="refused", ground=" \u3000")
    assert rules(p, REVIEWED, reply) == ["value.ground"]


@pytest.mark.parametrize(
    ("fact", "value", "wanted"),
    [
        ("urgent", 1, "是否紧急的值“1”不对，请写是或者否"),
        ("due_on", "明天", "交办时限的值“明天”不对，日期写成 2026-10-08 的样子"),
    ],
)
def test_a_wrong_value_is_told_what_to_write(
    p: Procedure, fact: str, value: object, wanted: str
) -> None:
    opening = did("receive", "2025-03-03", **{"urgent": "否", fact: value})
    assert [reason.says for reason in may(p, History((), {}), opening, CALENDAR)] == [wanted]


@pytest.mark.parametrize("day", ["0026-10-08", "1948-12-31", "2100-01-01", "9999-12-31"])
def test_a_year_no_office_writes_is_a_slip_of_the_pen(p: Procedure, day: str) -> None:
    opening = did("receive", "2025-03-03", urgent="否", due_on=date.fromisoformat(day))
    (reason,) = may(p, History((), {}), opening, CALENDAR)
    assert reason.says == f"交办时限的值“{day}”不对，请核对年份"
    (reason,) = may(p, History((), {}), did("receive", day, urgent="否"), CALENDAR)
    assert reason.says == f"日期{day}不对，请核对年份"


def test_a_late_extension_is_refused(p: Procedure) -> None:
    assert rules(p, (OPEN,), did("extend", "2025-04-01")) == ["small.extension"]
    assert rules(p, (OPEN,), did("extend", "2025-03-31")) == []


def test_a_review_before_a_return_must_be_made_again(p: Procedure) -> None:
    events = (
        *SUBMITTED,
        did("send_back", "2025-03-12", reason="缺附件"),
        did("submit", "2025-03-13"),
    )
    assert step_of(p, History(events)) == "reviewing"
    moved = Event(CORRECTION, date(2025, 3, 13), facts={"step": "signing"}, seq=9)
    history = replay([*_numbered((*REVIEWED, did("submit", "2025-03-13"))), moved])
    assert step_of(p, history) == "signing"
    assert "small.review" in [
        r.rule for r in may(p, history, did("reply", "2025-03-14", outcome="granted"), CALENDAR)
    ]


def _numbered(events: tuple[Event, ...]) -> list[Event]:
    return [Event(e.act, e.on, e.by, e.role, e.facts, seq=n) for n, e in enumerate(events)]


def test_a_voided_review_no_longer_opens_the_gate(p: Procedure) -> None:
    events = _numbered(REVIEWED)
    void = Event(CORRECTION, date(2025, 3, 13), seq=3, corrects=2, void=True)
    history = replay([*events, void])
    assert [e.act for e in history.events] == ["receive", "submit"]
    assert "small.review" in [
        r.rule for r in may(p, history, did("reply", "2025-03-13", outcome="granted"), CALENDAR)
    ]


def test_a_corrected_date_takes_the_place_of_the_old_one() -> None:
    events = [
        Event("receive", date(2025, 3, 3), seq=0),
        Event("reply", date(2025, 4, 3), seq=1),
        Event("receive", date(2025, 3, 5), seq=2, corrects=0),
    ]
    assert [(e.act, e.on.day) for e in effective(events)] == [("receive", 5), ("reply", 3)]


def test_only_the_acts_of_the_step_are_offered(p: Procedure) -> None:
    assert offered(p, History(())) == ["receive"]
    assert set(offered(p, History(SUBMITTED))) == {"review", "send_back"}


def test_an_act_that_is_in_no_file_is_refused(p: Procedure, tmp_path: Path) -> None:
    assert rules(p, (OPEN,), did("dance", "2025-03-05")) == ["chart"]


def test_what_waits_for_a_deadline_may_not_be_done_on_its_last_day(tmp_path: Path) -> None:
    """A minimum has run on its day; a deadline has passed only on the day after."""
    rule = {
        "id": "small.waited",
        "never": "extend",
        "before_due": "reply",
        "says": "期限届满前不得处理",
        "basis": "条例第三十条",
    }
    waiting = small(tmp_path, invariants=[rule])
    assert rules(waiting, (OPEN,), did("extend", "2025-03-31")) == ["small.waited"]
    assert rules(waiting, (OPEN,), did("extend", "2025-04-01")) == []
