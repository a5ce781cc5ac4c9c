"""Every night: telling the office which documents end soon or should have been looked at.

A document in force is a closed case, so the reminders of open cases do not reach it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse

from guiju.normative.clean_up import DRAFTER, OFFICE
from guiju.normative.models import ToldAlarm
from guiju.normative.register import Alarm, Line, issued, lines
from guiju.notices.acts import Message, notify
from guiju.org.models import Jurisdiction
from guiju.org.selectors import holders_of, posts_with_role
from guiju.procedures.desk.visibility import may_see, viewer_of
from guiju.procedures.models import Case


def every_night(on: date, *, at: datetime) -> str:
    """Tell of every alarm once for its day, near and past; returns what was done in a sentence."""
    told = sum(_tell_district(district, on, at) for district in Jurisdiction.objects.all())
    return f"规范性文件的有效期、评估、清理提醒{told}项"


def _tell_district(district: Jurisdiction, on: date, at: datetime) -> int:
    theirs = issued(Case.objects.filter(jurisdiction=district))
    return sum(_tell(line, alarm, on, at) for line in lines(theirs, on) for alarm in line.alarms)


def _tell(line: Line, alarm: Alarm, on: date, at: datetime) -> bool:
    """Claim the telling and do it, both or neither; of two at once one tells."""
    case = line.case
    with transaction.atomic():
        _, first = ToldAlarm.objects.get_or_create(
            case=case, limit=alarm.limit, due=alarm.due, past=alarm.past,
            defaults={"jurisdiction": case.jurisdiction, "told_at": at},
        )  # fmt: skip
        if not first:
            return False
        kind = "overdue" if alarm.past else "nearing"
        text = f"规范性文件“{line.title[:300]}”（{line.number}）的{alarm.says}"
        link = reverse("case", args=[case.pk])
        message = Message(case.jurisdiction, kind, text, link, f"case/{case.pk}")
        notify(_people(case, on), message, at=at)
    return True


def _people(case: Case, on: date) -> list[User]:
    """Whoever keeps the register and whoever drafts in the document's unit, if they may see it."""
    office = posts_with_role(OFFICE, case.jurisdiction, on=on)
    drafters = posts_with_role(DRAFTER, case.jurisdiction, on=on)
    posts = [*office, *(post for post in drafters if post.unit_id == case.unit_id)]
    people: Iterable[User] = (u for held in holders_of(posts, on=on).values() for u in held)
    return [user for user in dict.fromkeys(people) if may_see(viewer_of(user, on=on), case)]
