"""Telling people: on their desk within the act that tells, outside once it is done."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from guiju.core.light import dataclass
from guiju.notices.channels import deliveries_of, leave_the_desk
from guiju.notices.jobs import deliver_due
from guiju.notices.kinds import KINDS
from guiju.notices.models import Delivery, Notice
from guiju.org.models import Jurisdiction
from guiju.statements.rows import new
from guiju.statements.writing import insert


@dataclass(frozen=True, slots=True)
class Message:
    """What is told. `text` stays on the desk; `title` may leave it, so it names no applicant.

    `link` is the path of a page of the desk, `about` what it is about: "case/12".
    """

    jurisdiction: Jurisdiction
    kind: str
    text: str
    link: str
    about: str
    title: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no kind of notice: {self.kind}")
        if not self.link.startswith("/") or self.link.startswith("//") or not self._one_line():
            raise ValueError("a link is the path of a page, and a title one line")

    def _one_line(self) -> bool:
        return all(part.isprintable() for part in (self.link, self.title))


def notify(users: Iterable[User], message: Message, *, at: datetime) -> None:
    """Put the message on the desk of each of these people, once.

    Written in the caller's transaction with what is to go outside; the worker is woken when that
    is committed, and nothing that befalls it comes back to the act.
    """
    notices = [
        new(
            Notice,
            jurisdiction=message.jurisdiction,
            user=user,
            kind=message.kind,
            title=message.title,
            text=message.text,
            link=message.link,
            about=message.about,
            created_at=at,
        )
        for user in {user.id: user for user in users}.values()
    ]
    if not leave_the_desk():
        insert(notices)
        return
    with transaction.atomic(savepoint=False):
        insert(notices, keys=True)
        if Delivery.objects.bulk_create(deliveries_of(notices)):
            transaction.on_commit(_wake_worker, robust=True)


def _wake_worker() -> None:
    deliver_due.enqueue()


def mark_read(user: User, *, at: datetime, notices: Iterable[int] | None = None) -> int:
    """Mark these notices of a person read, all of them without a choice; returns how many."""
    unread = Notice.objects.filter(user=user, read_at=None)
    if notices is not None:
        unread = unread.filter(pk__in=list(notices))
    return unread.update(read_at=at)


def mark_read_about(user: User, about: str, *, at: datetime) -> int:
    """Mark read what a person was told about a matter, when it is opened.

    Nothing is written where there is nothing new: a page that is only read must not wait for
    whoever writes.
    """
    unread = Notice.objects.filter(user=user, about=about, read_at=None)
    return unread.update(read_at=at) if unread.exists() else 0
