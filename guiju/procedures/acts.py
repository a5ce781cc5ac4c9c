"""The engine: the only place where a case moves.

One transaction per act: row lock, version check, guard, event, opinion, audit entry, tasks,
limits, state and findings recomputed from the events; notices on commit. Mistakes are corrected
in `corrections`, by later events.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import date, datetime

from django.contrib.auth.models import User

from guiju.core.errors import Conflict, Reason, Refusal
from guiju.core.light import dataclass
from guiju.org.models import Jurisdiction, Secrecy, Unit
from guiju.org.register import Register, register
from guiju.org.selectors import Seat, called, seats_in, seats_of
from guiju.procedures import history as kernel
from guiju.procedures import private
from guiju.procedures.definition import Procedure
from guiju.procedures.desk.addressing import Addressee
from guiju.procedures.desk.countersigning import is_return
from guiju.procedures.desk.handwriting import clean
from guiju.procedures.desk.in_hand import refuse_unless_in_hand
from guiju.procedures.desk.numbering import Numbering, number_case, with_number
from guiju.procedures.desk.on_paper import refuse_without_paper
from guiju.procedures.desk.opinions import is_opinion, is_signed, zone_of
from guiju.procedures.desk.tasks import follow
from guiju.procedures.desk.telling import tell
from guiju.procedures.desk.terms import agreed, targets
from guiju.procedures.desk.texts import Bound, bound
from guiju.procedures.desk.turn import Back, Turn, ask_tasks, is_mine, open_ones, tasks_from
from guiju.procedures.gates import refuse_unless_allowed, with_outcome
from guiju.procedures.history import History, Value
from guiju.procedures.library import UnknownProcedure
from guiju.procedures.models import Attachment, Case, Opinion, Task, TaskKind
from guiju.procedures.models.cases import Urgency
from guiju.procedures.reach import EVERYTHING, Reach, reach_of
from guiju.procedures.record import day_of, wall_clock
from guiju.procedures.rulebook import Rulebook, office_rulebook
from guiju.procedures.storing import (
    Entered,
    Kept,
    ask_kept,
    ask_record,
    ask_to_lock,
    nothing_kept,
    put_on_record,
    record_from,
    restate,
    unchanged,
)
from guiju.search.tokens import initials
from guiju.statements.rows import new
from guiju.statements.trips import together
from guiju.statements.writing import insert


@dataclass(frozen=True, slots=True)
class Deed:
    """What someone wants to do: the act, the day it is done, the facts recorded with it.

    `at` is the moment of the act where hours count. `role` picks one of several the person holds.
    `to` names who is to have the case next (units for a countersigning), `note` goes with it.
    `opinion` is signed in the act's zone, `saw` the digest of the text the person had before
    them; `handwriting` is what they wrote by hand beside it or instead (see `desk.handwriting`).
    `back` says how a return is meant. `scan` is the paper on which it was decided, where someone
    enters it for the holder of the post (代录).
    """

    act: str
    on: date
    facts: Mapping[str, Value] = field(default_factory=dict)
    at: datetime | None = None
    role: str = ""
    to: tuple[Addressee, ...] = ()
    note: str = ""
    opinion: str = ""
    handwriting: str = ""
    saw: str = ""
    back: Back | None = None
    scan: Attachment | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """A matter about to become a case."""

    jurisdiction: Jurisdiction
    procedure: str
    title: str
    number: str = ""
    unit: Unit | None = None
    secrecy: int = Secrecy.OPEN
    urgency: int = Urgency.ORDINARY


@dataclass(frozen=True, slots=True)
class Recording:
    """By whom and when something is recorded, on which day, and by which version of the rules."""

    by: User
    at: datetime
    rules: Rulebook
    procedure: Procedure
    register: Register
    today: date


@dataclass(frozen=True, slots=True)
class Before:
    """What was there before the act: the full record of events, and the history they make."""

    record: Sequence[kernel.Event]
    history: History


def open_case(
    opening: Opening, deed: Deed, *, by: User, at: datetime, rulebook: Rulebook | None = None
) -> Case:
    """Open a case with its opening act, under the version in force on that day.

    `at` is the moment of recording, with its time zone. Raises NotYours or Refusal.
    """
    rules = rulebook or office_rulebook()
    p = rules.in_force(opening.procedure, deed.on)
    case = new(
        Case,
        jurisdiction=opening.jurisdiction,
        unit=opening.unit,
        procedure=p.id,
        version=p.digest,
        number=opening.number,
        title=opening.title,
        initials=initials(opening.title)[:500],
        secrecy=opening.secrecy,
        urgency=opening.urgency,
        opened_by=by,
        opened_on=deed.on,
        token=0,
    )
    with together():
        recording = Recording(by, at, rules, p, register(), day_of(at))
        held = seats_in(recording.register, by, on=deed.on, jurisdiction=opening.jurisdiction)
        own = [seat for seat in held if seat.decided_by is None]
        before = Before((), History(()))
        event, seat = _permitted(case, before, deed, recording, (own, []))
        insert([case], keys=True)
        number_case(case, deed.act, Numbering(by, at, deed.on))
        turn = _turn(case, event, seat, recording, deed)
        _record(turn, before, deed, recording, (None, nothing_kept()))
    return case


def perform(
    case: Case, deed: Deed, *, by: User, at: datetime, rulebook: Rulebook | None = None
) -> Case:
    """Do an act on a case as `case` was read; returns the case as it is now.

    `at` is the moment of recording, with its time zone. Raises Conflict when the case has changed
    since, NotYours when the act is not this person's or the case in other hands, Refusal with
    every rule against it.
    """
    rules = rulebook or office_rulebook()
    reach = _reach(case, deed.act, rules)
    with together():
        asked = ask_to_lock(case), ask_record(case), ask_tasks(case)
        kept = ask_kept(case, reach)
        locked, known = unchanged(case, asked[0])
        p = rules.version(locked.procedure, locked.version)
        recording = Recording(by, at, rules, p, known, day_of(at))
        record, tasks = record_from(asked[1], p), tasks_from(asked[2], locked, known)
        numbered = with_number(locked, deed.act, deed.facts, Numbering(by, at, deed.on))
        deed = deed if numbered == deed.facts else replace(deed, facts=numbered)
        seats = seats_in(known, by, on=deed.on, jurisdiction=locked.jurisdiction)
        before = Before(record, kernel.replay(record))
        event, seat = _permitted(locked, before, deed, recording, (seats, tasks))
        turn = _turn(locked, event, seat, recording, _on_terms(deed, p, locked, tasks))
        turn.tasks = tasks
        text = _bound(locked, deed, p, record)
        _refuse_unless_seen(deed, text)
        refuse_unless_in_hand(turn, text)
        _record(turn, before, deed, recording, (text, kept))
    return locked


def _reach(case: Case, act: str, rules: Rulebook) -> Reach:
    """What to ask for beforehand; whether the case may be acted on at all is told when locked."""
    try:
        return reach_of(rules.version(case.procedure, case.version), act)
    except UnknownProcedure:
        return EVERYTHING


def _on_terms(deed: Deed, p: Procedure, case: Case, tasks: list[Task]) -> Deed:
    """A return goes by its terms, whoever calls; nothing else is one."""
    act = p.acts()[deed.act]
    if not is_return(p, act, case.step):
        return deed if deed.back is None else replace(deed, back=None)
    (target,) = (t for t in targets(p, case, tasks) if t.act == deed.act)
    back, to = agreed(target, p, deed.back, deed.to)
    return replace(deed, back=back, to=to)


def _bound(case: Case, deed: Deed, p: Procedure, record: list[kernel.Event]) -> Bound:
    """What is bound to the text, asked only where an act can hang on it."""
    act = p.acts()[deed.act]
    said = deed.opinion or deed.handwriting
    hangs = deed.saw or act.zone or said or any(a.bound_to for a in p.acts().values())
    return bound(case, p, record) if hangs else Bound(None, (), ())


def _permitted(
    case: Case,
    before: Before,
    deed: Deed,
    recording: Recording,
    of: tuple[list[Seat], Sequence[Task]],
) -> tuple[kernel.Event, Seat | None]:
    """The deed as an event with the seat it is done from; raises what stands against it.

    `of` are the person's seats on that day and the tasks of the case.
    """
    p = recording.procedure
    if deed.on > recording.today:
        raise Refusal([Reason("order", f"日期{deed.on}还没有到，请填写实际办理的日期")])
    role, seat = _role_for(case, deed, recording, *of)
    decided_by = seat.decided_by if seat else None
    if decided_by is not None:
        refuse_without_paper(case, deed.scan, decided_by)
        if deed.handwriting:
            says = "代录的批示不能手写，以扫描件上的笔迹为准"
            raise Refusal([Reason("handwriting", says, helper=called(decided_by))])
    event = kernel.Event(
        deed.act,
        deed.on,
        (decided_by or recording.by).get_username(),
        role,
        dict(deed.facts),
        wall_clock(deed.at),
        seq=len(before.record) + 1,
    )
    refuse_unless_allowed(p, before.history, event, recording.rules.calendar)
    return with_outcome(p, event), seat


def _refuse_unless_seen(deed: Deed, text: Bound) -> None:
    if deed.saw and text.latest is not None and deed.saw != text.latest.digest:
        raise Conflict([Reason("conflict.text", "正文刚刚已修改，请先看新稿再决定是否办理")])


def role_for(case: Case, p: Procedure, deed: Deed, by: User) -> tuple[str, Seat | None]:
    """The role someone acts in and the seat that gives it; '' when they hold none that may."""
    seats = seats_of(by, on=deed.on, jurisdiction=case.jurisdiction, on_paper=True)
    return role_among(p, deed, _cleared(seats, case), (), by)


def _cleared(seats: list[Seat], case: Case) -> list[Seat]:
    return [seat for seat in seats if seat.post.clearance >= case.secrecy]


def _role_for(
    case: Case, deed: Deed, recording: Recording, seats: list[Seat], tasks: Sequence[Task]
) -> tuple[str, Seat | None]:
    """The same for an act that is recorded, by the tasks of the case.

    The post must be theirs on the day of the act and on the day it is entered, and may read the
    case.
    """
    by, today = recording.by, recording.today
    if today != deed.on:
        own = seats_in(recording.register, by, on=today, jurisdiction=case.jurisdiction)
        now = {(seat.post.pk, seat.decided_by) for seat in own}
        seats = [seat for seat in seats if (seat.post.pk, seat.decided_by) in now]
    here = [t for t in open_ones(tasks) if t.step == case.step]
    return role_among(recording.procedure, deed, _cleared(seats, case), here, by)


def role_among(
    p: Procedure, deed: Deed, seats: list[Seat], tasks: Sequence[Task] = (), by: User | None = None
) -> tuple[str, Seat | None]:
    """The same where the seats are known; of several the one whose task is among `tasks`."""
    act = p.acts().get(deed.act)
    wanted = (deed.role,) if deed.role else act.by if act else ()
    able = [(r, s) for r in wanted for s in seats if f"{p.id}.{r}" in s.post.roles]
    for role, seat in able:
        if by is not None and any(_asks(t, f"{p.id}.{role}", by, seat) for t in tasks):
            return role, seat
    return able[0] if able else ("", None)


def _asks(task: Task, role: str, by: User, seat: Seat) -> bool:
    """Is the task for this seat, in this role or for a signature?"""
    mine = is_mine(task, by, [seat]) and task.post_id in (None, seat.post.id)
    return mine and (task.role == role or task.kind == TaskKind.COUNTERSIGN)


def _turn(
    case: Case, event: kernel.Event, seat: Seat | None, recording: Recording, deed: Deed
) -> Turn:
    return Turn(
        case=case,
        procedure=recording.procedure,
        event=event,
        before=case.step,
        by=recording.by,
        seat=seat,
        at=recording.at,
        tasks=[],
        to=deed.to,
        note=deed.note,
        back=deed.back,
        register=recording.register,
    )


def _record(
    turn: Turn,
    before: Before,
    deed: Deed,
    recording: Recording,
    known: tuple[Bound | None, Kept | None],
) -> None:
    """Put the event on record and let everything that hangs on it follow."""
    text, kept = known
    case = turn.case
    shown, secret = private.split(case.procedure, turn.event.facts)
    event = turn.event if shown == turn.event.facts else replace(turn.event, facts=shown)
    turn.event = event
    opinion = _opinion(turn, deed, text)
    put_on_record(case, event, _entered(turn, deed, opinion), kept)
    private.keep(case, secret)
    if opinion is not None:
        insert([opinion])
    restate(
        case,
        recording.procedure,
        recording.rules.calendar,
        as_of=recording.today,
        record=[*before.record, event],
        history=before.history.with_event(event),
        kept=kept,
        signed=opinion,
    )
    follow(turn)
    tell(turn, opinion)


def _entered(turn: Turn, deed: Deed, opinion: Opinion | None) -> Entered:
    seat = turn.seat
    return Entered(
        by=turn.by.get_username(),
        at=turn.at,
        post=seat.post if seat else None,
        acting_for=seat.acting_for if seat and not seat.decided_by else "",
        opinion=opinion.text if opinion else "",
        handwriting=opinion.handwriting if opinion else "",
        scan=deed.scan.file.digest if deed.scan and seat and seat.decided_by else "",
    )


def _opinion(turn: Turn, deed: Deed, text: Bound | None) -> Opinion | None:
    act = turn.procedure.acts()[deed.act]
    said = deed.opinion.strip() or _written_as_fact(turn.procedure, deed)
    handwriting = clean(deed.handwriting)
    if not is_signed(act, said or handwriting):
        return None
    seat = turn.seat
    latest = text.latest if text else None
    return new(
        Opinion,
        jurisdiction_id=turn.case.jurisdiction_id,
        case=turn.case,
        seq=turn.event.seq,
        act=deed.act,
        zone=zone_of(act),
        text=said,
        handwriting=handwriting,
        digest=latest.digest if latest else "",
        bound=act.bound_to == "text",
        by=turn.event.by,
        name=called(turn.signer),
        post=seat.post if seat else None,
        rank=seat.post.rank if seat else 50,
        acting_for=seat.acting_for if seat and not seat.decided_by else "",
        on=turn.event.on,
        at=turn.at,
    )


def _written_as_fact(p: Procedure, deed: Deed) -> str:
    """The words of an opinion the act records as a fact."""
    named = (n for n in deed.facts if is_opinion(p, p.acts()[deed.act], n))
    return next((str(deed.facts[n] or "").strip() for n in named), "")
