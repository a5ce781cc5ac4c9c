"""The guard as the tables use it: who is asking, and does everything on record still stand?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from guiju.core.errors import NotYours, Reason, Refusal
from guiju.procedures.definition import OUTCOME, Procedure
from guiju.procedures.guard import CORRECTION, may, out_of_order
from guiju.procedures.history import Event, History, effective
from guiju.worktime.calendar import Calendar, OutOfCalendar

PERSONAL = frozenset({"role", "not_by"})
"""Rules of the guard that speak of the person, not of the case."""


def refuse_unless_allowed(p: Procedure, history: History, event: Event, calendar: Calendar) -> None:
    """Raise NotYours or Refusal with every reason against the act."""
    reasons = reasons_against(p, history, event, calendar)
    personal = [reason for reason in reasons if reason.rule in PERSONAL]
    if personal:
        raise NotYours(personal)
    if reasons:
        raise Refusal(reasons)


def reasons_against(
    p: Procedure, history: History, event: Event, calendar: Calendar
) -> list[Reason]:
    """The guard's reasons; days before the first known calendar year are one of them."""
    try:
        return may(p, history, event, calendar)
    except OutOfCalendar:
        return [Reason("calendar", f"日期{event.on}早于已载入的工作日历（{calendar.first}起）")]


def with_outcome(p: Procedure, event: Event) -> Event:
    """Record the outcome an act has by definition beside those that are chosen."""
    act = p.acts().get(event.act)
    if act is None or not act.outcome:
        return event
    return replace(event, facts={**event.facts, OUTCOME: act.outcome})


def as_asked(p: Procedure, event: Event) -> Event:
    """The event as it was put to the guard: without the outcome `with_outcome` added."""
    act = p.acts().get(event.act)
    if act is None or event.facts.get(OUTCOME) != act.outcome:
        return event
    facts = {name: value for name, value in event.facts.items() if name != OUTCOME}
    return replace(event, facts=facts)


def standing(
    p: Procedure, events: Sequence[Event], calendar: Calendar
) -> dict[tuple[int, str], Reason]:
    """What the guard would say to each act that stands, done after those before it.

    Keys are (seq the act first had, rule), so that two states of a record can be compared.
    """
    first = _first_seqs(events)
    found: dict[tuple[int, str], Reason] = {}
    past = History(())
    for event in effective(events):
        if event.act == CORRECTION:
            reasons = list(out_of_order(past, event))
        else:
            reasons = reasons_against(p, past, as_asked(p, event), calendar)
        for reason in reasons:
            found[first[event.seq], reason.rule] = reason
        past = past.with_event(event)
    return found


def _first_seqs(events: Sequence[Event]) -> dict[int, int]:
    first: dict[int, int] = {}
    for event in events:
        first[event.seq] = event.seq if event.corrects is None else first[event.corrects]
    return first
