"""Opinions received in the consultation: registered, decided one by one, told in one table.

(优化营商环境条例第六十二条第二款: 公开征求意见, 反馈采纳情况.)
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from guiju.checkup.export_list import Column
from guiju.core.errors import Reason, Refusal
from guiju.normative.desk import refuse_unless_open
from guiju.normative.models import Comment, Handling
from guiju.procedures.desk.entries import enter, hold
from guiju.procedures.models import Case

BASIS = "优化营商环境条例第六十二条第二款"
STEPS = frozenset({"consulting", "consulted", "ready_for_review", "amending"})
PAST = "只有公开征求意见期间和送审以前，才能登记和研究意见"
HELPER = "起草单位"
COLUMNS = (
    Column("序号", 6), Column("提出人", 20), Column("提出日期", 12), Column("意见内容", 50),
    Column("采纳情况", 10), Column("理由", 40),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """An opinion as it came, and what became of it; `handling` '' while it is being studied."""

    who: str
    received_on: date
    text: str
    handling: str = ""
    reason: str = ""


def comments_of(case: Case) -> QuerySet[Comment]:
    """In the order received."""
    return Comment.objects.filter(case=case)


def register_comment(case: Case, said: Said, *, by: User, at: datetime) -> Comment:
    """Put an opinion on record. Raises NotYours, Refusal."""
    with transaction.atomic():
        hold(case)
        refuse_unless_open(case, STEPS, PAST, by=by, at=at)
        _refuse_unless_reasoned(said)
        row = Comment.objects.create(
            jurisdiction_id=case.jurisdiction_id, case=case, by=by, **_fields(said)
        )
        enter(case, "register_comment", _told(row), by=by, at=at)
    return row


def decide_comment(comment: Comment, said: Said, *, by: User, at: datetime) -> Comment:
    """Say what becomes of an opinion, or put right how it was registered. Raises as above."""
    case = comment.case
    with transaction.atomic():
        hold(case)
        refuse_unless_open(case, STEPS, PAST, by=by, at=at)
        _refuse_unless_reasoned(said)
        for name, value in _fields(said).items():
            setattr(comment, name, value)
        comment.save()
        enter(case, "decide_comment", _told(comment), by=by, at=at)
    return comment


def _refuse_unless_reasoned(said: Said) -> None:
    if said.handling in (Handling.PARTLY, Handling.REJECTED) and not said.reason.strip():
        label = Handling(said.handling).label
        raise Refusal([Reason("comment.reason", f"{label}的意见须写明理由", BASIS, HELPER)])


def _fields(said: Said) -> dict[str, str | date]:
    return {
        "who": said.who.strip(),
        "received_on": said.received_on,
        "text": said.text.strip(),
        "handling": said.handling,
        "reason": said.reason.strip(),
    }


def _told(row: Comment) -> dict[str, str | int | None]:
    return {
        "comment": row.pk,
        "who": row.who,
        "on": row.received_on.isoformat(),
        "text": row.text,
        "handling": row.handling,
        "reason": row.reason,
    }


def undecided(case: Case) -> list[str]:
    """Why the result table is not complete: opinions nobody has decided on yet."""
    left = [row.who for row in comments_of(case).filter(handling=Handling.OPEN)]
    if not left:
        return []
    return [f"还有{len(left)}条意见没有写明采纳情况：{'、'.join(left[:5])}"]


def summary(case: Case) -> str:
    """The result table in a sentence, and every opinion not adopted with its reason."""
    rows = list(comments_of(case))
    if not rows:
        return "公开征求意见期间没有收到意见。"
    counted = Counter(row.handling for row in rows)
    parts = [f"{kind.label}{counted[kind]}条" for kind in Handling if counted[kind]]
    lines = [f"共收到意见{len(rows)}条，{'，'.join(parts)}。"]
    lines += [
        f"{row.who}：{row.text}——{row.get_handling_display()}，理由：{row.reason}"
        for row in rows
        if row.handling in (Handling.PARTLY, Handling.REJECTED)
    ]
    return "\n".join(lines)


def table(case: Case) -> list[tuple[int, str, date, str, str, str]]:
    """征求意见采纳情况表, a row an opinion in the order received."""
    return [
        (n, row.who, row.received_on, row.text, row.get_handling_display(), row.reason)
        for n, row in enumerate(comments_of(case), 1)
    ]
