"""The approval on viewflow: user tasks assigned to a person each, as its quick start shows.

A step does what its view does on POST: lock, the task read anew, may this person, start, execute.
The form is left out, and so is the update of the process a form would make.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, transaction
from viewflow import this
from viewflow.workflow import STATUS, flow, lock
from viewflow.workflow.flow import views
from viewflow.workflow.models import Process, Task

from bench.engines.approval import STEPS, People


def _nodes() -> dict[str, Any]:
    begin = flow.Start(views.CreateProcessView.as_view(fields=[])).Next(this.step_1)
    found: dict[str, Any] = {"start": begin, "end": flow.End()}
    for n in range(1, STEPS + 1):
        onward = getattr(this, f"step_{n + 1}" if n < STEPS else "end")
        view = flow.View(views.UpdateProcessView.as_view(fields=[]))
        found[f"step_{n}"] = view.Assign(username=f"person{n}").Next(onward)
    return found


def _flow() -> Any:
    """Its guide recommends the row lock on PostgreSQL; without one a transaction is all."""
    row_lock = connection.vendor == "postgresql"
    chosen = lock.select_for_update_lock if row_lock else lock.no_lock
    body = {"__module__": __name__, "process_class": Process, "lock_impl": chosen, **_nodes()}
    return type(flow.Flow)("Approval", (flow.Flow,), body)


Approval = _flow()


class Viewflow:
    name = "viewflow"

    def __init__(self, people: People) -> None:
        self.people = people

    def play(self, title: str) -> int:
        node = Approval.instance.start
        activation = node.activation_class.create(node, None, None)
        activation.process.data = {"title": title}
        with transaction.atomic():
            activation.start(SimpleNamespace(user=self.people.opener))
            activation.execute()
        key = int(activation.process.pk)
        for user in self.people.steps:
            self._step(key, user)
        return key

    def _step(self, key: int, by: User) -> None:
        with Approval.lock(key), transaction.atomic():
            task = Task.objects.get(process=key, status=STATUS.ASSIGNED)
            if task.process.flow_class != Approval or not task.flow_task.can_execute(by, task):
                raise PermissionError(by.username)
            activation = task.flow_task.activation_class(task)
            activation.start(SimpleNamespace(user=by))
            activation.execute()

    def finished(self, key: int) -> bool:
        return bool(Process.objects.get(pk=key).finished)
