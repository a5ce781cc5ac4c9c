"""One request as its letters need it: rules, record, applicant."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from guiju.foi.identity import Identity
from guiju.letters import matter
from guiju.procedures.history import matches


@dataclass(frozen=True, slots=True)
class Matter(matter.Matter):
    """A request, and who made it."""

    applicant: Identity = field(default_factory=Identity)

    @property
    def received_on(self) -> date | None:
        """The day the request counts as received (第三十一条); None until it is confirmed."""
        confirm = self.procedure.acts()["confirm_receipt"]
        to_confirm = matches(confirm.when, self.history.facts)
        event = self.history.last(["confirm_receipt" if to_confirm else "receive"])
        return event.on if event else None
