"""Putting an event on record and restating the case from it. Call inside a transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from guiju.audit import acts as audit
from guiju.audit.chain import Json
from guiju.core.errors import Conflict, Reason, Refusal
from guiju.org.models import Post
from guiju.procedures import history as kernel
from guiju.procedures.conformance import Breach, Question, judge
from guiju.procedures.definition import Procedure
from guiju.procedures.history import History
from guiju.procedures.models import Case, Event, Finding, Origin
from guiju.procedures.record import instant, state_of, to_json, to_kernel
from guiju.worktime.calendar import Calendar


def lock(case: Case) -> Case:
    """The case's row, held until the transaction ends.

    Raises Conflict when it has moved on since `case` was read, Refusal when it was imported.
    """
    locked = Case.objects.select_for_update().get(pk=case.pk)
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
    return locked


def recorded(case: Case, p: Procedure) -> list[kernel.Event]:
    """Everything on record, corrected events included, in the order it was recorded."""
    return [to_kernel(p, row) for row in case.events.order_by("seq")]


@dataclass(frozen=True, slots=True)
class Entered:
    """By whom and when an event is entered, from which post, and why if it corrects another."""

    by: str
    at: datetime
    post: Post | None = None
    reason: str = ""


def put_on_record(case: Case, event: kernel.Event, entered: Entered) -> None:
    """Save one event of a live case with its audit entry."""
    post = entered.post
    Event.objects.create(
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
        post=post,
        facts=to_json(event.facts),
        corrects=event.corrects,
        void=event.void,
        recorder=entered.by,
        reason=entered.reason,
    )
    audit.append(
        audit.Record(
            case.jurisdiction_id,
            chain_of(case),
            verb_of(event),
            entered.by,
            entered.at,
            {
                "case": case.pk,
                "procedure": case.procedure,
                "version": case.version,
                "event": content_of(event),
                "post": post.pk if post else None,
                "reason": entered.reason,
            },
        )
    )


def chain_of(case: Case) -> str:
    return f"case/{case.pk}"


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


def restate(case: Case, p: Procedure, calendar: Calendar, *, as_of: date) -> None:
    """Recompute a live case and its findings from its events, and raise its token."""
    history = kernel.replay(recorded(case, p))
    state = state_of(p, history)
    case.step, case.outcome, case.facts = state.step, state.outcome, dict(state.facts)
    case.opened_on, case.closed_on = state.opened_on, state.closed_on
    case.token += 1
    case.save(update_fields=["step", "outcome", "facts", "opened_on", "closed_on", "token"])
    replace_findings(case, p, history, Question(calendar, as_of))


def replace_findings(case: Case, p: Procedure, history: History, question: Question) -> None:
    """Judge the history and put what is found in place of what was found before."""
    case.findings.all().delete()
    Finding.objects.bulk_create(
        finding_of(case, breach, question) for breach in judge(p, history, question)
    )


def finding_of(case: Case, breach: Breach, question: Question) -> Finding:
    """The year is the one asked about, else the one in which the rule was broken."""
    broken_on = breach.actual or breach.due or question.as_of
    return Finding(
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
