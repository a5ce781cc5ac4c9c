"""One request as its letters need it: rules, record, applicant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from guiju.foi.identity import Identity
from guiju.procedures.definition import Procedure
from guiju.procedures.history import History, Value, matches
from guiju.worktime.calendar import Calendar


@dataclass(frozen=True, slots=True)
class Matter:
    """`number` is the case's own; `words` are typed for one letter only (see `Template.words`).

    An act not yet done is previewed by adding it: `history.with_event(...)`.
    """

    procedure: Procedure
    calendar: Calendar
    history: History
    applicant: Identity = field(default_factory=Identity)
    number: str = ""
    words: Mapping[str, str] = field(default_factory=dict)

    def until(self, place: int) -> Matter:
        """As it stood when the event at this place of the history had just been done."""
        events = self.history.events[: place + 1]
        facts: dict[str, Value] = {}
        for event in events:
            facts.update(event.facts)
        return replace(self, history=History(events, facts, self.history.seen))

    @property
    def received_on(self) -> date | None:
        """The day the request counts as received (第三十一条); None until it is confirmed."""
        confirm = self.procedure.acts()["confirm_receipt"]
        to_confirm = matches(confirm.when, self.history.facts)
        event = self.history.last(["confirm_receipt" if to_confirm else "receive"])
        return event.on if event else None
