"""Every invariant is proven on the chart, or the path that breaks it is printed."""

from pathlib import Path
from typing import Any

import pytest

from guiju.procedures import prover
from guiju.procedures.definition import Procedure
from guiju.procedures.prover import Proof, proofs_of, prove, troubles
from tests.procedures.small import SMALL, small, with_act, without_act


def found(folder: Path, **parts: Any) -> dict[str, str]:
    return {t.id: str(t) for t in troubles(small(folder, **parts))}


def test_a_lawful_chart_is_proven(tmp_path: Path) -> None:
    p = small(tmp_path)
    assert list(troubles(p)) == []
    assert {x.invariant: x.how for x in prove(p)} == {
        "small.review": "chart",
        "small.extension": "desk",
        "small.ground": "chart",
        "small.time": "desk",
        "small.person": "desk",
        "small.account": "desk",
    }


def test_a_file_is_proven_once_and_what_is_no_file_every_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proven: list[str] = []

    def counted(p: Procedure) -> list[Proof]:
        proven.append(p.digest)
        return prove(p)

    monkeypatch.setattr(prover, "prove", counted)
    p = small(tmp_path)
    assert list(proofs_of(p)) == list(proofs_of(p)) == prove(p)
    bent = p.model_copy(update={"digest": ""})
    assert list(proofs_of(bent)) == list(proofs_of(bent)) == prove(p)
    assert proven == [p.digest, "", ""]


def test_a_review_that_can_be_avoided_is_refused_naming_the_path(tmp_path: Path) -> None:
    short = {"label": "直接签发", "by": "clerk", "to": "signing"}
    says = found(tmp_path, steps=with_act("handling", "skip", short))["prover.broken"]
    assert "small.review" in says
    assert "收到 → 直接签发 → 答复" in says
    assert "receive、skip、reply" in says


def test_a_review_before_the_last_change_does_not_count(tmp_path: Path) -> None:
    """After signing the draft may go back to handling and round the reviewer's desk."""
    again = {"label": "改稿后送签", "by": "clerk", "to": "signing"}
    steps = with_act("signing", "submit", again)
    steps["handling"] = without_act("handling", "submit")["handling"]
    steps["handling"]["acts"]["send"] = {"label": "送审", "by": "clerk", "to": "reviewing"}
    limits = {k: v for k, v in SMALL["time_limits"].items() if k == "reply"}
    invariants = SMALL["invariants"][:1]
    says = found(tmp_path, steps=steps, time_limits=limits, invariants=invariants)
    assert "收到 → 送审 → 审核同意 → 改稿后送签 → 答复" in says["prover.broken"]


def test_an_act_that_does_not_ask_for_the_fact_breaks_the_rule_on_it(tmp_path: Path) -> None:
    outcomes = {**SMALL["outcomes"], "refused": {"label": "不予公开"}}
    assert "small.ground" in found(tmp_path, outcomes=outcomes)["prover.broken"]


def test_an_act_offered_only_when_a_fact_matches_keeps_the_rule(tmp_path: Path) -> None:
    """A short way is lawful for cases the rule does not speak of."""
    short = {"label": "直接签发", "by": "clerk", "to": "signing", "when": {"urgent": ["否"]}}
    steps = with_act("handling", "skip", short)
    rule = {**SMALL["invariants"][0], "when": {"urgent": ["是"]}}
    assert found(tmp_path, steps=steps, invariants=[rule]) == {}
    rule["when"] = {"urgent": ["否"]}
    assert "prover.broken" in found(tmp_path, steps=steps, invariants=[rule])


def test_a_step_without_a_way_out_is_a_dead_end(tmp_path: Path) -> None:
    says = found(tmp_path, steps=without_act("signing", "reply"), time_limits={}, invariants=[])
    assert "prover.dead_end" in says


def test_a_step_nobody_reaches_is_told(tmp_path: Path) -> None:
    steps = {**SMALL["steps"], "attic": {"label": "阁楼", "final": True}}
    assert "阁楼" in found(tmp_path, steps=steps)["prover.unreachable"]


def test_a_case_stuck_by_its_facts_is_a_dead_end(tmp_path: Path) -> None:
    """Every step has a way out, yet an urgent case can take none of them."""
    reply = {**SMALL["steps"]["signing"]["acts"]["reply"], "when": {"urgent": ["否"]}}
    says = found(tmp_path, steps=with_act("signing", "reply", reply))
    assert "是否紧急=是" in says["prover.dead_end"]


def test_a_limit_that_can_never_end_is_refused(tmp_path: Path) -> None:
    limit = {
        "label": "反了",
        "length": "3 days",
        "runs_from": "reply",
        "ends_with": "receive",
        "basis": "条例第三十三条",
    }
    limits = {**SMALL["time_limits"], "odd": limit}
    assert "反了" in found(tmp_path, time_limits=limits)["prover.endless_limit"]


def test_an_outcome_no_act_can_give_is_told(tmp_path: Path) -> None:
    steps = with_act(
        "signing", "reply", {"label": "答复", "by": "head", "to": "closed", "outcome": "granted"}
    )
    assert "不予公开" in found(tmp_path, steps=steps)["prover.outcome"]
