"""Reading the words of files that take a while, when whoever put them there has gone on.

With `JOB_WORKER` the worker does it, otherwise the desk, once the act is committed. A job that is
lost costs a day: `guiju search index` reads what was not read.
"""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django_tasks import task

from guiju.procedures.models import Attachment
from guiju.procedures.searching import index_files


@task
def read_words(pk: int) -> bool:
    """Make a file found by its words; False when it is no longer there."""
    attached = Attachment.objects.select_related("case__unit", "file").filter(pk=pk)
    return index_files(attached).written > 0


def read_words_later(attached: Attachment) -> None:
    """After the caller's transaction; whatever becomes of the file, its act stands."""
    pk = attached.pk
    transaction.on_commit(
        lambda: read_words.enqueue(pk) if settings.JOB_WORKER else read_words.call(pk), robust=True
    )
