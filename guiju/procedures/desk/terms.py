"""The terms of a return: to whom, how the case comes back; the chart and the law limit both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from guiju.core.errors import Reason, Refusal
from guiju.procedures.definition import Procedure
from guiju.procedures.desk.addressing import Addressee, full_role
from guiju.procedures.desk.countersigning import is_return
from guiju.procedures.desk.turn import Back
from guiju.procedures.models import Case, Resume, Task, TaskKind


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


def agreed(
    target: Target, p: Procedure, back: Back | None, to: tuple[Addressee, ...]
) -> tuple[Back, tuple[Addressee, ...]]:
    """The terms as they hold. Raises Refusal when the case may not come back so or go there."""
    terms = back or Back()
    if terms.resume == Resume.STRAIGHT_BACK and target.straight:
        raise Refusal(target.straight)
    if to and target.had_it and not any(_same(to[0], had) for had in target.had_it):
        says = f"{to[0].name}没有办过“{p.steps[target.step].label}”，请退回给办过的人"
        raise Refusal([Reason("return.to", says)])
    return terms, to


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


def _same(one: Addressee, other: Addressee) -> bool:
    if other.post is not None and one.post is not None:
        return one.post.pk == other.post.pk
    return one.user is not None and other.user is not None and one.user.pk == other.user.pk
