"""The engine: the only place where a case moves.

One transaction per act: row lock, version check, guard, event, audit entry, state and findings
recomputed from the events. Mistakes are corrected in `corrections`, by later events.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction

from guiju.core.errors import Reason, Refusal
from guiju.org.models import Jurisdiction, Post, Unit
from guiju.org.selectors import posts_of, roles_of
from guiju.procedures import history as kernel
from guiju.procedures.definition import Procedure
from guiju.procedures.gates import refuse_unless_allowed, with_outcome
from guiju.procedures.history import History, Value
from guiju.procedures.models import Case
from guiju.procedures.record import day_of, wall_clock
from guiju.procedures.rulebook import Rulebook, office_rulebook
from guiju.procedures.storing import Entered, lock, put_on_record, recorded, restate


@dataclass(frozen=True, slots=True)
class Deed:
    """What someone wants to do: the act, the day it is done, the facts recorded with it.

    `at` is the moment of the act where hours count. `role` picks one of several the person holds.
    """

    act: str
    on: date
    facts: Mapping[str, Value] = field(default_factory=dict)
    at: datetime | None = None
    role: str = ""


@dataclass(frozen=True, slots=True)
class Opening:
    """A matter about to become a case."""

    jurisdiction: Jurisdiction
    procedure: str
    title: str
    number: str = ""
    unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class Recording:
    """By whom and when something is recorded, and by which version of the rules."""

    by: User
    at: datetime
    rules: Rulebook
    procedure: Procedure

    @property
    def today(self) -> date:
        return day_of(self.at)


def open_case(
    opening: Opening, deed: Deed, *, by: User, at: datetime, rulebook: Rulebook | None = None
) -> Case:
    """Open a case with its opening act, under the version in force on that day.

    `at` is the moment of recording, with its time zone. Raises NotYours or Refusal.
    """
    rules = rulebook or office_rulebook()
    p = rules.in_force(opening.procedure, deed.on)
    case = Case(
        jurisdiction=opening.jurisdiction,
        unit=opening.unit,
        procedure=p.id,
        version=p.digest,
        number=opening.number,
        title=opening.title,
        opened_on=deed.on,
        token=0,
    )
    recording = Recording(by, at, rules, p)
    with transaction.atomic():
        event, post = _permitted(case, [], deed, recording)
        case.save(force_insert=True)
        _record(case, event, post, recording)
    return case


def perform(
    case: Case, deed: Deed, *, by: User, at: datetime, rulebook: Rulebook | None = None
) -> Case:
    """Do an act on a case as `case` was read; returns the case as it is now.

    `at` is the moment of recording, with its time zone. Raises Conflict when the case has changed
    since, NotYours when the act is not this person's, Refusal with every rule against it.
    """
    rules = rulebook or office_rulebook()
    with transaction.atomic():
        locked = lock(case)
        p = rules.version(locked.procedure, locked.version)
        recording = Recording(by, at, rules, p)
        event, post = _permitted(locked, recorded(locked, p), deed, recording)
        _record(locked, event, post, recording)
    return locked


def _permitted(
    case: Case, record: list[kernel.Event], deed: Deed, recording: Recording
) -> tuple[kernel.Event, Post | None]:
    """The deed as an event with the post it is done from; raises what stands against it."""
    p = recording.procedure
    if deed.on > recording.today:
        raise Refusal([Reason("order", f"日期{deed.on}还没有到，请填写实际办理的日期")])
    role, post = role_for(case, p, deed, recording.by)
    event = kernel.Event(
        deed.act,
        deed.on,
        recording.by.get_username(),
        role,
        dict(deed.facts),
        wall_clock(deed.at),
        seq=len(record) + 1,
    )
    history = kernel.replay(record) if record else History(())
    refuse_unless_allowed(p, history, event, recording.rules.calendar)
    return with_outcome(p, event), post


def role_for(case: Case, p: Procedure, deed: Deed, by: User) -> tuple[str, Post | None]:
    """The role someone acts in and the post that gives it; '' when they hold none that may."""
    act = p.acts().get(deed.act)
    held = roles_of(posts_of(by, on=deed.on, jurisdiction=case.jurisdiction))
    wanted = (deed.role,) if deed.role else act.by if act else ()
    for role in wanted:
        if f"{p.id}.{role}" in held:
            return role, held[f"{p.id}.{role}"]
    return "", None


def _record(case: Case, event: kernel.Event, post: Post | None, recording: Recording) -> None:
    put_on_record(case, event, Entered(event.by, recording.at, post))
    restate(case, recording.procedure, recording.rules.calendar, as_of=recording.today)
