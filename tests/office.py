"""The cast of the tests: one person per role, an administrator 周, and 孙 who has no part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User

from guiju.org import acts as org
from guiju.org.models import Jurisdiction, Unit
from guiju.procedures.acts import Deed, Opening, open_case, perform
from guiju.procedures.definition import Procedure
from guiju.procedures.history import Value
from guiju.procedures.models import Case
from guiju.procedures.rulebook import Rulebook
from guiju.worktime.calendar import standard

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = date(2025, 3, 3)


def noon(day: date) -> datetime:
    """When things done on a day are entered."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=SHANGHAI)


@dataclass(frozen=True, slots=True)
class Office:
    """A district with one unit whose people hold one role each of one procedure."""

    jurisdiction: Jurisdiction
    unit: Unit
    rules: Rulebook
    procedure: Procedure
    people: dict[str, User]

    def open(self, on: date = MONDAY, **facts: Value) -> Case:
        name = next(n for n, a in self.procedure.acts().items() if a.opens)
        role = self.procedure.acts()[name].by[0]
        return open_case(
            Opening(self.jurisdiction, self.procedure.id, "某事项", unit=self.unit),
            Deed(name, on, facts),
            by=self.people[role],
            at=noon(on),
            rulebook=self.rules,
        )

    def do(self, case: Case, act: str, on: date, *, by: str = "", **facts: Value) -> Case:
        """Do an act by whoever holds its first role, or by the one named."""
        role = by or self.procedure.acts()[act].by[0]
        return perform(
            case, Deed(act, on, facts), by=self.people[role], at=noon(on), rulebook=self.rules
        )


def office_of(procedure: Procedure) -> Office:
    """An office in 云岭区 that works by one procedure."""
    district = org.create_jurisdiction(code="990101", name="云岭区")
    unit = org.create_unit(jurisdiction=district, name="区政府办公室")
    people: dict[str, User] = {}
    for role, label in procedure.roles.items():
        post = org.create_post(unit=unit, name=label, roles=[f"{procedure.id}.{role}"])
        people[role] = User.objects.create_user(f"{label}甲")
        org.appoint(user=people[role], post=post, since=date(2015, 1, 1))
    post = org.create_post(unit=unit, name="系统管理员", roles=["administrator"])
    people["administrator"] = User.objects.create_user("管理员周")
    org.appoint(user=people["administrator"], post=post, since=date(2015, 1, 1))
    people["nobody"] = User.objects.create_user("外人孙")
    rules = Rulebook({procedure.id: (procedure,)}, standard())
    return Office(district, unit, rules, procedure, people)
