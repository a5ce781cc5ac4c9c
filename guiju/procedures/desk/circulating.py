"""Circulation (传阅): for reading, not for approval. It blocks nothing and survives a return."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from guiju.audit.chain import Json
from guiju.core.errors import NotYours, Reason, Refusal
from guiju.org.models import Post
from guiju.org.selectors import seats_of
from guiju.procedures.desk.entries import enter, hold, viewer_who_sees
from guiju.procedures.desk.handwriting import clean, digest_of
from guiju.procedures.desk.parts import let_see
from guiju.procedures.desk.telling import tell_readers
from guiju.procedures.models import Case, Reading
from guiju.procedures.record import day_of

MOST_READERS = 1000


def circulate(
    case: Case, posts: Sequence[Post], *, note: str, by: User, at: datetime
) -> list[Reading]:
    """Send a case to posts for reading; those who have it unread keep it. Returns the new ones.

    Raises NotYours when the sender may not see it, Refusal when a post's clearance is too low.
    """
    viewer_who_sees(case, by=by, at=at)
    wanted = {post.pk: post for post in posts}
    if not wanted or len(wanted) > MOST_READERS:
        raise Refusal([Reason("circulate.to", f"请选择1至{MOST_READERS}个传阅岗位")])
    elsewhere = [p for p in wanted.values() if p.jurisdiction_id != case.jurisdiction_id]
    if elsewhere:
        raise Refusal([Reason("circulate.to", f"{elsewhere[0]}不属于本行政区，不能传阅")])
    low = [p for p in wanted.values() if p.clearance < case.secrecy]
    if low:
        names = "、".join(map(str, low[:5]))
        raise Refusal([Reason("secrecy", f"{names}不在“{case.get_secrecy_display()}”的阅知范围")])
    with transaction.atomic():
        hold(case)
        unread = case.readings.filter(read_at=None, recalled_at=None)
        have = set(unread.filter(post__in=wanted).values_list("post", flat=True))
        rows = [
            Reading(
                jurisdiction_id=case.jurisdiction_id,
                case=case,
                post=post,
                sender=by.get_username(),
                sent_at=at,
                note=note.strip(),
            )
            for pk, post in wanted.items()
            if pk not in have
        ]
        Reading.objects.bulk_create(rows)
        let_see(case, wanted, [], at)
        enter(case, "circulate", {"to": sorted(wanted), "note": note}, by=by, at=at)
        tell_readers(case, [row.post for row in rows], on=day_of(at), at=at)
    return rows


_WHEN_READ = ("read_at", "read_by", "opinion", "handwriting")


def mark_read(
    reading: Reading, *, opinion: str = "", handwriting: str = "", by: User, at: datetime
) -> Reading:
    """已阅, with an opinion in words or by hand or without; raises as `mark_all_read`."""
    return mark_all_read([reading], opinion=opinion, handwriting=handwriting, by=by, at=at)[0]


def mark_all_read(
    readings: Sequence[Reading], *, opinion: str = "", handwriting: str = "", by: User, at: datetime
) -> list[Reading]:
    """批量已阅. Nothing is marked when one of them is not the reader's.

    Raises NotYours then, Refusal for one that was recalled and for strokes that cannot be read.
    """
    words, strokes = opinion.strip(), clean(handwriting)
    held = {seat.post.pk for seat in seats_of(by, on=day_of(at))}
    if any(reading.post_id not in held for reading in readings):
        raise NotYours([Reason("reading", "不是传阅给您的岗位的", helper="传阅发起人")])
    with transaction.atomic():
        hold(*(reading.case for reading in readings))
        for reading in readings:
            reading.refresh_from_db(fields=[*_WHEN_READ, "recalled_at"])
            if reading.recalled_at is not None:
                raise Refusal([Reason("reading.recalled", f"“{reading.case.title}”的传阅已收回")])
            if reading.read_at is not None:
                continue
            reading.read_at, reading.read_by = at, by.get_username()
            reading.opinion, reading.handwriting = words, strokes
            reading.save(update_fields=_WHEN_READ)
            content: dict[str, Json] = {"reading": reading.pk, "opinion": words}
            if strokes:
                content["handwriting"] = digest_of(strokes)
            enter(reading.case, "read", content, by=by, at=at)
    return list(readings)


def recall(case: Case, readings: Iterable[Reading], *, by: User, at: datetime) -> int:
    """Take unread circulations back; the number recalled. Only by who sent them."""
    chosen = [r for r in readings if r.case_id == case.pk and r.read_at is None]
    if any(r.sender != by.get_username() for r in chosen):
        raise NotYours([Reason("recall", "只有传阅发起人可以收回", helper="传阅发起人")])
    with transaction.atomic():
        hold(case)
        wanted = Reading.objects.filter(pk__in=[r.pk for r in chosen])
        back = sorted(wanted.filter(read_at=None, recalled_at=None).values_list("pk", flat=True))
        if back:
            Reading.objects.filter(pk__in=back).update(recalled_at=at)
            enter(case, "recall", {"readings": back}, by=by, at=at)
    return len(back)
