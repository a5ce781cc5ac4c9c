"""Who may act in which role, on which day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.models import User
from django.db.models import Q

from guiju.org.models import Jurisdiction, Post


def posts_of(user: User, *, on: date, jurisdiction: Jurisdiction | None = None) -> list[Post]:
    """The posts someone holds on a day, in the order they came into them."""
    held = user.holdings.filter(Q(until=None) | Q(until__gte=on), since__lte=on)
    if jurisdiction is not None:
        held = held.filter(jurisdiction=jurisdiction)
    return [h.post for h in held.select_related("post__unit").order_by("since", "pk")]


def roles_of(posts: Iterable[Post]) -> dict[str, Post]:
    """Each role with the first of the posts that carries it."""
    found: dict[str, Post] = {}
    for post in posts:
        for role in post.roles:
            found.setdefault(role, post)
    return found
