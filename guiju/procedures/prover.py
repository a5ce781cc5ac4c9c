"""Can any path through the chart break an invariant? Explore them all; print the one that does.

The chart is walked as a graph of states: the step, which of the acts an invariant speaks of have
been done, and what the facts it speaks of hold. Guards are left out on purpose: the chart itself
must make the breach impossible. What a chart cannot show (dates, persons, the year's end) is held
at the desk and reported as such.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from guiju.procedures.definition import OUTCOME, YEAR_END, Act, FactType, Invariant, Procedure
from guiju.procedures.history import matches
from guiju.procedures.yaml_source import Trouble

Facts = tuple[tuple[str, str], ...]
PROVABLE = ("without", "without_fact", "without_value", "with_value", "after")
SOMETHING = "…"
"""Stands for any text a fact may hold."""


class State(NamedTuple):
    """A point on a path: the step, the acts standing (done since the last reset), the facts."""

    step: str
    done: frozenset[str]
    facts: Facts


@dataclass(frozen=True, slots=True)
class Proof:
    """`path` is empty when the invariant holds on the chart, else the acts that break it.

    `how` is "chart" when it was proven or refuted here, "desk" when only the desk can hold it.
    """

    invariant: str
    how: str
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """What one exploration keeps track of."""

    acts: frozenset[str]
    facts: tuple[str, ...]
    since: frozenset[str] = frozenset()


def prove(p: Procedure) -> list[Proof]:
    """A proof or a breaking path for every invariant, in the order of the file."""
    return [_prove(p, item) for item in p.invariants]


_PROVEN: dict[str, tuple[Proof, ...]] = {}


def proofs_of(p: Procedure) -> tuple[Proof, ...]:
    """As `prove`, once a process for each file: its digest stands for its words.

    For procedures as they were loaded; the office's parameters lengthen a limit and change no
    path. What has no digest is proven every time.
    """
    if not p.digest:
        return tuple(prove(p))
    if p.digest not in _PROVEN:
        _PROVEN[p.digest] = tuple(prove(p))
    return _PROVEN[p.digest]


def troubles(p: Procedure) -> Iterator[Trouble]:
    """What the chart gets wrong, each with an id, a place and a remedy."""
    yield from _dead_ends(p)
    yield from _limits_that_cannot_end(p)
    for proof in prove(p):
        if proof.path:
            item = next(i for i in p.invariants if i.id == proof.invariant)
            path = " → ".join(p.label_of(act) for act in proof.path)
            yield Trouble(
                "prover.broken",
                f"{p.id}: {item.id}",
                f"{item.says}；但可以这样绕过：{path}（{'、'.join(proof.path)}）",
                "在图上补上必经的环节，或以 needs、when 限定这一行为",
            )


def _prove(p: Procedure, item: Invariant) -> Proof:
    if item.condition not in PROVABLE or set(item.never) == {YEAR_END}:
        return Proof(item.id, "desk")
    rough = _scope(item, ())
    path = _breaking_path(p, item, rough)
    if path is not None:
        path = _breaking_path(p, item, _scope(item, _guard_facts(p)))
    return Proof(item.id, "chart", path or ())


def _scope(item: Invariant, more: Iterable[str]) -> Scope:
    facts = {*item.when, *item.without_fact, *item.without_value, *item.with_value, *more}
    acts = frozenset({*item.without, *item.unless, *item.after})
    return Scope(acts, tuple(sorted(facts)), frozenset(item.since))


def _guard_facts(p: Procedure) -> set[str]:
    return {fact for act in p.acts().values() for fact in act.when}


def _breaking_path(p: Procedure, item: Invariant, scope: Scope) -> tuple[str, ...] | None:
    """The shortest path of acts to a breach, None when there is none."""
    for state, name, after, path in explore(p, scope):
        if name in item.never and _breaks(item, state, dict(after.facts)):
            return (*path, name)
    return None


def _breaks(item: Invariant, before: State, facts: Mapping[str, str]) -> bool:
    if item.when and matches(item.when, facts) is False:
        return False
    if before.done & set(item.unless):
        return False
    if item.without:
        return not before.done & set(item.without)
    if item.after:
        return bool(before.done & set(item.after))
    if item.without_fact:
        return any(not facts.get(name) for name in item.without_fact)
    if item.without_value:
        return matches(item.without_value, facts) is not True
    return matches(item.with_value, facts) is True


Visit = tuple[State, str, State, tuple[str, ...]]


def explore(p: Procedure, scope: Scope) -> Iterator[Visit]:
    """Walk every state once, breadth first: (state, act, state after, path of acts so far)."""
    start = State("", frozenset(), tuple((name, "") for name in scope.facts))
    queue: deque[tuple[State, tuple[str, ...]]] = deque([(start, ())])
    seen = {start}
    moves = _moves(p)
    untouched = _leaving_alone(p, scope)
    while queue:
        state, path = queue.popleft()
        for name, act, target in moves.get(state.step, ()):
            done = _done_after(scope, state.done, name)
            alone = name in untouched
            for facts in (state.facts,) if alone else _facts_after(p, scope, state.facts, act):
                after = State(target, done, facts)
                yield state, name, after, path
                if after not in seen:
                    seen.add(after)
                    queue.append((after, (*path, name)))


def _moves(p: Procedure) -> dict[str, list[tuple[str, Act, str]]]:
    """The acts offered in each step; '' holds the one that opens a case."""
    moves: dict[str, list[tuple[str, Act, str]]] = {}
    for step, name, act, target in p.moves():
        moves.setdefault("" if act.opens else step, []).append((name, act, target))
    return moves


def _leaving_alone(p: Procedure, scope: Scope) -> frozenset[str]:
    """The acts that neither ask for a tracked fact nor change one: most of them."""
    asked: dict[str, set[str]] = {}
    for _, name, act, _ in p.moves():
        chosen = {OUTCOME} if act.outcome else set()
        asked.setdefault(name, set()).update(_needed(p, act), act.takes, act.when, chosen)
    return frozenset(name for name, facts in asked.items() if facts.isdisjoint(scope.facts))


def _done_after(scope: Scope, done: frozenset[str], name: str) -> frozenset[str]:
    if name in scope.since:
        done = done - scope.acts
    return done | {name} if name in scope.acts else done


def _facts_after(p: Procedure, scope: Scope, facts: Facts, act: Act) -> Iterator[Facts]:
    """Every way the tracked facts may stand after the act: what it needs is filled in, what it
    takes may be, and may also be left as it was; but none it is not offered for."""
    needed = _needed(p, act)
    choices: list[list[str]] = []
    for name, old in facts:
        if name == OUTCOME and act.outcome:
            choices.append([act.outcome])
        elif name in needed:
            choices.append(_values(p, name))
        elif name in act.takes:
            choices.append(list(dict.fromkeys([old, *_values(p, name)])))
        else:
            choices.append([old])
    tracked = {k: v for k, v in act.when.items() if k in scope.facts}
    for values in product(*choices):
        after = _with_outcome_needs(p, act, dict(zip(scope.facts, values, strict=True)))
        if not tracked or matches(tracked, after) is True:
            yield tuple(after.items())


def _needed(p: Procedure, act: Act) -> set[str]:
    needed = set(act.needs)
    if act.outcome:
        needed |= set(p.outcomes[act.outcome].needs)
    return needed


def _with_outcome_needs(p: Procedure, act: Act, facts: dict[str, str]) -> dict[str, str]:
    """An outcome chosen in the act brings its own needs: they are recorded too."""
    outcome = facts.get(OUTCOME, "")
    if OUTCOME in act.needs and outcome in p.outcomes:
        for name in p.outcomes[outcome].needs:
            if name in facts and not facts[name]:
                facts[name] = _values(p, name)[0]
    return facts


def _values(p: Procedure, name: str) -> list[str]:
    fact = p.all_facts()[name]
    if fact.type is FactType.YES_NO:
        return ["是", "否"]
    return list(fact.choices) if fact.choices else [SOMETHING]


def _dead_ends(p: Procedure) -> Iterator[Trouble]:
    scope = Scope(frozenset(), tuple(sorted(_guard_facts(p))))
    leads: dict[State, set[State]] = {}
    for state, _, after, _ in explore(p, scope):
        leads.setdefault(state, set()).add(after)
        leads.setdefault(after, set())
    reached = {state.step for state in leads} | {
        name for name, step in p.steps.items() if any(act.opens for act in step.acts.values())
    }
    for step in p.steps:
        if step not in reached:
            yield Trouble(
                "prover.unreachable",
                f"{p.id}: steps.{step}",
                f"没有任何路径到达“{p.steps[step].label}”",
                "补上通向它的行为，或删去它",
            )
    stuck = leads.keys() - _can_finish(p, leads)
    for state in sorted(stuck, key=lambda s: (s.step, s.facts))[:3]:
        facts = "，".join(f"{p.label_of(k)}={v or '未填'}" for k, v in state.facts)
        yield Trouble(
            "prover.dead_end",
            f"{p.id}: steps.{state.step}",
            f"到这里（{facts or '任何情形'}）再也不能办结",
            "补上通向办结的行为",
        )
    yield from _unreachable_outcomes(p)


def _can_finish(p: Procedure, leads: Mapping[State, set[State]]) -> set[State]:
    back: dict[State, set[State]] = {}
    for state, targets in leads.items():
        for target in targets:
            back.setdefault(target, set()).add(state)
    queue = deque(s for s in leads if s.step and p.steps[s.step].final)
    finishing = set(queue)
    while queue:
        for state in back.get(queue.popleft(), ()):
            if state not in finishing:
                finishing.add(state)
                queue.append(state)
    return finishing


def _unreachable_outcomes(p: Procedure) -> Iterator[Trouble]:
    fixed = {act.outcome for act in p.acts().values() if act.outcome}
    chosen = any(OUTCOME in {*act.needs, *act.takes} for act in p.acts().values())
    for name in p.outcomes:
        if name not in fixed and not chosen:
            yield Trouble(
                "prover.outcome",
                f"{p.id}: outcomes.{name}",
                f"没有行为能得出“{p.outcomes[name].label}”",
                "在行为中写 outcome，或删去",
            )


def _limits_that_cannot_end(p: Procedure) -> Iterator[Trouble]:
    for name, limit in p.time_limits.items():
        if limit.due_fact or limit.kind == "backward":
            continue
        scope = Scope(frozenset(limit.runs_from), ())
        closing = {*limit.ends_with, *limit.governs}
        if not any(act in closing and state.done for state, act, _, _ in explore(p, scope)):
            yield Trouble(
                "prover.endless_limit",
                f"{p.id}: time_limits.{name}",
                f"“{limit.label}”开始以后没有行为能使它结束",
                "核对 runs_from 与 ends_with",
            )
