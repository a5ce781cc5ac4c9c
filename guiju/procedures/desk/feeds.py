"""The calendar feed: a secret address a person, and what is due of what they may see."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.utils.crypto import constant_time_compare
from icalendar import Calendar, Event

from guiju.org.models import Secrecy
from guiju.procedures.desk.visibility import limits_visible_to, viewer_of
from guiju.procedures.library import UnknownProcedure
from guiju.procedures.models import Feed, Limit
from guiju.procedures.rulebook import Rulebook, office_rulebook

MOST = 500
BACK, AHEAD = timedelta(days=90), timedelta(days=366)


def make_feed(user: User, *, at: datetime) -> str:
    """A new secret token; an earlier one stops working at once."""
    token = secrets.token_urlsafe(32)
    Feed.objects.update_or_create(user=user, defaults={"digest": digest(token), "since": at})
    return token


def revoke_feed(user: User) -> bool:
    """True when there was one."""
    return Feed.objects.filter(user=user).delete()[0] > 0


def user_of_token(token: str) -> User | None:
    """Whose token this is; None for none, a revoked one, or someone who may not sign in."""
    asked = digest(token)
    feed = Feed.objects.filter(digest=asked).select_related("user").first()
    known = feed.digest if feed else digest("")
    if not constant_time_compare(known, asked) or feed is None:
        return None
    return feed.user if feed.user.is_active else None


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def due_of(user: User, *, on: date) -> list[Limit]:
    """What is due around a day of all the person may see, the first `MOST` of it."""
    viewer = viewer_of(user, on=on)
    limits = Limit.objects.filter(
        limits_visible_to(viewer, running=True),
        running=True,
        owed=True,
        due_on__range=(on - BACK, on + AHEAD),
    )
    return list(limits.select_related("case").order_by("due_on", "pk")[:MOST])


def calendar_of(
    limits: Iterable[Limit], *, at: datetime, desk: str = "", rulebook: Rulebook | None = None
) -> bytes:
    """The limits as an iCalendar file (RFC 5545), one whole day each.

    Only the title leaves the desk, and of an internal case not even that. `desk` is the address
    of the desk for links, '' for none.
    """
    rules = rulebook or office_rulebook()
    calendar = Calendar()
    calendar.add("prodid", "-//guiju//规矩 期限//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "规矩：办理期限")
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    for limit in limits:
        calendar.add_component(_entry(limit, at, desk, rules))
    return bytes(calendar.to_ical())


def _entry(limit: Limit, at: datetime, desk: str, rules: Rulebook) -> Event:
    label, matter = "办理期限", limit.procedure
    try:
        p = rules.version(limit.procedure, limit.case.version)
        matter = p.title
        label = p.time_limits[limit.name].label if limit.name in p.time_limits else label
    except UnknownProcedure:
        pass
    inside = limit.case.secrecy > Secrecy.OPEN
    title = f"{matter}（内部事项）" if inside else limit.case.title
    entry = Event()
    entry.add("uid", f"limit-{limit.pk}@guiju")
    entry.add("dtstamp", at)
    entry.add("dtstart", limit.due_on)
    entry.add("summary", f"【{label}】{title}")
    entry.add("transp", "TRANSPARENT")
    if desk:
        entry.add("url", f"{desk.rstrip('/')}/cases/{limit.case_id}/")
    return entry
