"""Cases that belong together, cases somebody watches, cases that should never have been opened."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from guiju.core.errors import NotYours, Reason, Refusal
from guiju.org.selectors import Seat, posts_of, roles_of
from guiju.procedures.desk.entries import enter, hold, viewer_who_sees
from guiju.procedures.desk.tasks import Turn, settle, tasks_of
from guiju.procedures.desk.visibility import ADMINISTRATOR
from guiju.procedures.history import effective
from guiju.procedures.models import Case, Follow, Link
from guiju.procedures.record import day_of
from guiju.procedures.rulebook import Rulebook, office_rulebook
from guiju.procedures.storing import Entered, lock, put_on_record, recorded, restate


def link_cases(case: Case, other: Case, kind: str, *, by: User, at: datetime) -> Link:
    """Record that `other` is the `kind` (LinkKind) of `case`; an existing link stays as it is.

    Raises NotYours unless both may be seen.
    """
    viewer_who_sees(case, by=by, at=at)
    viewer_who_sees(other, by=by, at=at)
    if case.pk == other.pk:
        raise Refusal([Reason("link.self", "不能与本件自身关联")])
    with transaction.atomic():
        hold(case)
        link, new = Link.objects.get_or_create(
            case=case,
            other=other,
            kind=kind,
            defaults={"jurisdiction_id": case.jurisdiction_id, "by": by.get_username(), "at": at},
        )
        if new:
            enter(case, "link", {"other": other.pk, "kind": kind}, by=by, at=at)
    return link


def watch(case: Case, *, by: User, at: datetime) -> Follow:
    """关注. Raises NotYours unless the case may be seen."""
    viewer_who_sees(case, by=by, at=at)
    return Follow.objects.get_or_create(user=by, case=case, defaults={"since": at})[0]


def unwatch(case: Case, *, by: User) -> None:
    Follow.objects.filter(user=by, case=case).delete()


def void_case(
    case: Case, *, reason: str, by: User, at: datetime, rulebook: Rulebook | None = None
) -> Case:
    """作废: the case was opened by mistake; every act of it is void, with the reason on record.

    By who opened it while nothing else has been done, else by an administrator. Raises Conflict,
    NotYours, or Refusal without a reason.
    """
    rules = rulebook or office_rulebook()
    with transaction.atomic():
        locked = lock(case)
        p = rules.version(locked.procedure, locked.version)
        record = recorded(locked, p)
        standing = effective(record)
        post = roles_of(posts_of(by, on=day_of(at), jurisdiction=locked.jurisdiction)).get(
            ADMINISTRATOR
        )
        own = len(standing) == 1 and standing[0].by == by.get_username()
        if post is None and not own:
            says = "已经办理的事项只能由系统管理员作废"
            raise NotYours([Reason("void", says, helper="系统管理员")])
        if not reason.strip():
            raise Refusal([Reason("needs.reason", "作废须写明理由")])
        turn = Turn(
            locked, p, standing[-1], locked.step, by, Seat(post) if post else None, at,
            tasks_of(locked),
        )  # fmt: skip
        for event in reversed(standing):
            gone = replace(event, seq=len(record) + 1, corrects=event.seq, void=True)
            put_on_record(locked, gone, Entered(by.get_username(), at, post, reason.strip()))
            record.append(gone)
        turn.event = record[-1]
        restate(locked, p, rules.calendar, as_of=day_of(at), record=record)
        settle(turn)
    return locked
