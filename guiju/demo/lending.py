"""吴副区长 writes on paper: for some months 林科员 may enter what he decided (代录)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.contrib.auth.models import User

from guiju.demo.live import ZONE
from guiju.org.acts import Period
from guiju.org.models import Delegation
from guiju.procedures.desk.handing import lend_post

LEADER, SECRETARY = "wu", "lin"
DAYS = 90


def lend_paper(today: date) -> Delegation:
    """Lend it from today, unless it is lent already; by the leader, as from the page."""
    leader = User.objects.get(username=LEADER)
    post = leader.holdings.get().post
    running = post.delegations.filter(records=True, until__gte=today).first()
    if running is not None:
        return running
    return lend_post(
        post=post,
        to=User.objects.get(username=SECRETARY),
        period=Period(today, today + timedelta(days=DAYS)),
        reason="习惯在纸上批示",
        by=leader,
        at=datetime.combine(today, time(9), ZONE),
        records=True,
    )
