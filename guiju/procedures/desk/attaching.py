"""附件: files put with a case."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from guiju.audit.chain import Json
from guiju.core.errors import Reason, Refusal
from guiju.files.acts import Readable, store
from guiju.files.kinds import clean_name
from guiju.procedures.desk.entries import enter, hold, viewer_who_sees
from guiju.procedures.file_words import read_words_later
from guiju.procedures.models import Attachment, Case, Origin
from guiju.procedures.searching import index_file


def attach(
    case: Case, upload: Readable | bytes, *, name: str, by: User, at: datetime
) -> Attachment:
    """Keep a file and put it with a case; the same bytes again change nothing.

    Raises NotYours unless the case may be seen; Refusal for the file, or for a case that is a
    record only or void.
    """
    viewer_who_sees(case, by=by, at=at)
    if case.origin == Origin.IMPORTED or case.voided_on is not None:
        raise Refusal([Reason("attach", "台账记录和已作废的事项不能添加附件")])
    with transaction.atomic():
        hold(case)
        file = store(upload, name=name, jurisdiction=case.jurisdiction, by=by, at=at)
        added, new = Attachment.objects.get_or_create(
            case=case,
            file=file,
            defaults={
                "jurisdiction_id": case.jurisdiction_id,
                "name": clean_name(name),
                "by": by.get_username(),
                "at": at,
            },
        )
        if new:
            content: dict[str, Json] = {"file": file.pk, "digest": file.digest, "name": added.name}
            enter(case, "attach", content, by=by, at=at)
            if not index_file(added):
                read_words_later(added)
    return added
