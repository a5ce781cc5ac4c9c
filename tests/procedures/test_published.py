"""The procedures that ship: loaded, proven, played against their cases, bent until they break."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from guiju.procedures import library
from guiju.procedures.cases import CaseFile, load_cases, run
from guiju.procedures.definition import YEAR_END, Act, Invariant, Procedure
from guiju.procedures.loader import load
from guiju.procedures.prover import proofs_of, prove
from guiju.procedures.run_check import check_file
from guiju.worktime.calendar import standard

FILES = library.files()
LOADED = {path.stem: load(path) for path in FILES}
MATTERS = {
    "foi_request",
    "proactive_disclosure",
    "inquiry",
    "outgoing_document",
    "incoming_document",
    "normative_document",
    "executive_topic",
    "meeting",
    "supervision",
    "study_session",
    "study_plan",
    "plan_item",
    "problem",
}


@cache
def cases_of(path: Path) -> CaseFile:
    return load_cases(path.with_name(f"{path.stem}.cases.yaml"))


def every_invariant() -> Iterator[tuple[Path, Invariant]]:
    for path in FILES:
        for item in LOADED[path.stem].invariants:
            yield path, item


def named(value: object) -> str:
    return value.stem if isinstance(value, Path) else getattr(value, "id", str(value))


def test_every_matter_of_the_ledgers_has_a_procedure() -> None:
    assert set(LOADED) >= MATTERS


@pytest.mark.parametrize("path", FILES, ids=named)
def test_it_loads_is_proven_and_agrees_with_its_cases(path: Path) -> None:
    assert [str(trouble) for trouble in check_file(path, standard())] == []


def test_there_are_rules_enough_to_be_of_use() -> None:
    assert sum(len(p.invariants) for p in LOADED.values()) >= 60
    assert sum(len(p.time_limits) for p in LOADED.values()) >= 25


@pytest.mark.parametrize("path", FILES, ids=named)
def test_every_rule_and_limit_is_spoken_of_in_a_case(path: Path) -> None:
    p, cases = LOADED[path.stem], cases_of(path).cases
    spoken = {did.refused for case in cases for did in case.events}
    spoken |= {finding for case in cases for finding in case.findings or ()}
    silent = [
        i.id for i in p.invariants if i.id not in spoken and (i.finding or i.id) not in spoken
    ]
    assert silent == []
    limits = {name for case in cases for name in case.limits}
    assert set(p.time_limits) - limits == set()


@pytest.mark.parametrize(("path", "item"), list(every_invariant()), ids=named)
def test_without_this_rule_a_case_fails(path: Path, item: Invariant) -> None:
    """The mutation test: take one invariant out and something must notice."""
    p = LOADED[path.stem]
    rest = tuple(other for other in p.invariants if other.id != item.id)
    mutant = p.model_copy(update={"invariants": rest, "digest": f"without {item.id}"})
    failed = (m for case in cases_of(path).cases for m in run(mutant, case, standard()))
    assert any(failed), f"no case notices that {item.id} is gone"


def on_the_chart() -> list[tuple[Path, Invariant]]:
    found = []
    for path in FILES:
        proofs = {proof.invariant: proof for proof in proofs_of(LOADED[path.stem])}
        for item in LOADED[path.stem].invariants:
            provable = item.condition in ("without", "without_fact", "without_value")
            if proofs[item.id].how == "chart" and provable:
                found.append((path, item))
    return found


@pytest.mark.parametrize(("path", "item"), on_the_chart(), ids=named)
def test_a_way_round_the_rule_is_refused_with_its_path(path: Path, item: Invariant) -> None:
    """Offer the forbidden act at once, asking for nothing: the prover must find the way round."""
    p = LOADED[path.stem]
    changes = {"steps": bypass(p, item), "invariants": (item,), "digest": "bent"}
    bent = p.model_copy(update=changes)
    (proof,) = prove(bent)
    assert proof.invariant == item.id
    assert proof.path, item.id
    assert proof.path[-1] in item.never


def bypass(p: Procedure, item: Invariant) -> dict[str, object]:
    """Steps in which the forbidden act is offered everywhere and needs nothing but its outcome."""
    forbidden = next(name for name in item.never if name != YEAR_END)
    steps: dict[str, object] = {}
    for step_id, step in p.steps.items():
        acts = dict(step.acts)
        for name, act in acts.items():
            if name == forbidden:
                acts[name] = loosened(p, act, step_id)
            elif not act.exception:
                acts[name] = act.model_copy(
                    update={
                        "needs": tuple(n for n in act.needs if n not in touched(item)),
                        "when": {},
                    }
                )
        steps[step_id] = step.model_copy(update={"acts": acts})
    return steps


def touched(item: Invariant) -> set[str]:
    return {*item.without_fact, *item.without_value}


def loosened(p: Procedure, act: Act, home: str) -> Act:
    others = tuple(step for step, body in p.steps.items() if step != home and not body.final)
    takes = tuple({*act.needs, *act.takes, *touched_by_outcomes(p)})
    return act.model_copy(update={"also_in": others, "needs": (), "takes": takes, "when": {}})


def touched_by_outcomes(p: Procedure) -> set[str]:
    return {"outcome"} if p.outcomes else set()


def test_the_lock_has_every_published_file() -> None:
    assert [str(trouble) for trouble in library.changed_files()] == []


def test_a_changed_published_file_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lock = tmp_path / "published.json"
    text = library.LOCK.read_text(encoding="utf-8")
    digest = LOADED["foi_request"].digest
    lock.write_text(text.replace(digest, "0" * 64), encoding="utf-8")
    monkeypatch.setattr(library, "LOCK", lock)
    assert [t.id for t in library.changed_files()] == ["lock.changed"]
