"""Sending a document to be kept on record: two organs, two receipts.

(地方组织法第七十五条: 规范性文件报备案; 公布后报送, 收到回执才算办结.)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from guiju.core.errors import Reason, Refusal
from guiju.normative.desk import refuse_unless_open
from guiju.normative.models import FiledWith, RecordFiling
from guiju.procedures.desk.entries import enter, hold
from guiju.procedures.models import Case

BASIS = "地方组织法第七十五条"
STEPS = frozenset({"published"})
PAST = "公布以后、备案登记以前，才能登记报送和回执"
HELPER = "政府办公室"


@dataclass(frozen=True, slots=True)
class Sent:
    """When it went to an organ, and the receipt that came back, if it has."""

    organ: str
    sent_on: date
    receipt: str = ""
    receipt_on: date | None = None


def filings_of(case: Case) -> QuerySet[RecordFiling]:
    """One an organ."""
    return RecordFiling.objects.filter(case=case)


def record_sent(case: Case, said: Sent, *, by: User, at: datetime) -> RecordFiling:
    """Put on record that it was sent, or that the receipt is here. Raises NotYours, Refusal."""
    with transaction.atomic():
        hold(case)
        refuse_unless_open(case, STEPS, PAST, by=by, at=at)
        _refuse_unless_whole(said)
        receipt = said.receipt.strip()
        row, _ = RecordFiling.objects.update_or_create(
            case=case,
            organ=said.organ,
            defaults={
                "jurisdiction_id": case.jurisdiction_id,
                "sent_on": said.sent_on,
                "receipt": receipt,
                "receipt_on": said.receipt_on,
            },
        )
        told = {"organ": said.organ, "sent_on": said.sent_on.isoformat(), "receipt": receipt}
        enter(case, "record_sent", told, by=by, at=at)
    return row


def _refuse_unless_whole(said: Sent) -> None:
    label = FiledWith(said.organ).label
    if bool(said.receipt.strip()) != (said.receipt_on is not None):
        says = f"{label}的备案回执，编号和日期须一并填写"
        raise Refusal([Reason("filing.receipt", says, BASIS, HELPER)])
    if said.receipt_on is not None and said.receipt_on < said.sent_on:
        says = f"{label}的回执日期不得早于报送日期"
        raise Refusal([Reason("filing.receipt_on", says, BASIS, HELPER)])


def missing_receipts(case: Case) -> list[str]:
    """Which of the two receipts is not here yet."""
    held = receipts(case)
    return [f"还没有{organ.label}的备案回执" for organ in FiledWith if not held.get(organ)]


def receipts(case: Case) -> Mapping[str, str]:
    """Organ → its receipt with the day it came; '' while it has not."""
    return {
        row.organ: f"{row.receipt}（{row.receipt_on}）" if row.receipt else ""
        for row in filings_of(case)
    }
