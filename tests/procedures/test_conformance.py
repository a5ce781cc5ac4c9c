"""Old records against the rules: what is shown is judged, what is not shown is unknown."""

from datetime import date
from typing import Any

import pytest

from guiju.procedures.conformance import Breach, Question, judge
from guiju.procedures.definition import Procedure
from guiju.procedures.history import Event, History
from guiju.procedures.rules import PERSONS
from guiju.worktime.calendar import standard
from tests.procedures.small import SMALL, small

ALL = frozenset(
    {
        "receive",
        "consult",
        "hear",
        "extend",
        "submit",
        "review",
        "reply",
        "outcome",
        "ground",
        "urgent",
        "excuse",
        "due_on",
        PERSONS,
    }
)


@pytest.fixture(scope="module")
def p(tmp_path_factory: pytest.TempPathFactory) -> Procedure:
    return small(tmp_path_factory.mktemp("small"))


def breaches(
    p: Procedure,
    *events: tuple[str, str],
    seen: frozenset[str] = ALL,
    year: int | None = 2025,
    by: str = "",
    **facts: Any,
) -> dict[str, Breach]:
    history = History(
        tuple(Event(act, date.fromisoformat(day), by) for act, day in events), facts, seen
    )
    question = Question(standard(), date(2025, 12, 31), year)
    return {breach.rule: breach for breach in judge(p, history, question)}


LAWFUL = (
    ("receive", "2025-03-03"),
    ("submit", "2025-03-05"),
    ("review", "2025-03-13"),
    ("reply", "2025-03-20"),
)


def test_a_lawful_record_shows_nothing(p: Procedure) -> None:
    assert breaches(p, *LAWFUL, outcome="granted", urgent="否") == {}


def test_a_missing_review_is_found(p: Procedure) -> None:
    found = breaches(p, ("receive", "2025-03-03"), ("reply", "2025-03-20"), outcome="granted")
    assert list(found) == ["small.review"]


def test_unknown_is_not_missing(p: Procedure) -> None:
    assert (
        breaches(
            p,
            ("receive", "2025-03-03"),
            ("reply", "2025-03-20"),
            outcome="granted",
            seen=ALL - {"review"},
        )
        == {}
    )


def test_a_review_after_the_reply_is_late_and_says_so(p: Procedure) -> None:
    found = breaches(
        p,
        ("receive", "2025-03-03"),
        ("reply", "2025-03-20"),
        ("review", "2025-03-25"),
        outcome="granted",
    )
    breach = found["small.review"]
    assert (breach.due, breach.actual, breach.days_late) == (
        date(2025, 3, 20),
        date(2025, 3, 25),
        5,
    )
    assert "2025-03-25晚于" in breach.says


def test_a_late_reply_tells_due_actual_and_days(p: Procedure) -> None:
    found = breaches(p, *LAWFUL[:3], ("reply", "2025-04-10"), outcome="granted")
    breach = found["small.reply.late"]
    assert (breach.due, breach.actual, breach.days_late) == (
        date(2025, 3, 31),
        date(2025, 4, 10),
        10,
    )
    assert breach.basis == "政府信息公开条例第三十三条"


def test_no_reply_by_the_end_of_the_year_is_missing(p: Procedure) -> None:
    found = breaches(p, ("receive", "2025-03-03"))
    assert set(found) == {"small.reply.missing", "small.open"}
    assert set(breaches(p, ("receive", "2025-12-20"))) == {"small.open"}


def test_a_blank_fact_is_no_proof_of_a_wrong_one(p: Procedure) -> None:
    assert breaches(p, *LAWFUL) == {}
    assert set(breaches(p, *LAWFUL, outcome="refused")) == {"small.ground"}


def test_only_breaches_of_the_year_are_told(p: Procedure) -> None:
    old = (("receive", "2023-03-03"), ("submit", "2023-03-04"), ("reply", "2023-06-01"))
    assert set(breaches(p, *old, outcome="granted")) == set()
    assert "small.review" in breaches(p, *old, outcome="granted", year=None)


def test_the_same_name_counts_only_where_people_can_be_told_apart(p: Procedure) -> None:
    assert "small.person" in breaches(p, *LAWFUL, by="赵某", outcome="granted")
    assert breaches(p, *LAWFUL, by="赵某", outcome="granted", seen=ALL - {PERSONS}) == {}


def test_too_short_a_review_is_found_unless_excused(p: Procedure) -> None:
    events = (*LAWFUL[:2], ("review", "2025-03-06"), ("reply", "2025-03-20"))
    assert set(breaches(p, *events, outcome="granted")) == {"small.time"}
    excused = (("receive", "2025-03-03"), ("excuse", "2025-03-04"), *events[1:])
    assert breaches(p, *excused, outcome="granted") == {}


def test_each_lack_is_one_finding_however_many_rules_rest_on_it(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    twice = {**SMALL["invariants"][0], "id": "small.again", "finding": "small.review", "since": []}
    q = small(tmp_path_factory.mktemp("twice"), invariants=[*SMALL["invariants"], twice])
    found = judge(
        q,
        History(
            (Event("receive", date(2025, 3, 3)), Event("reply", date(2025, 3, 5))),
            {"outcome": "granted"},
            ALL,
        ),
        Question(standard(), date(2025, 12, 31), 2025),
    )
    assert [breach.rule for breach in found] == ["small.review"]


def test_a_limit_before_the_first_calendar_year_is_not_judged(p: Procedure) -> None:
    assert (
        breaches(
            p,
            ("receive", "2012-03-03"),
            ("reply", "2013-03-03"),
            year=None,
            seen=frozenset({"receive", "reply"}),
        )
        == {}
    )


def test_one_lack_is_not_told_twice_by_a_rule_and_by_a_limit_that_has_passed(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """bug: a text never reviewed was found both unreviewed and overdue for review."""
    limits = {
        "reviewing": {
            "label": "审核期限",
            "length": "5 working days",
            "runs_from": "submit",
            "ends_with": "review",
            "basis": "条例第四十五条",
            "finding_missing": "small.review.overdue",
        }
    }
    rules = [SMALL["invariants"][0]]
    q = small(tmp_path_factory.mktemp("lack"), time_limits=limits, invariants=rules)
    events = (("receive", "2025-03-03"), ("submit", "2025-03-05"))
    assert set(breaches(q, *events)) == {"small.review.overdue"}
    assert set(breaches(q, *events, ("reply", "2025-03-20"))) == {"small.review"}
