"""From rows of the tables to what a call is told. Who applied for information is left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from guiju.api import told
from guiju.api.problems import ReasonOut
from guiju.core.errors import Reason
from guiju.org.models import Post
from guiju.org.selectors import holders_of
from guiju.procedures.clock import Reading as LimitReading
from guiju.procedures.clock import State
from guiju.procedures.definition import OUTCOME, Act, Procedure
from guiju.procedures.desk.countersigning import who_has
from guiju.procedures.models import (
    Attachment,
    Case,
    Event,
    Link,
    Opinion,
    Reading,
    Slip,
    Task,
    Text,
)
from guiju.procedures.private import keepers
from guiju.procedures.record import instant
from guiju.procedures.rules import as_day
from guiju.procedures.selectors import Offer, procedure_kept
from guiju.procedures.sheet import length_text


def without_applicant(procedure: str, facts: Mapping[str, told.Plain]) -> dict[str, told.Plain]:
    keeper = keepers().get(procedure)
    hidden = set(keeper.FACTS) if keeper else set()
    return {name: value for name, value in facts.items() if name not in hidden}


def reasons(found: Iterable[Reason]) -> list[ReasonOut]:
    return [ReasonOut(rule=r.rule, says=r.says, basis=r.basis, helper=r.helper) for r in found]


def case_row(case: Case) -> told.CaseRow:
    return told.CaseRow.model_validate(_row(case))


def case_out(case: Case) -> told.CaseOut:
    facts = without_applicant(case.procedure, case.facts)
    return told.CaseOut.model_validate({**_row(case), "version": case.version, "facts": facts})


def _row(case: Case) -> dict[str, object]:
    title, label = _labels(case)
    return {
        "id": case.pk,
        "procedure": case.procedure,
        "procedure_title": title,
        "number": case.number,
        "title": case.title,
        "unit": case.unit_id,
        "unit_name": case.unit.name if case.unit else "",
        "step": case.step,
        "step_label": label,
        "outcome": case.outcome,
        "opened_on": case.opened_on,
        "closed_on": case.closed_on,
        "voided_on": case.voided_on,
        "due_on": case.due_on,
        "warn_on": case.warn_on,
        "clock_paused": case.clock_paused,
        "secrecy": case.secrecy,
        "urgency": case.urgency,
        "origin": case.origin,
        "token": case.token,
    }


def _labels(case: Case) -> tuple[str, str]:
    p = procedure_kept(case)
    return p.title, p.steps[case.step].label if case.step in p.steps else case.step


def event(row: Event, p: Procedure) -> told.EventOut:
    return told.EventOut(
        seq=row.seq,
        act=row.act,
        label="更正" if row.act == "correction" else p.label_of(row.act),
        on=row.on,
        at=row.at,
        by=row.by,
        role=row.role,
        post=str(row.post or ""),
        acting_for=row.acting_for,
        facts=without_applicant(row.procedure, row.facts),
        corrects=row.corrects,
        void=row.void,
        recorder=row.recorder,
        reason=row.reason,
    )


def limit(reading: LimitReading, p: Procedure) -> told.LimitOut:
    rule = p.time_limits[reading.limit]
    return told.LimitOut(
        id=reading.limit,
        label=rule.label,
        basis=p.cite(rule.basis),
        state=State(reading.state).value,
        start_on=_day(reading.start),
        due_on=_day(reading.due),
        due_at=instant(reading.due) if isinstance(reading.due, datetime) else None,
        done_on=reading.done.on if reading.done else None,
        days_late=reading.days_late,
        paused=[told.PauseOut(begins=begins, ends=ends) for begins, ends in reading.paused],
    )


def _day(when: date | datetime | None) -> date | None:
    return None if when is None else as_day(when)


def task(row: Task, p: Procedure | None = None) -> told.TaskOut:
    holder = who_has(row, p or procedure_kept(row.case))
    return told.TaskOut(
        id=row.pk,
        case=row.case_id,
        title=row.case.title,
        step=row.step,
        kind=row.kind,
        role=row.role,
        post=row.post_id,
        unit=row.unit_id,
        holder=holder,
        state=row.state,
        lead=row.lead,
        came_back=row.came_back,
        sender=row.sender,
        note=row.note,
        urged=row.urged,
        opened_at=row.opened_at,
        read_at=row.read_at,
        read_by=row.read_by,
        done_at=row.done_at,
        done_by=row.done_by,
    )


def reading(row: Reading) -> told.ReadingOut:
    return told.ReadingOut(
        id=row.pk,
        case=row.case_id,
        title=row.case.title,
        post=row.post_id,
        post_name=str(row.post),
        sender=row.sender,
        sent_at=row.sent_at,
        note=row.note,
        read_at=row.read_at,
        read_by=row.read_by,
        opinion=row.opinion,
        handwriting=row.handwriting,
        recalled_at=row.recalled_at,
    )


def opinion(row: Opinion) -> told.OpinionOut:
    return told.OpinionOut(
        zone=row.zone,
        act=row.act,
        seq=row.seq,
        text=row.text,
        handwriting=row.handwriting,
        name=row.name,
        post=str(row.post or ""),
        acting_for=row.acting_for,
        on=row.on,
        at=row.at,
        digest=row.digest,
    )


def text(row: Text) -> told.TextOut:
    return told.TextOut(
        version=row.version,
        digest=row.digest,
        body=row.body,
        material=row.material,
        note=row.note,
        by=row.by,
        at=row.at,
    )


def attachment(row: Attachment) -> told.AttachmentOut:
    return told.AttachmentOut(
        id=row.pk, name=row.name, size=row.file.size, digest=row.file.digest, by=row.by, at=row.at
    )


def link(row: Link) -> told.LinkOut:
    return told.LinkOut(
        id=row.pk, case=row.case_id, other=row.other_id, kind=row.kind, by=row.by, at=row.at
    )


def slip(row: Slip) -> told.SlipOut:
    return told.SlipOut(
        id=row.pk,
        kind=row.kind,
        number=row.number,
        to=row.to,
        text=row.text,
        due_on=row.due_on,
        by=row.by,
        at=row.at,
    )


def offer(found: Offer) -> told.OfferOut:
    return told.OfferOut(
        act=found.id,
        label=found.act.label,
        role=found.role,
        returns=found.returns,
        reasons=reasons(found.reasons),
    )


def posts(found: Iterable[Post], *, on: date) -> list[told.PostOut]:
    rows = list(found)
    held = holders_of(rows, on=on)
    return [
        told.PostOut(
            id=post.pk,
            name=post.name,
            unit=post.unit_id,
            unit_name=post.unit.name,
            roles=[str(role) for role in post.roles],
            held_by=[user.get_username() for user in held.get(post.pk, ())],
        )
        for post in rows
    ]


def procedure_row(p: Procedure) -> told.ProcedureRow:
    return told.ProcedureRow(id=p.id, title=p.title, version=p.digest, valid_from=p.valid_from)


def procedure(p: Procedure) -> told.ProcedureOut:
    return told.ProcedureOut(
        id=p.id,
        title=p.title,
        version=p.digest,
        valid_from=p.valid_from,
        roles=[told.Choice(id=name, label=label) for name, label in p.roles.items()],
        steps=[
            told.StepOut(
                id=name,
                label=step.label,
                final=step.final,
                holder=p.holder_of(name),
                countersigned=step.countersign is not None,
            )
            for name, step in p.steps.items()
        ],
        acts=[_act(p, name, act) for name, act in p.acts().items()],
        outcomes=[told.Choice(id=name, label=o.label) for name, o in p.outcomes.items()],
        limits=[
            told.LimitRule(
                id=name,
                label=rule.label,
                basis=p.cite(rule.basis),
                kind=rule.kind.value,
                length=length_text(p, rule),
            )
            for name, rule in p.time_limits.items()
        ],
    )


def _act(p: Procedure, name: str, act: Act) -> told.ActOut:
    steps = [source for source, other, _, _ in p.moves() if other == name]
    return told.ActOut(
        id=name,
        label=act.label,
        by=list(act.by),
        steps=list(dict.fromkeys(steps)),
        to=act.to,
        opens=act.opens,
        basis=p.cite(act.basis),
        zone=act.zone,
        at_most=act.at_most,
        facts=_facts(p, act),
    )


def _facts(p: Procedure, act: Act) -> list[told.FactOut]:
    """What is entered with an act; with an outcome to choose, also what outcomes ask for."""
    names = dict.fromkeys((*act.needs, *act.takes))
    ends = list(p.outcomes) if OUTCOME in names else [act.outcome] if act.outcome else []
    for end in ends:
        names |= dict.fromkeys(p.outcomes[end].needs)
    declared = p.all_facts()
    return [
        told.FactOut(
            name=name,
            label=declared[name].label,
            type=declared[name].type.value,
            choices=list(declared[name].choices),
            required=name in act.needs,
        )
        for name in names
    ]
