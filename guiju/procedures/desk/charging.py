"""Who is in charge of what (分管), who stands in: changes by an administrator, each on record."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction

from guiju.audit import acts as audit
from guiju.audit.chain import Json
from guiju.core.errors import NotYours, Reason, Refusal
from guiju.org import acts as org
from guiju.org.models import Charge, Delegation, Post, Unit
from guiju.org.selectors import posts_of
from guiju.procedures.desk.visibility import ADMINISTRATOR
from guiju.procedures.record import day_of


def give_charge(post: Post, *, unit: Unit | None, procedure: str, by: User, at: datetime) -> Charge:
    """Put a post in charge of a unit's matters of a procedure; all units or procedures without.

    One cell of the matrix; an existing one stays. Raises NotYours unless `by` administers the
    district, Refusal for a unit of another.
    """
    _refuse_unless_administrator(post, by, at)
    if unit is not None and unit.jurisdiction_id != post.jurisdiction_id:
        raise Refusal([Reason("charge.unit", "只能分管本行政区的单位")])
    with transaction.atomic():
        charge = org.put_in_charge(post=post, unit=unit, procedure=procedure)
        _enter(post, "give_charge", _cell(charge), by=by, at=at)
    return charge


def withdraw_charge(charge: Charge, *, by: User, at: datetime) -> None:
    """Take a cell out of the matrix. Raises NotYours unless `by` administers the district."""
    post = charge.post
    _refuse_unless_administrator(post, by, at)
    with transaction.atomic():
        said = _cell(charge)
        charge.delete()
        _enter(post, "withdraw_charge", said, by=by, at=at)


def name_substitute(post: Post, substitute: Post | None, *, by: User, at: datetime) -> Post:
    """Say which post stands in for a post; None for nobody.

    Raises NotYours unless `by` holds the post or administers the district, Refusal for the post
    itself or one of another district.
    """
    if post not in posts_of(by, on=day_of(at), jurisdiction=post.jurisdiction):
        _refuse_unless_administrator(post, by, at)
    if substitute is not None and substitute.pk == post.pk:
        raise Refusal([Reason("substitute.self", "岗位不能替补自己")])
    if substitute is not None and substitute.jurisdiction_id != post.jurisdiction_id:
        raise Refusal([Reason("substitute.district", "替补岗位须在本行政区")])
    with transaction.atomic():
        post.substitute = substitute
        post.save(update_fields=["substitute"])
        named = substitute.pk if substitute else None
        _enter(post, "name_substitute", {"substitute": named}, by=by, at=at)
    return post


def end_lending(delegation: Delegation, *, on: date, by: User, at: datetime) -> None:
    """End a delegation early: `on` is the first day without it.

    One not yet begun, or begun that day, never was. Raises NotYours unless `by` holds the post or
    administers the district.
    """
    post = delegation.post
    if post not in posts_of(by, on=day_of(at), jurisdiction=post.jurisdiction):
        _refuse_unless_administrator(post, by, at)
    said: dict[str, Json] = {"to": delegation.to.get_username(), "on": on.isoformat()}
    with transaction.atomic():
        if delegation.since >= on:
            delegation.delete()
        else:
            org.end_delegation(delegation=delegation, until=on - timedelta(days=1))
        _enter(post, "end_lending", said, by=by, at=at)


def _cell(charge: Charge) -> dict[str, Json]:
    return {"unit": charge.unit_id, "procedure": charge.procedure}


def _refuse_unless_administrator(post: Post, by: User, at: datetime) -> None:
    own = posts_of(by, on=day_of(at), jurisdiction=post.jurisdiction)
    if not any(ADMINISTRATOR in p.roles for p in own):
        says = "分管、替补和他人的代办由系统管理员登记"
        raise NotYours([Reason("role", says, helper="系统管理员")])


def _enter(post: Post, verb: str, said: dict[str, Json], *, by: User, at: datetime) -> None:
    audit.append(
        audit.Record(
            post.jurisdiction_id,
            f"post/{post.pk}",
            verb,
            by.get_username(),
            at,
            {"post": post.pk, **said},
        )
    )
