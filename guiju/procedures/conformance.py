"""Which rules does a history break? The same rules as at the desk, read over what is on record.

What a source cannot show is unknown, never missing: a rule is judged only when every act and
fact it rests on is in `History.seen`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from functools import lru_cache

from guiju.core.light import dataclass
from guiju.procedures.clock import Reading, State, read_rounds
from guiju.procedures.definition import YEAR_END, Invariant, Procedure, TimeLimit
from guiju.procedures.history import Event, History, unclear_acts
from guiju.procedures.rules import PERSONS, Broken, Situation, as_day, broken
from guiju.worktime.calendar import Calendar, OutOfCalendar

NOT_A_FINDING = "-"
"""In `finding_late`: having done it later than the act is not reported."""


@dataclass(frozen=True, slots=True)
class Breach:
    """One rule broken by one history.

    `rule` is the finding's id, `broke` the invariant or limit behind it. `due` and `actual` are
    days, None where the breach is something missing. `days_late` are calendar days.
    """

    rule: str
    broke: str
    basis: str
    says: str
    due: date | None = None
    actual: date | None = None
    reading: Reading | None = None

    @property
    def days_late(self) -> int:
        return (self.actual - self.due).days if self.due and self.actual else 0


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a history: as it stood on `as_of`; breaches of `year` only, if given.

    `rounds` are limits whoever asks has read already, of this history on that day.
    """

    calendar: Calendar
    as_of: date
    year: int | None = None
    rounds: Mapping[str, Sequence[Reading | None]] = field(default_factory=dict)


def judge(p: Procedure, history: History, question: Question) -> list[Breach]:
    """Every breach, one per finding id: first rules, then limits, in the order of the file.

    An act whose lack a rule has told is not told again because its time has passed too. What
    needs days before the first known calendar year is not judged.
    """
    limits, invariants = _judgeable(_Keyed(p), history.seen)
    found: dict[str, Breach] = {}
    missing: set[str] = set()
    for item in invariants:
        try:
            breach = _judge_invariant(p, item, history, question)
        except OutOfCalendar:
            continue
        if breach is not None:
            found.setdefault(breach.rule, breach)
            told = breach.actual is None and YEAR_END not in item.never
            missing |= set(item.without) if told else set()
    for name in limits:
        try:
            breach = _judge_limit(p, name, history, question)
        except OutOfCalendar:
            continue
        if breach is not None and (breach.actual or not missing & _owed(p, name)):
            found.setdefault(breach.rule, breach)
    return list(found.values())


def _owed(p: Procedure, limit: str) -> set[str]:
    return set(p.time_limits[limit].ends_with)


class _Keyed:
    """A procedure as a cache key: two loads of the same file are the same."""

    __slots__ = ("key", "procedure")

    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure
        lengths = tuple(str(x.default) for x in procedure.parameters.values())
        self.key = (procedure.id, procedure.digest, lengths, len(procedure.invariants))

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Keyed) and self.key == other.key


@lru_cache(maxsize=4096)
def _judgeable(
    keyed: _Keyed, seen: frozenset[str] | None
) -> tuple[tuple[str, ...], tuple[Invariant, ...]]:
    p = keyed.procedure
    limits = tuple(
        name
        for name, limit in p.time_limits.items()
        if (limit.finding or limit.finding_missing) and _sees(seen, limit_evidence(limit))
    )
    invariants = tuple(item for item in p.invariants if _sees(seen, invariant_evidence(p, item)))
    return limits, invariants


def _sees(seen: frozenset[str] | None, evidence: frozenset[str]) -> bool:
    return seen is None or seen >= evidence


def limit_evidence(limit: TimeLimit) -> frozenset[str]:
    """The acts and facts a source must show for this limit to be judged.

    Later starts, pauses and extensions count as evidence only when the source can show them at
    all: a ledger without such a column records none (but see `_clear`).
    """
    facts = {limit.due_fact} if limit.due_fact else {limit.runs_from[0]}
    return frozenset({*facts, *limit.when, *limit.ends_with[:1], *limit.governs[:1]})


def invariant_evidence(p: Procedure, item: Invariant) -> frozenset[str]:
    """The acts and facts a source must show for this invariant to be judged.

    A lawful exception that the source cannot show leaves a breach unproven; only the year's
    accounts, which ask for what is on record, are closed without regard to it.
    """
    named = {
        *item.without,
        *item.since,
        *item.without_fact,
        *item.without_value,
        *item.with_value,
        *item.same_person_as,
        *item.other_person_than,
        *item.after,
        *item.when,
    }
    if set(item.never) != {YEAR_END}:
        named |= set(item.unless)
    if item.same_person_as or item.other_person_than:
        named.add(PERSONS)
    if item.once:
        named.add(item.once)
    for limit in _limits_of(item):
        named |= limit_evidence(p.time_limits[limit]) - set(p.time_limits[limit].ends_with)
    return frozenset(named)


def _limits_of(item: Invariant) -> Iterator[str]:
    return (name for name in (item.after_due, item.before_due) if name)


def _clear(limit: TimeLimit, history: History, *, closing: bool) -> bool:
    """False when an act that moves the due day is on record but could not be read.

    With `closing`, what ends the limit must be readable too. A pause no longer counts once the
    clock was started afresh by what ended it.
    """
    unclear = unclear_acts(history.seen)
    if not unclear:
        return True
    moving = {*limit.runs_from, *limit.governs, *limit.extended_by}
    if closing:
        moving |= set(limit.ends_with)
    for pause in limit.pauses:
        if pause.ends not in limit.runs_from or history.first((pause.ends,)) is None:
            moving |= {pause.begins, pause.ends}
    return moving.isdisjoint(unclear)


def _judge_limit(p: Procedure, name: str, history: History, question: Question) -> Breach | None:
    """The first round of the limit that was broken.

    A ledger shows only one round for sure: that a later one is still open proves nothing there.
    """
    if not _clear(p.time_limits[name], history, closing=True):
        return None
    readings = question.rounds.get(name)
    if readings is None:
        readings = read_rounds(p, name, history, question.calendar, question.as_of)
    for number, reading in enumerate(readings):
        if reading is None or reading.due is None:
            continue
        if number and reading.done is None and history.seen is not None:
            continue
        breach = _breach_of_limit(p, reading, history, question)
        if breach is not None:
            return breach
    return None


def _breach_of_limit(
    p: Procedure, reading: Reading, history: History, question: Question
) -> Breach | None:
    limit = p.time_limits[reading.limit]
    assert reading.due is not None
    due = as_day(reading.due)
    if reading.state is State.LATE and reading.done is not None:
        rule, actual = limit.finding, reading.done.on
        says = f"{limit.label}至{due}届满，实际为{actual}，逾期{(actual - due).days}日"
    elif reading.state is State.OVERDUE:
        rule, actual = limit.finding_missing, None
        says = f"{limit.label}至{due}届满，截至{question.as_of}没有记录"
    else:
        return None
    started = as_day(reading.start) if reading.start else None
    if not rule or not _in_year(question, history, started, due, actual):
        return None
    return Breach(rule, reading.limit, p.cite(limit.basis), says, due, actual, reading)


def _judge_invariant(
    p: Procedure, item: Invariant, history: History, question: Question
) -> Breach | None:
    limits = (p.time_limits[name] for name in _limits_of(item))
    if not all(_clear(limit, history, closing=False) for limit in limits):
        return None
    for event, rest in _occasions(item, history, question):
        if not _in_year(question, history, event.on):
            continue
        found = broken(item, Situation(p, rest, event, question.calendar, strict=False))
        if found is None:
            continue
        rule = item.finding or item.id
        if found.late:
            rule = item.finding_late or rule
        if rule != NOT_A_FINDING:
            return _breach(p, item, rule, found, event)
    return None


def _breach(p: Procedure, item: Invariant, rule: str, found: Broken, event: Event) -> Breach:
    says = item.says
    if found.late:
        says += (
            f"（{p.label_of(item.without[0])}日期{found.actual}晚于"
            f"{p.label_of(event.act)}日期{event.on}）"
        )
    due = as_day(found.due) if found.due else None
    return Breach(rule, item.id, p.cite(item.basis), says, due, found.actual, found.reading)


def _occasions(
    item: Invariant, history: History, question: Question
) -> Iterator[tuple[Event, History]]:
    """Each act the rule speaks of, with everything else on record."""
    for name in item.never:
        if name == YEAR_END:
            yield from _year_end(item, history, question)
    for index, event in enumerate(history.events):
        if event.act in item.never:
            others = history.events[:index] + history.events[index + 1 :]
            yield event, History(others, history.facts, history.seen)


def _year_end(
    item: Invariant, history: History, question: Question
) -> Iterator[tuple[Event, History]]:
    """The closing of the last year's accounts by `as_of`, for a case opened by then."""
    if item.once:
        done = history.first((item.once,))
        if done is None or (question.year is not None and done.on.year != question.year):
            return
    closing = _last_closing(question.as_of)
    if history.opened_on is not None and history.opened_on <= closing:
        yield Event(YEAR_END, closing), history


def _last_closing(on: date) -> date:
    """31 December: of this year on that day, else of the year before."""
    this_year = date(on.year, 12, 31)
    return this_year if on == this_year else date(on.year - 1, 12, 31)


def _in_year(question: Question, history: History, *days: date | None) -> bool:
    if question.year is None:
        return True
    year = question.year
    opened = history.opened_on
    return (opened is not None and opened.year == year) or any(
        day is not None and day.year == year for day in days
    )
