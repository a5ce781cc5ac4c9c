"""Which letters a record calls for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from guiju.letters.book import Texts
from guiju.letters.matter import Matter
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


def letters_for(case: Matter, texts: Texts) -> list[Called]:
    """Every letter of these texts the events on record call for, in the order they were done."""
    return [
        Called(name, texts.letters[name].kind, event, place)
        for place, event in enumerate(case.history.events)
        for name in dict.fromkeys(_named(case.procedure, event, texts))
    ]


def _named(p: Procedure, event: Event, texts: Texts) -> Iterator[str]:
    """By the act, by the outcome it ends in, and by the templates that answer the act."""
    act = p.acts().get(event.act)
    if act is None:
        return
    if act.letter:
        yield act.letter
    outcome = p.outcomes.get(str(act.outcome or event.facts.get(OUTCOME) or ""))
    if outcome is not None and outcome.letter:
        yield outcome.letter
    yield from (name for name, template in texts.letters.items() if event.act in template.acts)
