"""Putting an event on record and restating the case from it. Call inside a transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from operator import attrgetter

from django.db.models import QuerySet

from guiju.audit import acts as audit
from guiju.audit.chain import Json
from guiju.audit.models import Entry
from guiju.core.errors import Conflict, Reason, Refusal
from guiju.core.light import dataclass
from guiju.org.models import Post
from guiju.org.register import Register, current_mark, register_at
from guiju.procedures import history as kernel
from guiju.procedures.conformance import Breach, Question, judge
from guiju.procedures.definition import Procedure
from guiju.procedures.desk.handwriting import digest_of
from guiju.procedures.desk.limits import SUMMARY, Look, ask_limits, keep_limits
from guiju.procedures.guard import CORRECTION
from guiju.procedures.history import History, text_of
from guiju.procedures.models import Case, Event, Finding, Limit, Opinion, Origin
from guiju.procedures.reach import EVERYTHING, Reach, reach_of
from guiju.procedures.record import event_of, instant, state_of, telling, to_json
from guiju.procedures.searching import Written, index_case, index_status
from guiju.procedures.urgency import FACT as URGENCY
from guiju.procedures.urgency import level_of
from guiju.statements.asking import Asked, Prepared
from guiju.statements.rows import new, relate
from guiju.statements.writing import insert, remove, update
from guiju.worktime.calendar import Calendar

RESTATED = (
    "step",
    "outcome",
    "facts",
    "urgency",
    "opened_on",
    "closed_on",
    "voided_on",
    *SUMMARY,
    "token",
)

_RESTATED = attrgetter(*RESTATED)


def lock(case: Case) -> Case:
    """The case's row, held until the transaction ends.

    Raises Conflict when it has moved on since `case` was read, Refusal when it was imported or
    is void.
    """
    return unchanged(case, ask_to_lock(case))[0]


def _locked(key: int) -> QuerySet[Case]:
    return Case.objects.select_for_update().filter(pk=key).annotate(register_mark=current_mark())


_LOCKED = Prepared(_locked, int)
_FOUND = Prepared(lambda case: Finding.objects.filter(case=case), int)
_SAID = ("year", "rule", "broke", "basis", "says", "due", "actual")
_RECORDED = Prepared(lambda case: telling(Event.objects.filter(case=case)).order_by("seq"), int)


def ask_to_lock(case: Case) -> Asked[Case]:
    """Ask for `lock` in one trip with other questions."""
    return _LOCKED.ask(case.id)


def unchanged(case: Case, asked: Asked[Case]) -> tuple[Case, Register]:
    """The row `ask_to_lock` asked for, and the register as it was then.

    Raises what `lock` raises.
    """
    locked = next(iter(asked.rows()), None)
    if locked is None:
        raise Case.DoesNotExist
    known = register_at(vars(locked).pop("register_mark"))
    relate([locked], jurisdiction=known.jurisdictions, unit=known.units)
    if locked.origin == Origin.IMPORTED:
        raise Refusal(
            [
                Reason(
                    "imported", "本事项由台账导入，只作记录，不能在线办理；有误请改正台账后重新导入"
                )
            ]
        )
    if locked.token != case.token:
        raise Conflict(
            [Reason("conflict", "本事项刚刚已被他人办理或更正，请刷新后核对，再决定是否办理")]
        )
    if locked.voided_on is not None:
        raise Refusal([Reason("void", f"本件已于{locked.voided_on}作废，不再办理")])
    return locked, known


def recorded(case: Case, p: Procedure) -> list[kernel.Event]:
    """Everything on record, corrected events included, in the order it was recorded."""
    return record_from(ask_record(case), p)


def ask_record(case: Case) -> Asked[Event]:
    """Ask for `recorded` in one trip with other questions."""
    return _RECORDED.ask(case.id)


def record_from(asked: Asked[Event], p: Procedure) -> list[kernel.Event]:
    """What `ask_record` asked for. The answer may be read once."""
    return [event_of(p, told[1:]) for told in asked.values()]


@dataclass(frozen=True, slots=True)
class Entered:
    """By whom and when an event is entered, from which post, and why if it corrects another.

    `acting_for` is whose post it was when delegated, `opinion` what was signed with it,
    `handwriting` the strokes of what was written by hand, `scan` the digest of the paper it was
    entered from.
    """

    by: str
    at: datetime
    post: Post | None = None
    reason: str = ""
    acting_for: str = ""
    opinion: str = ""
    handwriting: str = ""
    scan: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a case beside its events, on its way from the tables."""

    last: Asked[Entry]
    limits: Asked[Limit] | None = None
    findings: Asked[Finding] | None = None


def nothing_kept() -> Kept:
    """Of a case that is just being opened there is nothing to ask."""
    return Kept(Asked(), Asked(), Asked())


def ask_kept(case: Case, reach: Reach) -> Kept:
    """Ask for what an act can move, in one trip with other questions.

    The case must be locked, each answer is read once.
    """
    return Kept(
        audit.ask_last(chain_of(case)),
        ask_limits(case) if reach.limits else None,
        _FOUND.ask(case.id) if reach.findings else None,
    )


def put_on_record(
    case: Case, event: kernel.Event, entered: Entered, kept: Kept | None = None
) -> None:
    """Save one event of a live case with its audit entry."""
    insert([_row_of(case, event, entered)])
    said: dict[str, Json] = {
        "case": case.id,
        "procedure": case.procedure,
        "version": case.version,
        "event": content_of(event),
        "post": entered.post.id if entered.post else None,
        "reason": entered.reason,
        "acting_for": entered.acting_for,
        "opinion": entered.opinion,
    }
    if entered.handwriting:
        said["handwriting"] = digest_of(entered.handwriting)
    if entered.scan:
        said["scan"] = entered.scan
    verb, by = verb_of(event), entered.by
    done = audit.Record(case.jurisdiction_id, chain_of(case), verb, by, entered.at, said)
    audit.append(done, kept.last if kept else None)


def _row_of(case: Case, event: kernel.Event, entered: Entered) -> Event:
    return new(
        Event,
        jurisdiction_id=case.jurisdiction_id,
        case=case,
        seq=event.seq,
        procedure=case.procedure,
        act=event.act,
        on=event.on,
        year=event.on.year,
        at=instant(event.at),
        by=event.by,
        role=event.role,
        post=entered.post,
        acting_for=entered.acting_for,
        facts=to_json(event.facts),
        corrects=event.corrects,
        void=event.void,
        recorder=entered.by,
        reason=entered.reason,
    )


def chain_of(case: Case) -> str:
    return f"case/{case.id}"


def verb_of(event: kernel.Event) -> str:
    if event.void:
        return "void"
    return "replace" if event.corrects is not None else event.act


def content_of(event: kernel.Event) -> dict[str, Json]:
    """All that an event says, for the audit chain."""
    said: dict[str, Json] = {
        "seq": event.seq,
        "act": event.act,
        "on": event.on.isoformat(),
        "by": event.by,
        "role": event.role,
        "facts": to_json(event.facts),
    }
    if event.at is not None:
        said["at"] = event.at.isoformat()
    if event.corrects is not None:
        said |= {"corrects": event.corrects, "void": event.void}
    return said


def restate(  # noqa: PLR0913 - the case, by which rules, seen when, what is known already
    case: Case,
    p: Procedure,
    calendar: Calendar,
    *,
    as_of: date,
    record: Sequence[kernel.Event] | None = None,
    history: History | None = None,
    kept: Kept | None = None,
    signed: Opinion | None = None,
) -> None:
    """Recompute a live case, its findings and limits from its events, and raise its token.

    `record`, the `history` that follows from it, and `kept` are what the caller has or has asked
    for, `signed` the opinion just saved with the last event.
    """
    events = recorded(case, p) if record is None else record
    was = _RESTATED(case)
    history = history or kernel.replay(events)
    _set_state(case, p, history, as_of)
    last = events[-1]
    reach = _reach(case, p, last, as_of)
    look = Look(calendar, as_of)
    if reach.limits:
        keep_limits(case, p, history, look, kept.limits if kept else None)
    case.token += 1
    now = zip(RESTATED, was, _RESTATED(case), strict=True)
    moved = tuple([name for name, old, new in now if old != new])
    update([case], moved)
    changed, found = False, list[Finding]()
    if reach.findings:
        found = findings_of(case, p, history, Question(calendar, as_of, rounds=look.rounds))
        known = (kept.findings if kept else None) or _FOUND.ask(case.id)
        changed = replace_findings(case, known.rows(), found)
    if last.seq == 1:
        index_case(case, Written((), (signed,) if signed else (), found, ()))
    else:
        _bring_index_up(case, moved, signed, anyway=changed)


def _bring_index_up(
    case: Case, moved: Sequence[str], signed: Opinion | None, *, anyway: bool
) -> None:
    """Let the search follow an act, where what it reads of a case has `moved`."""
    said = signed is not None and bool(signed.text or signed.handwriting)
    if anyway or said or not _SEARCHED.isdisjoint(moved):
        index_case(case)
    elif "closed_on" in moved or "voided_on" in moved:
        index_status(case)


def _reach(case: Case, p: Procedure, last: kernel.Event, as_of: date) -> Reach:
    """What the last event can have moved; where the day to look again has come, all."""
    if last.corrects is not None or last.act == CORRECTION:
        return EVERYTHING
    if case.look_again_at is not None and case.look_again_at <= as_of:
        return EVERYTHING
    return reach_of(p, last.act)


def findings_of(case: Case, p: Procedure, history: History, question: Question) -> list[Finding]:
    """What the history of a case breaks, unsaved."""
    breaches = judge(p, history, question) if history.events else ()
    return [finding_of(case, breach, question) for breach in breaches]


def _set_state(case: Case, p: Procedure, history: History, as_of: date) -> None:
    """A case whose every act is void has never been: closed on that day without an outcome.

    An urgency of the document that is put on record, or put right there, is that of the case.
    """
    borne = text_of(case.facts.get(URGENCY))
    if not history.events:
        case.step, case.outcome, case.facts = "", "", {}
        case.closed_on = case.voided_on = as_of
        return
    state = state_of(p, history)
    case.step, case.outcome, case.facts = state.step, state.outcome, dict(state.facts)
    case.opened_on, case.closed_on = state.opened_on, state.closed_on
    if (said := text_of(case.facts.get(URGENCY))) != borne:
        case.urgency = level_of(said)


_SEARCHED = frozenset({"facts", "opened_on"})
"""What of a case its acts change and a search reads, opinions, findings and its status aside."""


def replace_findings(case: Case, known: Sequence[Finding], found: Sequence[Finding]) -> bool:
    """Put these findings in place of those on record; False where they are the same."""
    said = {tuple(getattr(one, name) for name in _SAID) for one in known}
    if said == {tuple(getattr(one, name) for name in _SAID) for one in found}:
        return False
    remove(Finding, case=case.id)
    insert(found)
    return True


def finding_of(case: Case, breach: Breach, question: Question) -> Finding:
    """The year is the one asked about, else the one in which the rule was broken."""
    broken_on = breach.actual or breach.due or question.as_of
    return new(
        Finding,
        jurisdiction_id=case.jurisdiction_id,
        case=case,
        year=question.year or broken_on.year,
        rule=breach.rule,
        broke=breach.broke,
        basis=breach.basis,
        says=breach.says,
        due=breach.due,
        actual=breach.actual,
    )
