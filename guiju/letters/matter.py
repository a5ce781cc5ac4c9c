"""One case as its letters need it: rules, record, number, words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from guiju.procedures.definition import Procedure
from guiju.procedures.history import History, Value
from guiju.worktime.calendar import Calendar


@dataclass(frozen=True, slots=True)
class Matter:
    """`number` is the case's own; `words` are typed for one letter only (see `Template.words`).

    An act not yet done is previewed by adding it: `history.with_event(...)`.
    """

    procedure: Procedure
    calendar: Calendar
    history: History
    number: str = ""
    words: Mapping[str, str] = field(default_factory=dict)

    def until(self, place: int) -> Self:
        """As it stood when the event at this place of the history had just been done."""
        events = self.history.events[: place + 1]
        facts: dict[str, Value] = {}
        for event in events:
            facts.update(event.facts)
        return replace(self, history=History(events, facts, self.history.seen))
