"""催办 and 督办: a numbered slip to whoever holds the case, with copies to the head of the unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F

from guiju.core.errors import Reason, Refusal
from guiju.numbers import acts as numbers
from guiju.procedures.desk.countersigning import who_has
from guiju.procedures.desk.entries import enter, hold, viewer_who_sees
from guiju.procedures.desk.telling import tell_urged
from guiju.procedures.models import Case, Limit, Slip, SlipKind, Task, TaskState
from guiju.procedures.record import day_of
from guiju.procedures.rulebook import Rulebook, office_rulebook

WORDS = {SlipKind.URGE: "催", SlipKind.SUPERVISE: "督"}
PATTERN = "{word}字〔{year}〕{serial}号"


@dataclass(frozen=True, slots=True)
class Urging:
    """What is urged: the kind of slip, what it says, whose task (all open ones without)."""

    kind: SlipKind
    text: str
    task: Task | None = None


def urge(
    case: Case, urging: Urging, *, by: User, at: datetime, rulebook: Rulebook | None = None
) -> list[Slip]:
    """Send a slip for each open task urged; returns the slips.

    Raises NotYours unless the case may be seen; Refusal when nobody has a task, without words, or
    for a 督办单 while no limit has passed.
    """
    viewer_who_sees(case, by=by, at=at)
    p = (rulebook or office_rulebook()).version(case.procedure, case.version)
    if not urging.text.strip():
        raise Refusal([Reason("needs.text", "请写明催办的内容")])
    with transaction.atomic():
        hold(case)
        tasks = case.tasks.filter(state=TaskState.OPEN).select_related("post__unit", "unit", "user")
        chosen = [t for t in tasks if urging.task is None or t.pk == urging.task.pk]
        if not chosen:
            raise Refusal([Reason("urge.task", "本件现在没有待办，不需要催办")])
        limit = next_limit(case)
        overdue = limit is not None and limit.due_on is not None and limit.due_on < day_of(at)
        if urging.kind == SlipKind.SUPERVISE and not overdue:
            raise Refusal([Reason("urge.supervise", "期限未过，只能发催办单；逾期后才发督办单")])
        slips = [_slip(case, t, who_has(t, p), urging, limit, by, at) for t in chosen]
        Task.objects.filter(pk__in=[t.pk for t in chosen]).update(urged=F("urged") + 1)
        said = {"slips": [slip.number for slip in slips], "text": urging.text.strip()}
        enter(case, "urge", said, by=by, at=at)
        for task, slip in zip(chosen, slips, strict=True):
            tell_urged(task, slip, on=day_of(at), at=at)
    return slips


def next_limit(case: Case) -> Limit | None:
    """The owed limit of a case that ends first."""
    running = case.limits.filter(running=True, owed=True, due_on__isnull=False)
    return running.order_by("due_on", "pk").first()


def _slip(  # noqa: PLR0913 - a slip is what it says, to whom, why and by whom
    case: Case, task: Task, to: str, urging: Urging, limit: Limit | None, by: User, at: datetime
) -> Slip:
    return Slip.objects.create(
        jurisdiction_id=case.jurisdiction_id,
        case=case,
        task=task,
        kind=urging.kind,
        number=_number(case, urging.kind, f"task/{task.pk}/{task.urged + 1}", by, at),
        to=to,
        text=urging.text.strip(),
        limit=limit.name if limit else "",
        due_on=limit.due_on if limit else None,
        by=by.get_username(),
        at=at,
    )


def _number(case: Case, kind: SlipKind, used_for: str, by: User, at: datetime) -> str:
    series = numbers.open_series(
        jurisdiction=case.jurisdiction,
        kind=SlipKind(kind).label,
        word=WORDS[SlipKind(kind)],
        pattern=PATTERN,
    )
    return str(numbers.take(series, year=day_of(at).year, used_for=used_for, by=by, at=at))
