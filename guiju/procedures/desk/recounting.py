"""Limits when no one has acted: read anew when their day has come, or the calendar has changed.

Every case in its own transaction under its row lock; nothing here is an act, so the token stays
and an open page stays good. Broken off at any point, the rest is done the next time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter

from django.db import transaction
from django.db.models import QuerySet

from guiju.org.models import Jurisdiction
from guiju.procedures import history as kernel
from guiju.procedures.conformance import Question
from guiju.procedures.desk.limits import SUMMARY, Look, keep_limits
from guiju.procedures.library import UnknownProcedure
from guiju.procedures.models import Case, Limit, Origin
from guiju.procedures.rulebook import Rulebook, office_rulebook
from guiju.procedures.searching import index_case
from guiju.procedures.storing import findings_of, recorded, replace_findings

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Moved:
    """A running limit whose due date is no longer what it was."""

    case: int
    title: str
    limit: str
    before: date | None
    after: date | None


@dataclass(slots=True)
class Recount:
    """What came of looking again. `left` are the ids of cases that could not be read."""

    cases: int = 0
    overdue: int = 0
    left: list[int] = field(default_factory=list)


def recount_due(
    on: date, *, rulebook: Rulebook | None = None, progress: Callable[[int], None] = lambda _: None
) -> Recount:
    """Read anew every limit whose day to look again has come; idempotent.

    `progress` is called after every chunk with the number of cases read in it. `overdue` counts
    the limits that were found to have passed.
    """
    rules = rulebook or office_rulebook()
    done = Recount()
    while chunk := _waiting(on, done.left):
        for pk in chunk:
            late = _overdue(pk)
            if recount_case(pk, on, rules) is None:
                done.left.append(pk)
                continue
            done.cases += 1
            done.overdue += max(_overdue(pk) - late, 0)
        progress(len(chunk))
    return done


def _waiting(on: date, left: list[int]) -> list[int]:
    """The next cases to read: those read before have left the set by being read."""
    due = Limit.objects.filter(running=True, look_again_at__lte=on).exclude(case__in=left)
    found = due.order_by("look_again_at", "pk").values_list("case_id", flat=True)[:CHUNK]
    return list(dict.fromkeys(found))


def _overdue(case: int) -> int:
    return Limit.objects.filter(case=case, state="overdue", owed=True).count()


def recount_open(
    jurisdiction: Jurisdiction,
    on: date,
    *,
    rulebook: Rulebook | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> Iterator[Moved]:
    """Read anew every open case of a district, whatever its day; what moved, as it is found."""
    rules = rulebook or office_rulebook()
    last = 0
    while chunk := list(open_cases(jurisdiction).filter(pk__gt=last).order_by("pk")[:CHUNK]):
        for pk in chunk:
            yield from recount_case(pk, on, rules) or ()
        last = chunk[-1]
        progress(len(chunk))


def open_cases(jurisdiction: Jurisdiction) -> QuerySet[Case, int]:
    """The ids of the live cases of a district that are not closed."""
    found = Case.objects.filter(jurisdiction=jurisdiction, closed_on=None, origin=Origin.LIVE)
    return found.values_list("pk", flat=True)


def recount_case(pk: int, on: date, rules: Rulebook) -> list[Moved] | None:
    """Read one case's limits and findings anew, as seen on a day; returns the due dates moved.

    None where the procedure file of the case is gone, or it has no events: limits then stay.
    """
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=pk)
        try:
            p = rules.version(case.procedure, case.version)
        except UnknownProcedure:
            return None
        events = recorded(case, p)
        if not events:
            return None
        history = kernel.replay(events)
        before = _due_days(case)
        was = _summary(case)
        keep_limits(case, p, history, Look(rules.calendar, on))
        if was != _summary(case):
            case.save(update_fields=SUMMARY)
        question = Question(rules.calendar, on)
        found = findings_of(case, p, history, question)
        if replace_findings(case, list(case.findings.all()), found):
            index_case(case)
        after = _due_days(case)
    return [
        Moved(pk, case.title, p.time_limits[name].label, before.get(name), after.get(name))
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    ]


_summary = attrgetter(*SUMMARY)


def _due_days(case: Case) -> dict[str, date | None]:
    running = Limit.objects.filter(case=case, running=True)
    return dict(running.values_list("name", "due_on"))
