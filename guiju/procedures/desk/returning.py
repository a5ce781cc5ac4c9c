"""Sending back (退回) and taking back (取回). A return always says to whom, how the case comes
back, and what becomes of the other units' tasks; the chart and the law limit the choice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from guiju.core.errors import NotYours, Reason, Refusal
from guiju.org.selectors import Seat
from guiju.procedures.acts import Deed, perform
from guiju.procedures.definition import Procedure
from guiju.procedures.desk.addressing import Addressee, full_role
from guiju.procedures.desk.countersigning import is_return
from guiju.procedures.desk.tasks import Back, Turn, tasks_of, unwind
from guiju.procedures.desk.telling import tell
from guiju.procedures.history import Event, effective
from guiju.procedures.models import Case, Resume, Task, TaskKind, TaskState
from guiju.procedures.record import day_of
from guiju.procedures.rulebook import Rulebook, office_rulebook
from guiju.procedures.storing import Entered, lock, put_on_record, recorded, restate

TAKEN_BACK = "取回"
"""The reason on record of an event its own author took back."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where an act sends a case back to, who had it there, and how it may come back."""

    act: str
    step: str
    had_it: tuple[Addressee, ...]
    straight: tuple[Reason, ...]
    siblings: bool

    @property
    def may_come_straight_back(self) -> bool:
        return not self.straight


def targets(p: Procedure, case: Case, tasks: Sequence[Task]) -> list[Target]:
    """Every way of sending a case back from its present step. `straight` says why not so."""
    found: list[Target] = []
    siblings = any(t.kind == TaskKind.COUNTERSIGN and t.step == case.step for t in tasks)
    for source, name, act, step in p.moves():
        if source == case.step and is_return(p, act, case.step):
            had = _had_it(p, case, step, tasks)
            straight = tuple(not_straight(p, case.step, step))
            found.append(Target(name, step, had, straight, siblings))
    return found


def _had_it(p: Procedure, case: Case, step: str, tasks: Iterable[Task]) -> tuple[Addressee, ...]:
    """Whoever held the case in that step, the last first."""
    role = full_role(case.procedure, p.holder_of(step))
    found: dict[tuple[int | None, int | None], Addressee] = {}
    for task in reversed(list(tasks)):
        if task.step == step and task.role == role and (task.post_id or task.user_id):
            key = (task.post_id, task.user_id)
            found.setdefault(key, Addressee(task.post, task.unit, task.user))
    return tuple(found.values())


def not_straight(p: Procedure, returner: str, target: str) -> list[Reason]:
    """Why a case may not come straight back: the chart knows no such arrow."""
    arrows = {(source, to) for source, _, _, to in p.moves()}
    if (target, returner) in arrows:
        return []
    skipped = _between(p, target, returner)
    if not skipped:
        return [Reason("return.straight", "程序没有从该环节直接回到本环节的路径")]
    step = p.steps[skipped[0]]
    basis = next((act.basis for act in step.acts.values() if act.basis), "")
    says = f"修改后须重新经过“{step.label}”，不能直接回到本环节"
    return [Reason("return.straight", says, p.cite(basis))]


def _between(p: Procedure, start: str, end: str) -> list[str]:
    """The steps of a shortest way, both ends left out."""
    ways: list[list[str]] = [[start]]
    seen = {start}
    while ways:
        way = ways.pop(0)
        for source, _, act, to in p.moves():
            if source != way[-1] or act.exception:
                continue
            if to == end:
                return way[1:]
            if to not in seen:
                seen.add(to)
                ways.append([*way, to])
    return []


def send_back(
    case: Case, deed: Deed, *, by: User, at: datetime, rulebook: Rulebook | None = None
) -> Case:
    """Return a case as `deed.back` says; `deed.to` names whom, default whoever had it last.

    Raises what `perform` raises; Refusal when the act sends nothing back, when the case may not
    come straight back, or when the one named never had it.
    """
    rules = rulebook or office_rulebook()
    p = rules.version(case.procedure, case.version)
    found = [t for t in targets(p, case, tasks_of(case)) if t.act == deed.act]
    if not found:
        raise Refusal([Reason("return.act", "这一行为在当前环节不是退回")])
    target, back = found[0], deed.back or Back()
    if back.resume == Resume.STRAIGHT_BACK and target.straight:
        raise Refusal(target.straight)
    signing = p.steps[target.step].countersign is not None
    if signing:
        return perform(case, replace(deed, back=back), by=by, at=at, rulebook=rules)
    if deed.to and target.had_it and not any(_same(deed.to[0], a) for a in target.had_it):
        says = f"{deed.to[0].name}没有办过“{p.steps[target.step].label}”，请退回给办过的人"
        raise Refusal([Reason("return.to", says)])
    to = deed.to[:1] or target.had_it[:1]
    return perform(case, replace(deed, back=back, to=to), by=by, at=at, rulebook=rules)


def _same(one: Addressee, other: Addressee) -> bool:
    if other.post is not None and one.post is not None:
        return one.post.pk == other.post.pk
    return one.user is not None and other.user is not None and one.user.pk == other.user.pk


def may_take_back(
    p: Procedure, record: Sequence[Event], tasks: Iterable[Task], by: User
) -> list[Reason]:
    """Why someone may not take their last act back; empty when they may."""
    standing = effective(record)
    last = standing[-1] if standing else None
    act = p.acts().get(last.act) if last else None
    if last is None or act is None or record[-1].seq != last.seq:
        return [Reason("take_back", "没有可以取回的行为")]
    if last.by != by.get_username():
        return [Reason("take_back", "只有提交人本人可以取回", helper=last.by)]
    if act.opens or act.to == "same":
        return [Reason("take_back", "只有送出本环节的行为可以取回")]
    outcome = p.outcomes.get(str(last.facts.get("outcome") or ""))
    if act.letter or (outcome is not None and outcome.letter and not _unserved(p, act.to)):
        return [
            Reason(
                "take_back", f"“{act.label}”已经生成对外文书，不能取回，确有错误的由系统管理员更正"
            )
        ]
    opened = [t for t in tasks if t.seq == last.seq]
    seen = next((t for t in opened if t.read_at is not None or t.state != TaskState.OPEN), None)
    if seen is not None:
        who = seen.read_by or seen.done_by or "下一办理人"
        return [Reason("take_back", f"{who}已经打开本件，不能取回，可请其退回", helper=who)]
    return []


def _unserved(p: Procedure, step: str) -> bool:
    """A letter decided on but not yet served may still be taken back."""
    return step in p.steps and not p.steps[step].final


def take_back(case: Case, *, by: User, at: datetime, rulebook: Rulebook | None = None) -> Case:
    """Take the last act back while the next person has not opened the case.

    On record as a void event by its author. Raises Conflict, NotYours or Refusal.
    """
    rules = rulebook or office_rulebook()
    with transaction.atomic():
        locked = lock(case)
        p = rules.version(locked.procedure, locked.version)
        record = recorded(locked, p)
        tasks = tasks_of(locked)
        against = may_take_back(p, record, tasks, by)
        if against:
            raise NotYours(against) if "本人" in against[0].says else Refusal(against)
        last = effective(record)[-1]
        event = replace(last, seq=len(record) + 1, corrects=last.seq, void=True)
        row = locked.events.select_related("post__unit").get(seq=last.seq)
        seat = Seat(row.post, row.acting_for) if row.post else None
        turn = Turn(locked, p, event, locked.step, by, seat, at, tasks)
        put_on_record(locked, event, Entered(by.get_username(), at, row.post, TAKEN_BACK))
        restate(locked, p, rules.calendar, as_of=day_of(at), record=[*record, event])
        unwind(turn, last.seq)
        tell(turn)
    return locked
