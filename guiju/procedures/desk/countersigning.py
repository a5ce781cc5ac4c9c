"""Several units sign together: has every one that must, and what does a disagreement do?

The rule is the `countersign` of the step in the procedure file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from guiju.core.errors import Reason
from guiju.org.selectors import called
from guiju.procedures.definition import REASON, Act, Countersign, Procedure
from guiju.procedures.history import Event, matches
from guiju.procedures.models import Task, TaskKind, TaskState


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the signing of one round stands."""

    rule: Countersign
    signed: tuple[Task, ...]
    waiting: tuple[Task, ...]

    @property
    def complete(self) -> bool:
        """Enough have signed. Where nobody was asked nobody has."""
        if not self.signed and not self.waiting:
            return False
        if self.rule.complete == "all":
            return not self.waiting
        if self.rule.complete == "any":
            return bool(self.signed)
        return len(self.signed) >= min(self.rule.complete, len(self.signed) + len(self.waiting))

    @property
    def against(self) -> tuple[Task, ...]:
        return tuple(task for task in self.signed if task.signed_against)


def standing(p: Procedure, step: str, tasks: Sequence[Task]) -> Standing | None:
    """The signing in a step's last round; None where the step has none."""
    rule = p.steps[step].countersign if step in p.steps else None
    if rule is None:
        return None
    asked = [t for t in tasks if t.step == step and t.kind == TaskKind.COUNTERSIGN]
    last = max((t.round for t in asked), default=0)
    now = [t for t in asked if t.round == last]
    return Standing(
        rule,
        tuple(t for t in now if t.state == TaskState.DONE),
        tuple(t for t in now if t.state == TaskState.OPEN),
    )


def is_return(p: Procedure, act: Act, step: str) -> bool:
    """An act that asks for a reason and leads back to a step from which `step` can be reached."""
    if REASON not in act.needs or act.to in ("same", step) or p.steps[act.to].final:
        return False
    return step in reachable(p, act.to)


def reachable(p: Procedure, start: str) -> frozenset[str]:
    """The steps the chart leads to from a step, itself included."""
    return _reachable(frozenset((source, to) for source, _, _, to in p.moves()), start)


@lru_cache(maxsize=512)
def _reachable(arrows: frozenset[tuple[str, str]], start: str) -> frozenset[str]:
    found, edge = {start}, [start]
    while edge:
        here = edge.pop()
        for source, target in arrows:
            if source == here and target not in found:
                found.add(target)
                edge.append(target)
    return frozenset(found)


def disagrees(rule: Countersign, event: Event) -> bool:
    return bool(rule.refused) and matches(rule.refused, event.facts) is True


def unfinished(p: Procedure, step: str, act: Act, tasks: Sequence[Task]) -> list[Reason]:
    """Why an act may not lead onward yet; empty when it may, or when it sends back."""
    now = standing(p, step, tasks)
    if now is None or act.to in ("same", step) or act.exception or is_return(p, act, step):
        return []
    rule = now.rule
    label = p.acts()[rule.act].label
    if not now.complete:
        names = "、".join(who_has(task, p) for task in now.waiting)
        says = f"“{label}”尚未完成，还差{names}" if names else f"尚未请任何单位“{label}”，请先退回"
        return [Reason(f"countersign.{step}", says, p.cite(rule.basis), names)]
    if now.against and rule.refusal != "continue":
        names = "、".join(who_has(task, p) for task in now.against)
        wanted = "只能退回修改" if rule.refusal == "return" else "须由其重新签署同意"
        says = f"{names}不同意，{wanted}后再办理"
        return [Reason(f"countersign.{step}.refused", says, p.cite(rule.basis), names)]
    return []


def named_holders(tasks: Iterable[Task], p: Procedure) -> str:
    """Who has these tasks, each once."""
    return "、".join(dict.fromkeys(who_has(task, p) for task in tasks))


def who_has(task: Task, p: Procedure) -> str:
    """Whose task it is, in words."""
    if task.user is not None:
        return called(task.user)
    if task.post is not None:
        return str(task.post)
    role = p.roles.get(task.role.partition(".")[2], "")
    return f"{task.unit.name if task.unit else ''}{role}"
