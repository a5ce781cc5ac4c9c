"""What an act can move: the limits and rules that speak of it, or of what it records.

Everything else stands as it stood before the act, but for the passing of time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from operator import is_
from typing import Any

from guiju.procedures.definition import OUTCOME, YEAR_END, Act, Invariant, Procedure, TimeLimit


@dataclass(frozen=True, slots=True)
class Reach:
    """What must be read anew: the readings of the limits, the findings."""

    limits: bool
    findings: bool


EVERYTHING = Reach(limits=True, findings=True)


def reach_of(p: Procedure, name: str) -> Reach:
    """What an act of the chart can move on a case under way; everything, if it is none.

    One that opens or closes a case moves everything. Where the end of a year itself can break a
    rule, the findings are always read.
    """
    held: tuple[object, ...] = (p.steps, p.time_limits, p.invariants, p.outcomes)
    kept: Any = p.__dict__.get("_reach")
    if kept is None or not all(map(is_, kept[0], held)):
        # A copy with other rules brings the old answers along.
        found = {act_id: _reach(p, act_id, act) for act_id, act in p.acts().items()}
        kept = p.__dict__["_reach"] = (held, found)
    reach: Reach = kept[1].get(name, EVERYTHING)
    return reach


def _reach(p: Procedure, name: str, act: Act) -> Reach:
    moved = {name, *_recorded(p, act)}
    limits = _opens_or_closes(p, name) or any(
        not moved.isdisjoint(_named_by(limit)) for limit in p.time_limits.values()
    )
    rules = any(
        YEAR_END in item.never or not moved.isdisjoint(_named_in(item)) for item in p.invariants
    )
    return Reach(limits=limits, findings=limits or rules)


def _opens_or_closes(p: Procedure, name: str) -> bool:
    return any(
        known == name and (act.opens or p.steps[source].final != p.steps[to].final)
        for source, known, act, to in p.moves()
    )


def _recorded(p: Procedure, act: Act) -> Iterator[str]:
    """The facts an act may bring."""
    yield from (*act.needs, *act.takes)
    if act.outcome or OUTCOME in (*act.needs, *act.takes):
        yield OUTCOME
        for outcome in p.outcomes.values():
            yield from outcome.needs


def _named_by(limit: TimeLimit) -> Iterator[str]:
    """The acts and facts a reading of a limit asks for."""
    yield from (*limit.runs_from, *limit.governs, *limit.ends_with, *limit.extended_by)
    yield from (*limit.when, limit.due_fact, limit.extension_fact)
    for pause in limit.pauses:
        yield from (pause.begins, pause.ends, pause.at_most_from)


def _named_in(item: Invariant) -> Iterator[str]:
    """The acts and facts a rule asks for; a limit it names counts by itself."""
    yield from (*item.never, *item.without, *item.since, *item.after, *item.unless, item.once)
    yield from (*item.without_fact, *item.without_value, *item.with_value, *item.when)
    yield from (*item.same_person_as, *item.other_person_than)
