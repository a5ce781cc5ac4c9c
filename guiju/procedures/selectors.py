"""What the pages and reports ask of the tables: histories, limits, what may be done next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from guiju.core.errors import Reason
from guiju.org.models import Jurisdiction
from guiju.org.register import register
from guiju.org.selectors import seats_of
from guiju.procedures import history as kernel
from guiju.procedures.acts import Deed, role_among
from guiju.procedures.clock import Reading, read_limit
from guiju.procedures.definition import OUTCOME, Act, Procedure
from guiju.procedures.desk.countersigning import is_return
from guiju.procedures.desk.in_hand import not_in_hand, not_ready
from guiju.procedures.desk.texts import bound
from guiju.procedures.desk.turn import Turn, open_ones, tasks_of
from guiju.procedures.figure import Figure
from guiju.procedures.gates import reasons_against
from guiju.procedures.guard import offered
from guiju.procedures.history import History, matches
from guiju.procedures.models import Case, Event, Origin
from guiju.procedures.record import State, as_history, state_of
from guiju.procedures.rulebook import Rulebook, office_rulebook
from guiju.worktime.calendar import OutOfCalendar

CHUNK = 1000


def procedure_of(case: Case, rulebook: Rulebook | None = None) -> Procedure:
    """The version the case keeps. Raises UnknownProcedure when its file is gone."""
    return (rulebook or office_rulebook()).version(case.procedure, case.version)


def procedure_kept(case: Case, rulebook: Rulebook | None = None) -> Procedure:
    """What to read a case by: the version it keeps, else the nearest there is."""
    rules = rulebook or office_rulebook()
    return rules.nearest(case.procedure, case.version, case.opened_on)


def is_kept(case: Case) -> bool:
    """The version a case was opened under is still there, so that it may be acted on."""
    versions = office_rulebook().procedures.get(case.procedure, ())
    return any(p.digest == case.version for p in versions)


def history_of(case: Case, rulebook: Rulebook | None = None) -> History:
    """The case as it now stands, all corrections applied."""
    rows = sorted(case.events.all(), key=lambda row: row.seq)
    return as_history(procedure_of(case, rulebook), rows, _seen(case))


def histories(
    cases: QuerySet[Case], rulebook: Rulebook | None = None
) -> Iterator[tuple[Case, History]]:
    """Every case with its history, in the order of the queryset, a chunk at a time."""
    events = Prefetch("events", Event.objects.order_by("seq"))
    wanted = cases.select_related("source").prefetch_related(events)
    for case in wanted.iterator(chunk_size=CHUNK):
        yield case, as_history(procedure_of(case, rulebook), case.events.all(), _seen(case))


def _seen(case: Case) -> frozenset[str] | None:
    return frozenset(case.source.seen) if case.source is not None else None


def recompute(case: Case, rulebook: Rulebook | None = None) -> State:
    """The state that follows from the events; the case row must say the same."""
    p = procedure_of(case, rulebook)
    return state_of(p, history_of(case, rulebook), imported=case.origin == Origin.IMPORTED)


def readings(case: Case, *, on: date, rulebook: Rulebook | None = None) -> list[Reading]:
    """Every limit that applies, as seen on a day, in the order of the procedure file."""
    rules = rulebook or office_rulebook()
    p = procedure_of(case, rules)
    history = history_of(case, rules)
    found: list[Reading] = []
    for name in p.time_limits:
        try:
            reading = read_limit(p, name, history, rules.calendar, on)
        except OutOfCalendar:
            continue
        if reading is not None:
            found.append(reading)
    return found


@dataclass(frozen=True, slots=True)
class Offer:
    """An act of the present step. Without `reasons` it may be done; with them the page says why
    not. `returns` marks an act that sends the case back. What hangs on facts yet to be entered
    is judged when the act is done."""

    id: str
    act: Act
    role: str
    reasons: tuple[Reason, ...]
    returns: bool = False


def offers(case: Case, *, user: User, on: date, rulebook: Rulebook | None = None) -> list[Offer]:
    """The acts the chart offers now, allowed or not; none for an imported case."""
    if case.origin == Origin.IMPORTED:
        return []
    rules = rulebook or office_rulebook()
    p = procedure_of(case, rules)
    history = history_of(case, rules)
    held = seats_of(user, on=on, jurisdiction=case.jurisdiction, on_paper=True)
    seats = [seat for seat in held if seat.post.clearance >= case.secrecy]
    tasks, text = tasks_of(case), bound(case, p)
    here = [t for t in open_ones(tasks) if t.step == case.step]
    found: list[Offer] = []
    known = register()
    for name in dict.fromkeys(offered(p, history)):
        act = p.acts()[name]
        role, seat = role_among(p, Deed(name, on), seats, here, user)
        signer = (seat.decided_by if seat else None) or user
        event = kernel.Event(name, on, signer.get_username(), role)
        reasons = reasons_against(p, history, event, rules.calendar)
        to_enter = _yet_to_be_entered(p, act, history)
        left = [r for r in reasons if r.rule not in to_enter]
        turn = Turn(case, p, event, case.step, user, seat, _asked_on(on), tasks, register=known)
        if role:
            left += not_in_hand(turn)
        left += not_ready(turn, text)
        returns = is_return(p, act, case.step)
        found.append(Offer(name, act, role, tuple(left), returns))
    return found


def _asked_on(on: date) -> datetime:
    """A moment of that day for a turn that is only asked about, never recorded."""
    return datetime.combine(on, time.min)


def _yet_to_be_entered(p: Procedure, act: Act, history: History) -> set[str]:
    """Rules of the guard that the facts entered with the act may still satisfy.

    What an act fits (`when`) is such a rule, as far as the act itself asks for those facts.
    """
    entered = {*act.needs, *act.takes}
    settled = {name: values for name, values in act.when.items() if name not in entered}
    if OUTCOME in entered:
        entered |= {name for outcome in p.outcomes.values() for name in outcome.needs}
    if act.outcome:
        entered |= set(p.outcomes[act.outcome].needs)
    rules = {f"needs.{name}" for name in entered}
    if matches(settled, history.facts) is True:
        rules.add("chart")
    for item in p.invariants:
        asked = {*item.when, *item.without_fact, *item.without_value, *item.with_value}
        if asked & entered:
            rules.add(item.id)
    return rules


def standing_events(
    *, jurisdiction: Jurisdiction, procedure: str, act: str, year: int | None = None
) -> QuerySet[Event]:
    """Events of an act that nothing later voided or replaced."""
    later = Event.objects.filter(case=OuterRef("case"), corrects=OuterRef("seq"))
    found = Event.objects.filter(
        ~Exists(later), jurisdiction=jurisdiction, procedure=procedure, act=act, void=False
    )
    return found if year is None else found.filter(year=year)


def case_ids(figure: Figure, *, jurisdiction: Jurisdiction, year: int) -> list[int]:
    """The cases behind a figure, in the order in which they opened.

    Asks for the events of that year only, however many cases there are. The same as
    `Figure.counts` over every history.
    """
    done = standing_events(
        jurisdiction=jurisdiction, procedure=figure.procedure, act=figure.act, year=year
    )
    cases = Case.objects.filter(pk__in=done.values("case"))
    for name in figure.also:
        cases = cases.filter(Exists(_done_ever(name)))
    for name in figure.without:
        cases = cases.exclude(Exists(_done_ever(name)))
    ordered = cases.order_by("opened_on", "pk")
    if not figure.where:
        return list(ordered.values_list("pk", flat=True))
    return [
        pk
        for pk, facts in ordered.values_list("pk", "facts")
        if matches(figure.where, facts) is True
    ]


def _done_ever(act: str) -> QuerySet[Event]:
    """Asks by case alone: with the district named, SQLite walks its index of all such events."""
    later = Event.objects.filter(case=OuterRef("case"), corrects=OuterRef("seq"))
    return Event.objects.filter(~Exists(later), case=OuterRef("pk"), act=act, void=False)
