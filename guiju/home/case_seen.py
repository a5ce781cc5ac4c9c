"""A case as the one who asks sees it: found only within what they may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from guiju.core.errors import Refusal
from guiju.home.refused import GONE
from guiju.home.scope import user_of
from guiju.org.selectors import Seat
from guiju.procedures.definition import Procedure
from guiju.procedures.desk.tasks import is_mine, tasks_of
from guiju.procedures.desk.visibility import ADMINISTRATOR, Viewer, viewer_of, visible_cases
from guiju.procedures.history import History
from guiju.procedures.models import Case, Task, TaskState
from guiju.procedures.selectors import history_of, is_kept, procedure_kept

LONGEST_TOKEN = 10
"""Digits no version token of a case has."""


@dataclass(frozen=True)
class Seen:
    """A case, who looks at it and when."""

    case: Case
    viewer: Viewer
    at: datetime

    @property
    def user(self) -> User:
        return self.viewer.user

    @property
    def on(self) -> date:
        return self.viewer.on

    @cached_property
    def procedure(self) -> Procedure:
        """What to read the case by; to act on it `kept` must be true as well."""
        return procedure_kept(self.case)

    @cached_property
    def kept(self) -> bool:
        """The version of the procedure the case was opened under is still there."""
        return is_kept(self.case)

    @cached_property
    def history(self) -> History:
        return history_of(self.case)

    @cached_property
    def tasks(self) -> list[Task]:
        return tasks_of(self.case)

    @property
    def seats(self) -> tuple[Seat, ...]:
        here = self.case.jurisdiction_id
        return tuple(s for s in self.viewer.seats if s.post.jurisdiction_id == here)

    @property
    def open_tasks(self) -> list[Task]:
        return [task for task in self.tasks if task.state == TaskState.OPEN]

    @property
    def my_tasks(self) -> list[Task]:
        """The open tasks the one who asks may act on."""
        return [task for task in self.open_tasks if is_mine(task, self.user, self.seats)]

    @property
    def paper_tasks(self) -> list[Task]:
        """Those on which they may enter what the holder has decided on paper, and no more."""
        here = self.case.jurisdiction_id
        lent = [s for s in self.viewer.paper_seats if s.post.jurisdiction_id == here]
        mine = {task.pk for task in self.my_tasks}
        theirs = [task for task in self.open_tasks if is_mine(task, self.user, lent)]
        return [task for task in theirs if task.pk not in mine]

    @property
    def corrects(self) -> bool:
        """May correct what was recorded wrongly."""
        return self.viewer.holds(ADMINISTRATOR, self.case.jurisdiction_id)

    def held_since(self, token: str) -> Case:
        """The case as it was when the form was opened; acts on it fail if it has changed.

        A token no case ever had is one that has changed.
        """
        if token.isascii() and token.isdigit():
            self.case.token = int(token) if len(token) < LONGEST_TOKEN else -1
        return self.case

    def refuse_unless_kept(self) -> None:
        """Raise Refusal when the rules the case runs under are gone."""
        if not self.kept:
            raise Refusal([GONE])


def seen_case(request: HttpRequest, pk: int) -> Seen:
    """A case the one who asks may see today; 404 otherwise.

    The request keeps the day whose law the page's citations mean, for `law_text`.
    """
    at = timezone.now()
    viewer = viewer_of(user_of(request), on=timezone.localdate())
    cases = visible_cases(viewer).select_related("unit", "jurisdiction", "source", "opened_by")
    found = get_object_or_404(cases.prefetch_related("events__post__unit", "findings"), pk=pk)
    request.law_day = found.opened_on  # type: ignore[attr-defined]
    return Seen(found, viewer, at)
