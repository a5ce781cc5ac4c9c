"""One event and what it does to the tasks of its case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.contrib.auth.models import User

from guiju.org.register import Register, register
from guiju.org.selectors import Seat
from guiju.procedures.definition import Procedure
from guiju.procedures.desk.addressing import Addressee, People, holding
from guiju.procedures.guard import CORRECTION
from guiju.procedures.history import Event
from guiju.procedures.models import Case, Resume, Task, TaskState
from guiju.procedures.record import day_of
from guiju.statements.asking import Asked, Prepared
from guiju.statements.rows import relate


@dataclass(frozen=True, slots=True)
class Back:
    """How a return is meant: how the case comes back, and what becomes of the other units' tasks.

    `keep_siblings`: units that have not signed yet keep their tasks for when the case is back;
    `keep_signed`: what was signed stays valid and is not asked again.
    """

    resume: Resume = Resume.STEP_BY_STEP
    keep_siblings: bool = False
    keep_signed: bool = False


@dataclass(slots=True)
class Turn:
    """One event and what it does to the tasks of its case.

    `tasks` are all of them so far, `before` the step the case was in. `opened` and `ended` are
    filled in by `follow`. `today` is the day of recording: whoever holds a post then gets the task,
    however late the entry.
    """

    case: Case
    procedure: Procedure
    event: Event
    before: str
    by: User
    seat: Seat | None
    at: datetime
    tasks: list[Task]
    to: tuple[Addressee, ...] = ()
    note: str = ""
    back: Back | None = None
    register: Register = field(default_factory=register)
    opened: list[Task] = field(default_factory=list)
    ended: list[Task] = field(default_factory=list)
    people: dict[str, People] = field(default_factory=dict)
    today: date = field(init=False)

    def __post_init__(self) -> None:
        self.today = day_of(self.at)

    @property
    def on(self) -> date:
        return self.event.on

    @property
    def signer(self) -> User:
        """Who decided: whoever acts, or the holder of the post whose paper they enter (代录)."""
        return (self.seat.decided_by if self.seat else None) or self.by

    @property
    def corrects(self) -> bool:
        """A correction moved the case, not an act of the chart."""
        return self.event.corrects is not None or self.event.act == CORRECTION

    def able(self, role: str) -> People:
        """Who holds a role today, looked up once a turn."""
        if role not in self.people:
            where = self.case.jurisdiction_id
            self.people[role] = holding(role, where, self.today, self.register)
        return self.people[role]


def tasks_of(case: Case) -> list[Task]:
    """Every task of a case, oldest first, with post, unit and person."""
    return tasks_from(_TASKS.ask(case.id), case)


_SHOWN = ("sender", "note", "urged", "opened_at", "read_at", "read_by")
"""What pages show of a task and no act goes by."""
_TASKS = Prepared(lambda case: Task.objects.filter(case=case).order_by("pk"), int)
_BY_ACTS = Prepared(lambda case: Task.objects.filter(case=case).defer(*_SHOWN).order_by("pk"), int)


def ask_tasks(case: Case) -> Asked[Task]:
    """Ask for every task of a case in one trip with other questions, but for what pages show."""
    return _BY_ACTS.ask(case.id)


def tasks_from(asked: Asked[Task], case: Case, known: Register | None = None) -> list[Task]:
    """What `ask_tasks` asked for. The answer may be read once."""
    found, known = asked.rows(), known or register()
    relate(found, case={case.id: case}, post=known.posts, unit=known.units, user=known.people)
    return found


def open_ones(tasks: Iterable[Task]) -> list[Task]:
    return [task for task in tasks if task.state == TaskState.OPEN]


def is_mine(task: Task, by: User, seats: Iterable[Seat]) -> bool:
    """May this person act on the task from one of these seats?"""
    user, post = task.user_id, task.post_id
    if user is not None and user == by.id:
        return True
    if post is not None:
        return post in [seat.post.id for seat in seats]
    if user is not None:
        return False
    return any(_in_pool(task, s) for s in seats)


def _in_pool(task: Task, seat: Seat) -> bool:
    post = seat.post
    near = task.unit_id == post.unit_id if task.unit_id else True
    return task.role in post.roles and post.jurisdiction_id == task.jurisdiction_id and near
