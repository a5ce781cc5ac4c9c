"""Setting up the house: districts, units, posts and who holds them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.models import User

from guiju.org.models import Holding, Jurisdiction, Post, Unit


def create_jurisdiction(*, code: str, name: str) -> Jurisdiction:
    """The district of this code; an existing one keeps its name."""
    return Jurisdiction.objects.get_or_create(code=code, defaults={"name": name})[0]


def create_unit(*, jurisdiction: Jurisdiction, name: str) -> Unit:
    return Unit.objects.get_or_create(jurisdiction=jurisdiction, name=name)[0]


def create_post(*, unit: Unit, name: str, roles: Iterable[str] = ()) -> Post:
    """A post with these roles; an existing post takes them over."""
    return Post.objects.update_or_create(
        unit=unit, name=name, defaults={"roles": sorted(roles), "jurisdiction": unit.jurisdiction}
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
