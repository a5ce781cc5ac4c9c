"""临期 and 逾期: telling whoever has the task, once for each limit and due date."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse

from guiju.notices.acts import Message, notify
from guiju.procedures.clock import State
from guiju.procedures.desk.telling import heads_to_tell, who_may_act
from guiju.procedures.library import UnknownProcedure
from guiju.procedures.models import Limit, TaskState
from guiju.procedures.rulebook import Rulebook, office_rulebook

CHUNK = 500
NEARING, OVERDUE = "nearing", "overdue"
_TOLD = {NEARING: "told_nearing", OVERDUE: "told_overdue"}


@dataclass(frozen=True, slots=True)
class Told:
    """How many limits people were told of."""

    nearing: int
    overdue: int


@dataclass(frozen=True, slots=True)
class _Teller:
    on: date
    at: datetime
    rules: Rulebook

    def label(self, limit: Limit) -> str:
        try:
            p = self.rules.version(limit.procedure, limit.case.version)
        except UnknownProcedure:
            return "办理期限"
        return p.time_limits[limit.name].label if limit.name in p.time_limits else limit.name


def remind(
    on: date,
    *,
    at: datetime,
    rulebook: Rulebook | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> Told:
    """Tell of every owed limit that is near its end or past it, as its row says; idempotent."""
    teller = _Teller(on, at, rulebook or office_rulebook())
    return Told(
        _tell_all(NEARING, _nearing(on), teller, progress),
        _tell_all(OVERDUE, _overdue(on), teller, progress),
    )


def _running() -> QuerySet[Limit]:
    return Limit.objects.filter(running=True, owed=True, due_on__isnull=False)


def _nearing(on: date) -> QuerySet[Limit]:
    near = _running().filter(state=State.RUNNING, warn_on__lte=on, due_on__gte=on)
    return near.filter(~Q(told_nearing=F("due_on")))


def _overdue(on: date) -> QuerySet[Limit]:
    return _running().filter(due_on__lt=on).filter(~Q(told_overdue=F("due_on")))


def _tell_all(
    kind: str, waiting: QuerySet[Limit], teller: _Teller, progress: Callable[[int], None]
) -> int:
    """Those told have left the set, so the next chunk is always its beginning."""
    told = 0
    while chunk := list(waiting.select_related("case__jurisdiction").order_by("pk")[:CHUNK]):
        told += sum(_tell(kind, limit, teller) for limit in chunk)
        progress(len(chunk))
    return told


def _tell(kind: str, limit: Limit, teller: _Teller) -> bool:
    """Claim the telling and do it, both or neither; of two at once one tells."""
    name = _TOLD[kind]
    unsaid = Limit.objects.filter(pk=limit.pk, running=True, due_on=limit.due_on)
    with transaction.atomic():
        if not unsaid.filter(~Q(**{name: limit.due_on})).update(**{name: limit.due_on}):
            return False
        notify(_people(kind, limit, teller), _message(kind, limit, teller), at=teller.at)
    return True


def _people(kind: str, limit: Limit, teller: _Teller) -> list[User]:
    """Whoever has the case; once it is late, the head of its unit too."""
    on, case = teller.on, limit.case
    waiting = case.tasks.filter(state=TaskState.OPEN).select_related("case", "post", "user")
    people = [user for task in waiting for user in who_may_act(task, on)]
    if kind == OVERDUE:
        people += heads_to_tell(case, case.unit_id, on=on, at=teller.at)
    return people


def _message(kind: str, limit: Limit, teller: _Teller) -> Message:
    case, label = limit.case, teller.label(limit)
    said = f"已于{limit.due_on}届满，尚未完成" if kind == OVERDUE else f"将于{limit.due_on}届满"
    link = reverse("case", args=[case.pk])
    text = f"“{case.title[:300]}”的{label}{said}"
    return Message(case.jurisdiction, kind, text, link, f"case/{case.pk}")
