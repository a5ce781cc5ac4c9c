"""Strict loading: what is unknown, repeated or does not hang together is refused with a remedy."""

from pathlib import Path
from typing import Any

import pytest

from guiju.procedures.loader import load
from guiju.procedures.yaml_source import Refused, Trouble
from tests.procedures.small import SMALL, changed, small, with_act, write


def refused(folder: Path, **parts: Any) -> list[Trouble]:
    with pytest.raises(Refused) as caught:
        small(folder, **parts)
    return caught.value.troubles


def test_a_lawful_file_loads(tmp_path: Path) -> None:
    p = small(tmp_path)
    assert p.cite("条例第三十三条") == "政府信息公开条例第三十三条"
    assert p.time_limits["reply"].length is not None
    assert len(p.invariants) == 6


def test_an_unknown_key_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    text = write(tmp_path, SMALL).read_text(encoding="utf-8")
    path.write_text(
        text.replace("label: 收到\n", "label: 收到\n        colour: red\n"), encoding="utf-8"
    )
    with pytest.raises(Refused) as caught:
        load(path)
    trouble = caught.value.troubles[0]
    assert trouble.id == "procedure.unknown_key"
    line = next(
        n
        for n, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if "colour" in text
    )
    assert f"x.yaml:{line}" in trouble.place
    assert "colour" in trouble.says


def test_a_repeated_key_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("procedure: a\ntitle: b\ntitle: c\n", encoding="utf-8")
    with pytest.raises(Refused) as caught:
        load(path)
    assert caught.value.troubles[0].id == "yaml.repeated_key"
    assert ":3" in caught.value.troubles[0].place


def test_a_misspelt_act_gets_a_suggestion(tmp_path: Path) -> None:
    limits = {
        **SMALL["time_limits"],
        "reply": {**SMALL["time_limits"]["reply"], "ends_with": "replly"},
    }
    trouble = refused(tmp_path, time_limits=limits)[0]
    assert trouble.id == "procedure.unknown_act"
    assert "reply" in trouble.remedy


@pytest.mark.parametrize("basis", ["某办法第三条", "条例", "条例第三条附近", "条例第33条"])
def test_a_basis_without_a_listed_law_and_article_is_refused(tmp_path: Path, basis: str) -> None:
    invariants = [{**SMALL["invariants"][0], "basis": basis}]
    assert [t.id for t in refused(tmp_path, invariants=invariants)] == ["procedure.basis"]


@pytest.mark.parametrize(
    "basis", ["条例第三十六条第三项", "条例第三十三条第二款、第三款", "内部规定"]
)
def test_articles_and_listed_local_sources_are_bases(tmp_path: Path, basis: str) -> None:
    invariants = [{**SMALL["invariants"][0], "basis": basis}]
    assert small(tmp_path, invariants=invariants).invariants[0].basis == basis


def test_an_invariant_has_exactly_one_condition(tmp_path: Path) -> None:
    both = {**SMALL["invariants"][0], "without_fact": "ground"}
    assert refused(tmp_path, invariants=[both])[0].id == "procedure.condition"
    none = {k: v for k, v in SMALL["invariants"][0].items() if k != "without"}
    assert refused(tmp_path, invariants=[none])[0].id == "procedure.condition"


def test_an_exception_without_a_recorded_ground_is_refused(tmp_path: Path) -> None:
    steps = with_act("handling", "excuse", {"label": "口头同意", "by": "head", "to": "same"})
    assert "procedure.exception" in [t.id for t in refused(tmp_path, steps=steps)]


def test_two_opening_acts_are_refused(tmp_path: Path) -> None:
    steps = with_act(
        "handling", "reopen", {"label": "又收到", "by": "clerk", "to": "same", "opens": True}
    )
    assert "procedure.opening" in [t.id for t in refused(tmp_path, steps=steps)]


def test_a_limit_needs_a_length_a_start_and_an_end(tmp_path: Path) -> None:
    bare = {"label": "空", "basis": "条例第三十三条"}
    ids = [t.id for t in refused(tmp_path, time_limits={**SMALL["time_limits"], "bare": bare})]
    assert ids == ["procedure.limit_length", "procedure.limit_start", "procedure.limit_end"]


def test_an_unknown_choice_is_refused(tmp_path: Path) -> None:
    invariants = [{**SMALL["invariants"][2], "when": {"outcome": ["refusd"]}}]
    assert refused(tmp_path, invariants=invariants)[0].id == "procedure.unknown_choice"


def test_the_office_sets_a_local_parameter_but_no_other(tmp_path: Path) -> None:
    path = write(tmp_path, changed())
    p = load(path, {"quick": "5 working days"})
    assert p.length_of(p.time_limits["quick"]).label == "5个工作日"  # type: ignore[union-attr]
    with pytest.raises(Refused, match="法律规定的期限不能改"):
        load(path, {"reply": "1 days"})


def test_a_paper_names_acts_a_role_and_an_article(tmp_path: Path) -> None:
    paper = {"id": "small.paper", "never": "fly", "without": "text", "by": "pilot"}
    paper |= {"says": "没有正文", "basis": "某法"}
    found = {trouble.id for trouble in refused(tmp_path, papers=[paper, paper])}
    assert found == {
        "procedure.unknown_act",
        "procedure.unknown_role",
        "procedure.basis",
        "procedure.repeated_paper",
    }
