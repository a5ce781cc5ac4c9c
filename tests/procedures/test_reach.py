"""What an act can move, as the procedure's file has it; lives of cases are in the properties."""

from __future__ import annotations

from typing import Any

import pytest

from guiju.procedures.definition import Procedure
from guiju.procedures.reach import EVERYTHING, Reach, reach_of
from tests.procedures.small import small

NOTHING = Reach(limits=False, findings=False)
RULES = Reach(limits=False, findings=True)


@pytest.fixture
def p(tmp_path_factory: pytest.TempPathFactory) -> Procedure:
    """Without the rule that the year's end can break by itself."""
    full = small(tmp_path_factory.mktemp("reach"))
    rules = tuple(item for item in full.invariants if item.id != "small.account")
    return full.model_copy(update={"invariants": rules})


@pytest.mark.parametrize(
    ("act", "reach"),
    [
        ("receive", EVERYTHING),  # opens, and begins the limits
        ("consult", EVERYTHING),  # stops a clock
        ("hear", EVERYTHING),  # lets it run on
        ("extend", EVERYTHING),
        ("submit", EVERYTHING),  # begins the shortest time of the review
        ("review", EVERYTHING),  # is held to it
        ("reply", EVERYTHING),  # closes
        ("excuse", RULES),  # a rule knows it as an exception, and the reason as a fact
        ("send_back", NOTHING),
    ],
)
def test_an_act_moves_what_speaks_of_it(p: Procedure, act: str, reach: Reach) -> None:
    assert reach_of(p, act) == reach


def test_what_is_no_act_of_the_chart_moves_everything(p: Procedure) -> None:
    assert reach_of(p, "correction") == EVERYTHING


def test_where_the_years_end_can_break_a_rule_findings_are_always_read(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    assert reach_of(small(tmp_path_factory.mktemp("yearly")), "send_back") == RULES


def test_an_act_that_opens_a_closed_case_again_moves_everything(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    again: dict[str, Any] = {"label": "恢复办理", "by": "head", "to": "handling"}
    full = small(tmp_path_factory.mktemp("again"))
    act = type(full.acts()["reply"]).model_validate(again)
    closed = full.steps["closed"].model_copy(update={"acts": {"reopen": act}})
    p = full.model_copy(update={"steps": {**full.steps, "closed": closed}})
    assert reach_of(p, "reopen") == EVERYTHING


def test_a_fact_a_limit_hangs_on_moves_it(tmp_path_factory: pytest.TempPathFactory) -> None:
    full = small(tmp_path_factory.mktemp("fact"))
    back = full.acts()["send_back"].model_copy(update={"takes": ("due_on",)})
    reviewing = full.steps["reviewing"]
    with_day = reviewing.model_copy(update={"acts": {**reviewing.acts, "send_back": back}})
    p = full.model_copy(update={"steps": {**full.steps, "reviewing": with_day}})
    assert reach_of(p, "send_back") == EVERYTHING


def test_a_copy_with_other_rules_has_its_own_answers(p: Procedure) -> None:
    assert reach_of(p, "send_back") == NOTHING
    review = next(item for item in p.invariants if item.id == "small.review")
    more = review.model_copy(update={"id": "small.more", "since": ("send_back",)})
    assert (
        reach_of(p.model_copy(update={"invariants": (*p.invariants, more)}), "send_back") == RULES
    )
    assert reach_of(p.model_copy(update={"time_limits": {}}), "consult") == NOTHING
