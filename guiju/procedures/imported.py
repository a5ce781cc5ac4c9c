"""Cases out of ledgers: closed records of what happened, with what was found in them.

A ledger row that has changed since is put right by later events: an act that is still there is
replaced, one that is gone is voided, one that is new is added. Call inside a transaction.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from guiju.audit import acts as audit
from guiju.audit.bulk import Column, day, insert_many
from guiju.audit.chain import Json, canonical
from guiju.procedures.conformance import Question, judge
from guiju.procedures.definition import OUTCOME, Procedure
from guiju.procedures.history import Event as KernelEvent
from guiju.procedures.history import History, Value, effective, replay
from guiju.procedures.models import Case, Event, Finding, Origin, Source
from guiju.procedures.record import state_of, to_json, to_kernel
from guiju.procedures.searching import index_case, index_cases
from guiju.procedures.storing import chain_of, content_of, finding_of
from guiju.search.tokens import initials

REASON = "台账更正后重新导入"
BATCH = 500
COLUMNS = (
    "jurisdiction",
    "case",
    "seq",
    "procedure",
    "act",
    "on",
    "year",
    "by",
    "role",
    "acting_for",
    "facts",
    "corrects",
    "void",
    "recorder",
    "reason",
    "origin",
)


@dataclass(frozen=True, slots=True)
class Entering:
    """By whom and when rows are entered, and what is asked of their histories."""

    by: str
    at: datetime
    question: Question


@dataclass(frozen=True, slots=True)
class Arrival:
    """One ledger row: `history` must have an event. `unit` is the unit's id."""

    source: Source
    procedure: Procedure
    key: str
    title: str
    unit: int | None
    row: int
    history: History
    digest: str


def add_cases(arrivals: Sequence[Arrival], entering: Entering) -> int:
    """Enter rows not seen before; returns the number of findings."""
    histories = [placed(a.procedure, a.history) for a in arrivals]
    cases = Case.objects.bulk_create(
        [_stated(_new_case(a), a, h) for a, h in zip(arrivals, histories, strict=True)]
    )
    events: list[tuple[Column, ...]] = []
    records: list[audit.Record] = []
    findings: list[Finding] = []
    for case, arrival, history in zip(cases, arrivals, histories, strict=True):
        events += [_columns(case, event, entering.by) for event in history.events]
        records.append(_audited(case, arrival, history.events, entering, "import"))
        breaches = judge(arrival.procedure, history, entering.question)
        findings += [finding_of(case, breach, entering.question) for breach in breaches]
    insert_many(Event, COLUMNS, events)
    audit.append_many(records, new_chains=True)
    Finding.objects.bulk_create(findings)
    index_cases(cases)
    return len(findings)


def correct_case(case: Case, arrival: Arrival, entering: Entering) -> None:
    """Bring a known case to what its row now says, by later events only."""
    p = arrival.procedure
    record = [to_kernel(p, row) for row in case.events.order_by("seq")]
    wanted = placed(p, arrival.history)
    later = list(differences(record, wanted.events))
    insert_many(Event, COLUMNS, [_columns(case, e, entering.by, REASON) for e in later])
    audit.append(_audited(case, arrival, later, entering, "import_correction"))
    _stated(case, arrival, wanted).token += 1
    case.save()
    index_case(case)


def refresh_findings(case: Case, arrival: Arrival, entering: Entering) -> int:
    """Judge the row again; returns the number of findings. Writes only when they differ."""
    breaches = judge(arrival.procedure, arrival.history, entering.question)
    new = [finding_of(case, breach, entering.question) for breach in breaches]
    if sorted(map(_content, new)) != sorted(map(_content, case.findings.all())):
        case.findings.all().delete()
        Finding.objects.bulk_create(new)
        index_case(case)
    return len(new)


def _content(finding: Finding) -> tuple[str, ...]:
    return (
        finding.rule,
        finding.broke,
        finding.basis,
        finding.says,
        str(finding.due),
        str(finding.actual),
        str(finding.year),
    )


def differences(
    record: Sequence[KernelEvent], wanted: Sequence[KernelEvent]
) -> Iterator[KernelEvent]:
    """The later events that turn what is on record into what is wanted, in that order.

    Where the acts no longer follow each other as they did, the rest is voided and entered anew.
    """
    standing = effective(record)
    seq = len(record)
    same = 0
    for old, new in zip(standing, wanted, strict=False):
        if old.act != new.act:
            break
        same += 1
        if _says(old) != _says(new):
            seq += 1
            yield replace(new, seq=seq, corrects=old.seq)
    for old in standing[same:]:
        seq += 1
        yield replace(old, seq=seq, corrects=old.seq, void=True)
    for new in wanted[same:]:
        seq += 1
        yield replace(new, seq=seq)


def _says(event: KernelEvent) -> tuple[object, ...]:
    return event.act, event.on, event.by, event.at, to_json(event.facts)


def placed(p: Procedure, history: History) -> History:
    """Number the events and put each fact of the row on the act that records such a fact.

    A fact no act of the row records goes to the first one, so that a replay gives them all back.
    """
    already = replay(history.events).facts if any(e.facts for e in history.events) else {}
    homes = _recorded_by(_Version(p))
    given: list[dict[str, Value]] = [dict(event.facts) for event in history.events]
    acts = [event.act for event in history.events]
    for name, value in history.facts.items():
        if name in already and already[name] == value:
            continue
        wanted = homes.get(name, frozenset())
        at = next((i for i, act in enumerate(acts) if act in wanted), 0)
        given[at][name] = value
    events = tuple(
        replace(event, seq=seq, facts=facts)
        for seq, (event, facts) in enumerate(zip(history.events, given, strict=True), start=1)
    )
    return History(events, history.facts, history.seen)


class _Version:
    """A procedure as a cache key."""

    __slots__ = ("procedure",)

    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure

    def __hash__(self) -> int:
        return hash((self.procedure.id, self.procedure.digest))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Version) and (
            (self.procedure.id, self.procedure.digest)
            == (other.procedure.id, other.procedure.digest)
        )


@lru_cache(maxsize=256)
def _recorded_by(version: _Version) -> dict[str, frozenset[str]]:
    """Fact → the acts that record it."""
    p = version.procedure
    found: dict[str, set[str]] = {}
    for name, act in p.acts().items():
        facts = {*act.needs, *act.takes}
        if OUTCOME in facts:
            facts |= {need for outcome in p.outcomes.values() for need in outcome.needs}
        if act.outcome:
            facts |= {OUTCOME, *p.outcomes[act.outcome].needs}
        for fact in facts:
            found.setdefault(fact, set()).add(name)
    return {fact: frozenset(acts) for fact, acts in found.items()}


def _new_case(arrival: Arrival) -> Case:
    source = arrival.source
    return Case(
        jurisdiction_id=source.jurisdiction_id,
        procedure=arrival.procedure.id,
        origin=Origin.IMPORTED,
        ledger=source.ledger,
        ledger_year=source.year,
        key=arrival.key,
        number=arrival.key,
    )


def _stated(case: Case, arrival: Arrival, history: History) -> Case:
    """Say on the case row what the ledger row says."""
    state = state_of(arrival.procedure, history, imported=True)
    case.step, case.outcome, case.facts = state.step, state.outcome, dict(state.facts)
    case.opened_on, case.closed_on = state.opened_on, state.closed_on
    case.version, case.title, case.unit_id = (arrival.procedure.digest, arrival.title, arrival.unit)
    case.initials = initials(arrival.title)[:500]
    case.source_id, case.row, case.row_digest = arrival.source.pk, arrival.row, arrival.digest
    return case


def _columns(case: Case, event: KernelEvent, by: str, reason: str = "") -> tuple[Column, ...]:
    """The event in the order of COLUMNS."""
    return (
        case.jurisdiction_id,
        case.pk,
        event.seq,
        case.procedure,
        event.act,
        day(event.on),
        event.on.year,
        event.by,
        event.role,
        "",
        canonical(to_json(event.facts)),
        event.corrects,
        event.void,
        by,
        reason,
        Origin.IMPORTED.value,
    )


def _audited(
    case: Case, arrival: Arrival, events: Sequence[KernelEvent], entering: Entering, verb: str
) -> audit.Record:
    payload: dict[str, Json] = {
        "case": case.pk,
        "procedure": case.procedure,
        "version": case.version,
        "ledger": case.ledger,
        "year": case.ledger_year,
        "key": case.key,
        "file": arrival.source.file,
        "sheet": arrival.source.sheet,
        "row": arrival.row,
        "digest": arrival.digest,
        "events": [content_of(event) for event in events],
    }
    return audit.Record(
        case.jurisdiction_id, chain_of(case), verb, entering.by, entering.at, payload
    )
