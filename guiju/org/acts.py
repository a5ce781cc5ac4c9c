"""Setting up the house: districts, units, posts, who holds them, who stands in for whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.db import transaction

from guiju.core.errors import Reason, Refusal
from guiju.org.models import Charge, Delegation, Holding, Jurisdiction, Post, Unit


def create_jurisdiction(*, code: str, name: str) -> Jurisdiction:
    """The district of this code; an existing one keeps its name."""
    return Jurisdiction.objects.get_or_create(code=code, defaults={"name": name})[0]


def create_unit(*, jurisdiction: Jurisdiction, name: str, parent: Unit | None = None) -> Unit:
    return Unit.objects.get_or_create(
        jurisdiction=jurisdiction, name=name, defaults={"parent": parent}
    )[0]


def create_post(
    *, unit: Unit, name: str, roles: Iterable[str] = (), rank: int = 50, leads: bool = False
) -> Post:
    """A post with these roles; an existing post takes them over."""
    return Post.objects.update_or_create(
        unit=unit,
        name=name,
        defaults={
            "roles": sorted(roles),
            "jurisdiction": unit.jurisdiction,
            "rank": rank,
            "leads": leads,
        },
    )[0]


def appoint(*, user: User, post: Post, since: date) -> Holding:
    """Put someone into a post; one who holds it already keeps it."""
    held = Holding.objects.filter(user=user, post=post, until=None).first()
    return held or Holding.objects.create(
        user=user, post=post, since=since, jurisdiction=post.jurisdiction
    )


def relieve(*, holding: Holding, until: date) -> Holding:
    """`until` is the last day in the post."""
    holding.until = until
    holding.save(update_fields=["until"])
    return holding


def put_in_charge(*, post: Post, unit: Unit | None = None, procedure: str = "") -> Charge:
    """Enter one cell of the matrix of who is in charge of what."""
    return Charge.objects.get_or_create(
        post=post, unit=unit, procedure=procedure, defaults={"jurisdiction": post.jurisdiction}
    )[0]


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to a day, both included."""

    since: date
    until: date


def delegate(  # noqa: PLR0913 - what is lent, to whom, how long, why and how
    *, post: Post, to: User, period: Period, reason: str, by: User, records: bool = False
) -> Delegation:
    """Let someone act for a post for a period. Raises Refusal without an end or a reason.

    `records`: only to enter what the holder has decided on paper.
    """
    if period.until < period.since:
        raise Refusal([Reason("delegation.period", "代办的截止日期早于起始日期")])
    if not reason.strip():
        raise Refusal([Reason("delegation.reason", "代办须写明事由")])
    if post.holdings.filter(user=to, until=None).exists():
        raise Refusal([Reason("delegation.self", "本人就在该岗位，不需要代办")])
    return Delegation.objects.create(
        jurisdiction=post.jurisdiction,
        post=post,
        to=to,
        since=period.since,
        until=period.until,
        reason=reason.strip(),
        records=records,
        by=by.get_username(),
    )


def end_delegation(*, delegation: Delegation, until: date) -> Delegation:
    """End it early; `until` is its last day."""
    delegation.until = max(until, delegation.since)
    delegation.save(update_fields=["until"])
    return delegation


def succeed(*, leaving: User, successor: User, on: date) -> list[Holding]:
    """Hand every post of someone who leaves to a successor, from `on`. Returns the new holdings."""
    taken: list[Holding] = []
    with transaction.atomic():
        held = Holding.objects.filter(user=leaving, until=None, since__lte=on)
        for holding in held.select_related("post__jurisdiction"):
            taken.append(appoint(user=successor, post=holding.post, since=on))
            relieve(holding=holding, until=on)
    return taken
