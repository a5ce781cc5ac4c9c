"""Limits as the board and the calendar list them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from guiju.home.scope import scope_for
from guiju.procedures.desk.board import Sight
from guiju.procedures.desk.lights import Light, in_words, light_of
from guiju.procedures.desk.visibility import limits_visible_to
from guiju.procedures.library import UnknownProcedure
from guiju.procedures.models import Event, Limit
from guiju.procedures.rulebook import Rulebook, office_rulebook
from guiju.procedures.selectors import history_of


@dataclass(frozen=True, slots=True)
class Row:
    """One limit as the board lists it. `why` states the rule in words."""

    limit: Limit
    light: Light
    name: str
    matter: str
    step: str
    why: str


def sight_of(request: HttpRequest) -> Sight:
    """What whoever asks sees today."""
    scope = scope_for(request)
    sees = limits_visible_to(scope.viewer), limits_visible_to(scope.viewer, running=True)
    return Sight([j.pk for j in scope.jurisdictions], *sees, timezone.localdate())


def with_events(limits: QuerySet[Limit]) -> QuerySet[Limit]:
    """The events of their cases along, to say in words how the days were counted."""
    events = Prefetch("case__events", Event.objects.order_by("seq"))
    return limits.select_related("case__source").prefetch_related(events)


def limits_of(keys: Sequence[int]) -> list[Limit]:
    """The limits with these keys, in the order of the keys, with all their rows show.

    A list is put in order by keys alone, which costs no look at the rows it does not show.
    """
    found = with_events(Limit.objects.select_related("case", "unit")).in_bulk(keys)
    return [found[key] for key in keys if key in found]


def rows_of(limits: Iterable[Limit], sight: Sight) -> Iterator[Row]:
    rules = office_rulebook()
    for limit in limits:
        yield row_of(limit, sight, rules)


def row_of(limit: Limit, sight: Sight, rules: Rulebook) -> Row:
    case, light = limit.case, light_of(limit, sight.on)
    try:
        p = rules.version(case.procedure, case.version)
    except UnknownProcedure:
        return Row(limit, light, "办理期限", case.procedure, case.step, "")
    name = p.time_limits[limit.name].label if limit.name in p.time_limits else limit.name
    step = p.steps[case.step].label if case.step in p.steps else ""
    why = in_words(p, limit, history_of(case, rules), rules.calendar, sight.on)
    return Row(limit, light, name, p.title, step, why)
