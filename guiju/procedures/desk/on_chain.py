"""What only the chain of a case knows: when a thing was put on record, and what it was before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from guiju.audit.selectors import told
from guiju.procedures.desk.titles import RETITLE
from guiju.procedures.models import Case
from guiju.procedures.record import day_of
from guiju.procedures.storing import chain_of


@dataclass(frozen=True, slots=True)
class Retitled:
    """A title put right: by whom, on which day, from what to what, and why."""

    by: str
    on: date
    before: str
    after: str
    reason: str


@dataclass(frozen=True, slots=True)
class OnChain:
    """What only the chain of a case knows, for its page.

    `entered` is the day on which each event was put on record, by its seq: the day of an act is
    what its clerk says, this one nobody types. `retitled` are the titles put right.
    """

    entered: Mapping[int, date] = field(default_factory=dict)
    retitled: Sequence[Retitled] = ()


def on_chain(case: Case) -> OnChain:
    """What the chain of a case says of it."""
    entered, retitled = dict[int, date](), list[Retitled]()
    for one in told(chain_of(case)):
        event, why = one.said.get("event"), one.said.get("reason")
        if isinstance(event, dict) and isinstance(seq := event.get("seq"), int):
            entered[seq] = day_of(one.at)
        elif one.verb == RETITLE and why:
            before, after = str(one.said.get("from", "")), str(one.said.get("to", ""))
            retitled.append(Retitled(one.by, day_of(one.at), before, after, str(why)))
    return OnChain(entered, retitled)
