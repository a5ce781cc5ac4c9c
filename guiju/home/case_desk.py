"""The desk's part of a case page: who has it, who had it, what may be done with it now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.db.models import Q

from guiju.core.errors import Reason
from guiju.home.case_seen import Seen
from guiju.org.selectors import names_of
from guiju.procedures.chart import Marks
from guiju.procedures.desk.countersigning import named_holders, who_has
from guiju.procedures.desk.handing import open_task
from guiju.procedures.desk.handwriting import MARK
from guiju.procedures.desk.on_paper import entered_by, entered_for_another
from guiju.procedures.desk.returning import may_take_back
from guiju.procedures.desk.visibility import within_sight
from guiju.procedures.models import Attachment, Link, Opinion, Reading, Slip, Task, TaskState
from guiju.procedures.record import to_kernel
from guiju.procedures.selectors import Offer, offers

_DAY, _HOUR, _MINUTE = 86400, 3600, 60


@dataclass(frozen=True, slots=True)
class StepShown:
    """A step in the bar: done, now, late, or returned from."""

    label: str
    state: str
    word: str


@dataclass(frozen=True, slots=True)
class TaskShown:
    """A row of the history: who had the case in which step, and for how long."""

    row: Task
    step: str
    who: str
    taken: str
    opinion: str
    by: str


def open_tasks_of(seen: Seen) -> None:
    """Mark the tasks of whoever looks as read: from now on the sender cannot take them back."""
    for task in seen.my_tasks:
        if open_task(task, by=seen.user, at=seen.at):
            task.read_at, task.read_by = seen.at, seen.user.get_username()


class CaseDesk:
    """What the page of a live case shows beside its events."""

    def __init__(self, seen: Seen) -> None:
        self.seen = seen

    @cached_property
    def offers(self) -> list[Offer]:
        return offers(self.seen.case, user=self.seen.user, on=self.seen.on)

    @property
    def allowed(self) -> list[Offer]:
        """Those of the step itself first; then what may be done in many steps."""
        found = [offer for offer in self.offers if not offer.reasons]
        return sorted(found, key=lambda offer: not self.belongs(offer))

    @property
    def main(self) -> frozenset[str]:
        """The acts by which the step goes on: its own, no return."""
        return frozenset(o.id for o in self.offers if self.belongs(o) and not o.returns)

    def belongs(self, offer: Offer) -> bool:
        """True when the act is the present step's own, not one lent to many steps."""
        step = self.seen.procedure.steps.get(self.seen.case.step)
        return step is not None and offer.id in step.acts

    @property
    def refused(self) -> list[Offer]:
        return [offer for offer in self.offers if offer.reasons]

    @cached_property
    def steps(self) -> list[StepShown]:
        """The steps it has been through in the order of the chart, and where it is."""
        seen, p = self.seen, self.seen.procedure
        been = self.been
        last = {task.step: task.state for task in seen.tasks}
        found = []
        for name, step in p.steps.items():
            if name == seen.case.step:
                late = self.late and not step.final
                state, word = ("late", "逾期") if late else ("now", "当前环节")
                if step.final or seen.case.closed_on:
                    state, word = "done", "办结"
                found.append(StepShown(step.label, state, word))
            elif name in been and last.get(name) == TaskState.RETURNED:
                found.append(StepShown(step.label, "returned", "已退回"))
            elif name in been:
                found.append(StepShown(step.label, "done", "已办"))
        return found

    @cached_property
    def been(self) -> frozenset[str]:
        p = self.seen.procedure
        acts = p.acts()
        found = {acts[e.act].to for e in self.seen.history.events if e.act in acts}
        opening = {n for n, s in p.steps.items() if any(a.opens for a in s.acts.values())}
        return frozenset(found | opening) - {"same", self.seen.case.step}

    @property
    def late(self) -> bool:
        case = self.seen.case
        due = case.due_on
        return due is not None and due < self.seen.on and not case.clock_paused

    @property
    def marks(self) -> Marks:
        """How the chart shows this case."""
        sent_back = {t.step for t in self.seen.tasks if t.state == TaskState.RETURNED}
        case = self.seen.case
        return Marks(case.step, self.been, frozenset(sent_back), self.late, live=True)

    @cached_property
    def history(self) -> list[TaskShown]:
        said = {(o.seq, o.by): o for o in self.seen.case.opinions.all()}
        return [self._row(task, said) for task in self.seen.tasks]

    def _row(self, task: Task, said: Mapping[tuple[int, str], Opinion]) -> TaskShown:
        p, seen = self.seen.procedure, self.seen
        until = task.done_at or seen.at
        opinion = said.get((task.ended_seq or 0, task.done_by))
        step = p.steps[task.step].label if task.step in p.steps else task.step
        by = self.names.get(task.done_by, task.done_by)
        words = opinion.text if opinion else ""
        if opinion and opinion.handwriting:
            words = f"{words}{MARK}"
        return TaskShown(task, step, who_has(task, p), lasted(until - task.opened_at), words, by)

    @cached_property
    def names(self) -> dict[str, str]:
        """Usernames on the page → the names of their owners."""
        seen = self.seen
        known = {t.done_by for t in seen.tasks} | {t.read_by for t in seen.tasks}
        known |= set(seen.case.texts.values_list("by", flat=True))
        known |= {t.sender for t in seen.tasks} | {e.by for e in seen.case.events.all()}
        known |= {e.recorder for e in seen.case.events.all() if entered_for_another(e)}
        return names_of(known)

    @cached_property
    def take_back(self) -> list[Reason]:
        """Why the last act may not be taken back; empty when it may."""
        seen = self.seen
        rows = sorted(seen.case.events.all(), key=lambda row: row.seq)
        record = [to_kernel(seen.procedure, row) for row in rows]
        by = entered_by(rows[-1]) if rows else ""
        return may_take_back(seen.procedure, record, seen.tasks, seen.user, entered_by=by)

    @cached_property
    def readings(self) -> list[Reading]:
        found = self.seen.case.readings.filter(recalled_at=None)
        return list(found.select_related("post__unit").order_by("sent_at", "pk"))

    @property
    def unread(self) -> int:
        return sum(reading.read_at is None for reading in self.readings)

    @property
    def read_count(self) -> int:
        return len(self.readings) - self.unread

    @property
    def may_recall(self) -> bool:
        me = self.seen.user.get_username()
        return any(r.read_at is None and r.sender == me for r in self.readings)

    @property
    def mine_to_read(self) -> list[Reading]:
        own = {seat.post.pk for seat in self.seen.seats}
        return [r for r in self.readings if r.read_at is None and r.post_id in own]

    @cached_property
    def slips(self) -> list[Slip]:
        return list(self.seen.case.slips.order_by("pk"))

    @cached_property
    def attachments(self) -> list[Attachment]:
        return list(self.seen.case.attachments.select_related("file").order_by("pk"))

    @cached_property
    def links(self) -> list[Link]:
        """Linked cases the one who asks may see as well, from whichever side they were linked."""
        case, viewer = self.seen.case, self.seen.viewer
        other, first = within_sight(viewer, "other"), within_sight(viewer)
        found = Link.objects.filter(Q(other, case=case) | Q(first, other=case))
        return list(found.select_related("case", "other").order_by("pk"))

    @cached_property
    def followed(self) -> bool:
        return self.seen.case.follows.filter(user=self.seen.user).exists()

    @property
    def holders(self) -> str:
        """Who has it now."""
        return named_holders(self.seen.open_tasks, self.seen.procedure)

    @property
    def tags(self) -> Iterator[str]:
        case = self.seen.case
        if case.urgency:
            yield case.get_urgency_display()
        if case.secrecy:
            yield case.get_secrecy_display()
        if any(t.came_back for t in self.seen.open_tasks):
            yield "退回"
        yield from self._for_another()
        if self.unread:
            yield "传阅中"

    def _for_another(self) -> Iterator[str]:
        """代 or 代录, where a task in hand is that of a post lent."""
        mine = {t.post_id for t in self.seen.my_tasks if t.post_id}
        if any(s.acting_for and s.post.pk in mine for s in self.seen.seats):
            yield "代"
        if self.seen.paper_tasks:
            yield "代录"


def lasted(span: timedelta) -> str:
    """A length of time in a clerk's words."""
    seconds = max(0, int(span.total_seconds()))
    if seconds >= _DAY:
        hours = seconds % _DAY // _HOUR
        return f"{seconds // _DAY}天{hours}小时" if hours else f"{seconds // _DAY}天"
    if seconds >= _HOUR:
        return f"{seconds // _HOUR}小时{seconds % _HOUR // _MINUTE}分"
    return f"{seconds // _MINUTE}分钟"
