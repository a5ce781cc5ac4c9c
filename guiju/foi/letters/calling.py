"""Which letters a record calls for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from guiju.foi.letters.matter import Matter
from guiju.foi.letters.template import templates
from guiju.procedures.definition import OUTCOME, Procedure
from guiju.procedures.history import Event


@dataclass(frozen=True, slots=True)
class Called:
    """A letter, and the event that calls for it: its place in the history."""

    letter: str
    kind: str
    event: Event
    place: int

    @property
    def on(self) -> date:
        return self.event.on


def letters_for(case: Matter) -> list[Called]:
    """Every letter the events on record call for, in the order they were done."""
    return [
        Called(name, templates()[name].kind, event, place)
        for place, event in enumerate(case.history.events)
        for name in dict.fromkeys(_named(case.procedure, event))
    ]


def _named(p: Procedure, event: Event) -> Iterator[str]:
    """By the act, by the outcome it ends in, and by the templates that answer the act."""
    act = p.acts().get(event.act)
    if act is None:
        return
    if act.letter:
        yield act.letter
    outcome = p.outcomes.get(str(act.outcome or event.facts.get(OUTCOME) or ""))
    if outcome is not None and outcome.letter:
        yield outcome.letter
    yield from (name for name, template in templates().items() if event.act in template.acts)
