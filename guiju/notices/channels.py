"""The words that leave the desk, and the ways they take.

Outside go the kind, what it asks for, a title fit for it and the address of the page: never the
text of a notice, in which an applicant may be named.
"""

from __future__ import annotations

import smtplib
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage

from guiju.notices.kinds import EMAIL, KINDS
from guiju.notices.models import Delivery, Notice
from guiju.notices.robots import Robot, robots_of
from guiju.notices.webhook import NotDelivered, say


def robots() -> list[Robot]:
    return robots_of(settings.NOTICE_WEBHOOKS)


def leave_the_desk() -> bool:
    """Does any way outside exist here?"""
    return bool(settings.EMAIL_HOST or settings.NOTICE_WEBHOOKS)


def deliveries_of(notices: list[Notice]) -> list[Delivery]:
    """How one message, told to several people, leaves the desk; nothing when it does not."""
    if not notices:
        return []
    first = notices[0]
    found: list[Delivery] = []
    if settings.EMAIL_HOST and EMAIL in KINDS[first.kind].channels:
        found += [
            Delivery(notice=notice, channel=EMAIL, due_at=notice.created_at)
            for notice in notices
            if notice.user.email and notice.user.is_active
        ]
    found += [
        Delivery(notice=first, channel=robot.channel, due_at=first.created_at)
        for robot in robots()
        if first.kind in robot.kinds
    ]
    return found


def words_outside(notice: Notice) -> str:
    """All that may be said outside about a notice."""
    kind = KINDS[notice.kind]
    lines = [f"【{kind.label}】{notice.title or kind.asks}"]
    if notice.title:
        lines.append(kind.asks)
    if settings.DESK_URL:
        lines.append(settings.DESK_URL.rstrip("/") + notice.link)
    return "\n".join(lines)


def carry(delivery: Delivery, *, at: datetime) -> None:
    """Send one delivery now. Raises NotDelivered."""
    if delivery.channel == EMAIL:
        _mail(delivery.notice)
        return
    for robot in robots():
        if robot.channel == delivery.channel:
            say(robot, words_outside(delivery.notice), at=at)
            return
    raise NotDelivered("设置中已没有这个机器人")


def _mail(notice: Notice) -> None:
    kind = KINDS[notice.kind]
    subject = f"【{kind.label}】{notice.title or kind.asks}"
    message = EmailMessage(subject, words_outside(notice), to=[notice.user.email])
    try:
        sent = message.send()
    except (OSError, smtplib.SMTPException, ValueError) as problem:
        raise NotDelivered(f"邮件发送失败（{type(problem).__name__}）") from problem
    if not sent:
        raise NotDelivered("邮件服务器没有接收")
