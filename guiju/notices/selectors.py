"""What someone has not read yet."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db.models import QuerySet

from guiju.notices.models import Delivery, Notice, Standing
from guiju.org.models import Jurisdiction


def unread(user: User) -> QuerySet[Notice]:
    """The newest first."""
    return Notice.objects.filter(user=user, read_at=None).order_by("-created_at", "-pk")


def unread_count(user: User) -> int:
    return unread(user).count()


def undelivered(jurisdiction: Jurisdiction) -> QuerySet[Delivery]:
    """What was given up, for whoever looks after the channels; the newest first."""
    failed = Delivery.objects.filter(notice__jurisdiction=jurisdiction, state=Standing.FAILED)
    return failed.select_related("notice__user").order_by("-at", "-pk")
