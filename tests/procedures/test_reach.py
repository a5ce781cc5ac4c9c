"""What an act can move, as the procedure's file has it; lives of cases are in the properties."""

from __future__ import annotations

from typing import Any

import pytest

from guiju.procedures.definition import Invariant, Pause, Procedure, TimeLimit
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


NOTED = {"noted": ("是",)}


@pytest.mark.parametrize(
    "names",
    [
        *({field: ("send_back",)} for field in (
            "never", "without", "since", "after", "unless", "same_person_as", "other_person_than"
        )),
        {"once": "send_back"},
        {"without_fact": ("noted",)},
        {"without_fact": ("ground",)},  # which a result may ask for
        *({field: NOTED} for field in ("without_value", "with_value", "when")),
    ],
    ids=str,
)  # fmt: skip
def test_a_rule_that_names_it_in_any_way_is_read_anew(
    p: Procedure, names: dict[str, object]
) -> None:
    rule = Invariant.model_validate({"id": "r", "says": "s", "basis": "b", "never": ["reply"]})
    alone = {"time_limits": {}, "invariants": (rule.model_copy(update=names),)}
    bent = noting(p).model_copy(update=alone)
    assert reach_of(bent, "send_back") == RULES
    assert reach_of(bent, "hear") == NOTHING


@pytest.mark.parametrize(
    "names",
    [
        *({field: ("send_back",)} for field in ("runs_from", "governs", "ends_with")),
        {"extended_by": ("send_back",)},
        {"when": NOTED},
        {"due_fact": "noted"},
        {"extension_fact": "noted"},
        *({"pauses": (pause,)} for pause in (
            Pause(begins="send_back", ends="x"),
            Pause(begins="x", ends="send_back"),
            Pause(begins="x", ends="y", at_most_from="send_back"),
        )),
    ],
    ids=str,
)  # fmt: skip
def test_a_limit_that_names_it_in_any_way_is_read_anew(
    p: Procedure, names: dict[str, object]
) -> None:
    limit = TimeLimit(label="l", basis="b").model_copy(update=names)
    bent = noting(p).model_copy(update={"time_limits": {"l": limit}, "invariants": ()})
    assert reach_of(bent, "send_back") == EVERYTHING
    assert reach_of(bent, "hear") == NOTHING


def noting(p: Procedure) -> Procedure:
    """The procedure with an act that may record a fact and a result."""
    steps = dict(p.steps)
    back = p.acts()["send_back"].model_copy(update={"takes": ("noted", "outcome")})
    acts = {**steps["reviewing"].acts, "send_back": back}
    steps["reviewing"] = steps["reviewing"].model_copy(update={"acts": acts})
    return p.model_copy(update={"steps": steps})


def test_a_copy_with_other_rules_has_its_own_answers(p: Procedure) -> None:
    assert reach_of(p, "send_back") == NOTHING
    review = next(item for item in p.invariants if item.id == "small.review")
    more = review.model_copy(update={"id": "small.more", "since": ("send_back",)})
    assert (
        reach_of(p.model_copy(update={"invariants": (*p.invariants, more)}), "send_back") == RULES
    )
    assert reach_of(p.model_copy(update={"time_limits": {}}), "consult") == NOTHING
