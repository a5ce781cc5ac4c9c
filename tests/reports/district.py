"""A district with cases of every procedure, entered straight into the tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from guiju.org.acts import create_jurisdiction
from guiju.org.models import Jurisdiction
from guiju.procedures.definition import Procedure
from guiju.procedures.figure import all_figures
from guiju.procedures.models import Case, Event
from guiju.procedures.rulebook import Rulebook
from guiju.worktime.calendar import standard
from tests.reports.test_disclosure_tables import PROCEDURE

Step = tuple[str, date]


def rulebook() -> Rulebook:
    """Just enough of every procedure for its figures; requests with acts and outcomes."""
    names = {figure.procedure for figure in all_figures()}
    found = {name: (_bare(name),) for name in names}
    found["foi_request"] = (PROCEDURE.model_copy(update={"digest": "foi_request"}),)
    return Rulebook(found, standard())


def _bare(name: str) -> Procedure:
    return Procedure(
        procedure=name,
        title=name,
        valid_from=date(2000, 1, 1),
        laws={},
        roles={},
        steps={},
        digest=name,
    )


@dataclass
class District:
    """Adds cases with events; `facts` are those of the case as it stands."""

    jurisdiction: Jurisdiction
    rules: Rulebook

    def case(
        self,
        procedure: str,
        steps: Sequence[Step],
        *,
        key: str = "",
        title: str = "某事项",
        **facts: object,
    ) -> Case:
        opened = min((on for _, on in steps), default=date(2025, 1, 1))
        case = Case.objects.create(
            jurisdiction=self.jurisdiction,
            procedure=procedure,
            title=title,
            number=key,
            version=self.rules.in_force(procedure, opened).digest,
            opened_on=opened,
            facts=facts,
        )
        for n, (act, on) in enumerate(steps, start=1):
            self.event(case, n, act, on, facts=facts if n == len(steps) else {})
        return case

    def event(  # noqa: PLR0913 - the columns of an event
        self,
        case: Case,
        seq: int,
        act: str,
        on: date,
        *,
        corrects: int | None = None,
        facts: Mapping[str, object] | None = None,
        void: bool = False,
    ) -> Event:
        return Event.objects.create(
            jurisdiction=self.jurisdiction,
            case=case,
            seq=seq,
            procedure=case.procedure,
            act=act,
            on=on,
            year=on.year,
            facts=dict(facts or {}),
            corrects=corrects,
            void=void,
        )

    def request(self, key: str, received: date, replied: date | None = None) -> Case:
        steps = [("receive", received)] + ([("reply", replied)] if replied else [])
        outcome = {"outcome": "granted"} if replied else {}
        return self.case("foi_request", steps, key=key, applicant_kind="自然人", **outcome)


def new_district(
    code: str = "990101", name: str = "云岭区", *, rules: Rulebook | None = None
) -> District:
    return District(create_jurisdiction(code=code, name=name), rules or rulebook())
