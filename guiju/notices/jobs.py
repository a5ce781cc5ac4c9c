"""Carrying notices outside, in the worker. A job starts by itself, so it asks what time it is."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone
from django_tasks import task

from guiju.notices.channels import carry
from guiju.notices.models import Delivery, Standing
from guiju.notices.webhook import NotDelivered

PAUSES = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))
"""How long to wait after the first, second and third failure; the fourth is the last."""

MOST_AT_ONCE = 200
log = logging.getLogger(__name__)


@task
def deliver_due() -> int:
    """Send everything that is due; what an earlier worker left behind goes along.

    Returns how many were sent. What failed is tried again later, by a job of its own.
    """
    now = timezone.now()
    waiting = Delivery.objects.filter(state=Standing.WAITING, due_at__lte=now)
    due = list(waiting.select_related("notice__user").order_by("due_at", "pk")[:MOST_AT_ONCE])
    sent = sum(deliver(delivery, at=now) for delivery in due)
    if len(due) == MOST_AT_ONCE:
        deliver_due.enqueue()
    _come_back(now)
    return sent


def deliver(delivery: Delivery, *, at: datetime) -> bool:
    """Try one delivery and write down what became of it; a failure is never raised.

    Claimed before it is sent: of two workers one sends it, and a worker that dies in between
    leaves it due again after a pause.
    """
    tries = delivery.tries + 1
    last = tries > len(PAUSES)
    again = at + PAUSES[min(tries, len(PAUSES)) - 1]
    mine = Delivery.objects.filter(
        pk=delivery.pk, state=Standing.WAITING, tries=delivery.tries
    ).update(tries=F("tries") + 1, due_at=again, at=at)
    if not mine:
        return False
    row = Delivery.objects.filter(pk=delivery.pk)
    try:
        carry(delivery, at=at)
    except NotDelivered as problem:
        state = Standing.FAILED if last else Standing.WAITING
        row.update(state=state, error=str(problem)[:300])
        log.warning("通知%s经%s未送达：%s", delivery.notice_id, delivery.channel, problem)
        return False
    except Exception:
        row.update(state=Standing.FAILED, error="程序出错，见日志")
        log.exception("通知%s经%s未送达", delivery.notice_id, delivery.channel)
        return False
    row.update(state=Standing.SENT, error="")
    return True


def _come_back(now: datetime) -> None:
    """Ask for the next job when something is still to be tried, where the backend can wait."""
    waiting = Delivery.objects.filter(state=Standing.WAITING, due_at__gt=now)
    next_at = waiting.order_by("due_at").values_list("due_at", flat=True).first()
    if next_at and deliver_due.get_backend().supports_defer:
        deliver_due.using(run_after=next_at).enqueue()
