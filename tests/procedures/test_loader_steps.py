"""Who holds a step and who signs in it: read strictly, with a default that asks nothing."""

from pathlib import Path
from typing import Any

import pytest

from guiju.procedures import library
from guiju.procedures.bases import bases_of
from guiju.procedures.definition import Procedure
from guiju.procedures.loader import load
from guiju.procedures.sheet import page, tables
from guiju.procedures.yaml_source import Refused, Trouble
from tests.procedures.small import changed, small, with_act, write

SIGN = {"label": "会签", "by": "reviewer", "to": "same", "many": True, "takes": ["urgent"]}
RULE = {"act": "sign", "complete": "all", "basis": "条例第四十五条"}


def steps(step: str = "handling", act: Any = SIGN, **keys: Any) -> dict[str, Any]:
    """The small procedure's steps with the act `sign` and further keys in one of them."""
    changed_steps = with_act("handling", "sign", act)
    return {**changed_steps, step: {**changed_steps[step], **keys}}


def signed(folder: Path, act: Any = SIGN, **rule: Any) -> Procedure:
    return small(folder, steps=steps(act=act, countersign={**RULE, **rule}))


def troubles(folder: Path, act: Any = SIGN, **rule: Any) -> list[Trouble]:
    with pytest.raises(Refused) as caught:
        signed(folder, act, **rule)
    return caught.value.troubles


def held(folder: Path, step: str, holder: str) -> list[Trouble]:
    with pytest.raises(Refused) as caught:
        small(folder, steps=steps(step, holder=holder))
    return caught.value.troubles


def test_the_first_role_of_the_first_act_holds_a_step(tmp_path: Path) -> None:
    p = small(tmp_path)
    held_by = {step: p.holder_of(step) for step in p.steps}
    assert held_by == {
        "registration": "clerk",
        "handling": "clerk",
        "reviewing": "reviewer",
        "signing": "head",
        "closed": "",
    }


def test_a_declared_holder_goes_before_the_first_act(tmp_path: Path) -> None:
    assert small(tmp_path, steps=steps(holder="head")).holder_of("handling") == "head"


def test_a_step_that_only_borrows_acts_is_held_by_who_does_them(tmp_path: Path) -> None:
    archive = {"label": "归档", "by": "head", "to": "closed", "also_in": ["waiting"]}
    wait = {"label": "候办", "by": "clerk", "to": "waiting"}
    both = {**with_act("handling", "wait", wait), "waiting": {"label": "候办"}}
    both["signing"] = {**both["signing"], "acts": {**both["signing"]["acts"], "archive": archive}}
    assert small(tmp_path, steps=both).holder_of("waiting") == "head"


def test_every_step_of_a_published_procedure_that_goes_on_has_a_holder() -> None:
    for versions in library.versions().values():
        for p in versions:
            open_steps = [name for name, step in p.steps.items() if not step.final]
            assert all(p.holder_of(name) in p.roles for name in open_steps), p.id


@pytest.mark.parametrize("holder", ["reviewr", "nobody"])
def test_a_holder_without_an_act_in_the_step_is_refused(tmp_path: Path, holder: str) -> None:
    (trouble,) = held(tmp_path, "signing", holder)
    assert trouble.id == "procedure.holder"
    assert "steps.signing.holder" in trouble.place
    assert trouble.remedy == "可选：head"


def test_a_final_step_has_no_holder(tmp_path: Path) -> None:
    (trouble,) = held(tmp_path, "closed", "clerk")
    assert (trouble.id, trouble.remedy) == ("procedure.holder", "去掉 holder")


@pytest.mark.parametrize("complete", ["all", "any", 2])
def test_a_lawful_countersign_loads(tmp_path: Path, complete: object) -> None:
    p = signed(tmp_path, complete=complete, refusal="stop", refused={"urgent": ["否"]})
    rule = p.steps["handling"].countersign
    assert rule is not None
    assert (rule.complete, rule.refusal, rule.see_others) == (complete, "stop", True)
    assert rule.refused == {"urgent": ("否",)}


def test_a_countersign_by_an_unknown_act_gets_a_suggestion(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        small(tmp_path, steps=steps(countersign={**RULE, "act": "sing"}))
    (trouble,) = caught.value.troubles
    assert trouble.id == "procedure.unknown_act"
    assert "small.yaml:" in trouble.place
    assert "countersign" in trouble.place
    assert "sign" in trouble.remedy


def test_the_act_must_be_written_in_the_step_itself(tmp_path: Path) -> None:
    path = write(tmp_path, changed(steps=steps("reviewing", countersign=RULE)))
    with pytest.raises(Refused) as caught:
        load(path)
    assert [t.id for t in caught.value.troubles] == ["procedure.countersign_act"]


@pytest.mark.parametrize("change", [{"to": "reviewing"}, {"many": False}])
def test_the_act_must_stay_and_be_done_by_many(tmp_path: Path, change: dict[str, Any]) -> None:
    (trouble,) = troubles(tmp_path, act={**SIGN, **change})
    assert trouble.id == "procedure.countersign_act"
    assert "many: yes" in trouble.remedy


@pytest.mark.parametrize("complete", [0, -1])
def test_fewer_than_one_signing_is_refused(tmp_path: Path, complete: int) -> None:
    (trouble,) = troubles(tmp_path, complete=complete)
    assert trouble.id == "procedure.countersign_number"


@pytest.mark.parametrize("complete", ["most", True, "2", 1.5])
def test_a_count_that_is_no_count_is_refused(tmp_path: Path, complete: object) -> None:
    assert "procedure.bad_value" in [t.id for t in troubles(tmp_path, complete=complete)]


def test_a_refusal_with_effect_says_what_a_refusal_is(tmp_path: Path) -> None:
    (trouble,) = troubles(tmp_path, refusal="return")
    assert trouble.id == "procedure.countersign_refused"


def test_a_refusal_must_be_seen_on_the_signing(tmp_path: Path) -> None:
    (trouble,) = troubles(tmp_path, refused={"ground": ["given"]})
    assert (trouble.id, "ground" in trouble.says) == ("procedure.countersign_refused", True)
    (trouble,) = troubles(tmp_path, refused={"urgent": ["不同意"]})
    assert trouble.id == "procedure.unknown_choice"


def test_the_basis_of_a_countersign_is_checked(tmp_path: Path) -> None:
    (trouble,) = troubles(tmp_path, basis="某办法第三条")
    assert trouble.id == "procedure.basis"


def test_the_basis_of_a_countersign_is_held_against_the_law_library(tmp_path: Path) -> None:
    found = {basis.where: basis.text for basis in bases_of(signed(tmp_path))}
    assert found["环节“办理”会签规则"] == "条例第四十五条"


def test_the_sheet_prints_holder_countersign_rule_and_zone(tmp_path: Path) -> None:
    act = {**SIGN, "zone": "会签意见"}
    p = signed(tmp_path, act, complete=2, refusal="stop", refused={"urgent": ["否"]})
    rows = {row[0]: row for row in tables(p)[0].rows}
    rule = (
        "各单位“会签”，满2个单位后方可继续；有单位不同意的，须该单位重新签署后方可继续；"
        "各单位可以看到其他单位的意见"
    )
    assert rows["办理"] == ("办理", "经办人", rule, "政府信息公开条例第四十五条")
    assert rows["办结"] == ("办结", "", "", "")
    assert "会签（意见印在“会签意见”栏）" in page(p)


def test_the_sheet_says_what_units_may_not_see(tmp_path: Path) -> None:
    p = signed(tmp_path, see_others=False, complete="any")
    rule = tables(p)[0].rows[1][2]
    assert rule == "各单位“会签”，有一个单位完成后方可继续；各单位签署前不能看到其他单位的意见"
