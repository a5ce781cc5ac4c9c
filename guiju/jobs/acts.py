"""Asking for a job, and calling it off."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from guiju.jobs.jobs import do_job
from guiju.jobs.models import Job, JobState
from guiju.org.models import Jurisdiction


def start(
    kind: str,
    *,
    jurisdiction: Jurisdiction,
    by: User,
    at: datetime,
    asked: Mapping[str, object] | None = None,
) -> Job:
    """Ask for a job; it begins once the caller's transaction is committed.

    With `JOB_WORKER` the worker does it, otherwise it is done here and now.
    """
    job = Job.objects.create(
        kind=kind, jurisdiction=jurisdiction, by=by, asked_at=at, asked=dict(asked or {})
    )
    transaction.on_commit(lambda: _hand_over(job.pk))
    return job


def _hand_over(pk: int) -> None:
    if settings.JOB_WORKER:
        do_job.enqueue(pk)
    else:
        do_job.call(pk)


def cancel(job: Job, *, at: datetime) -> None:
    """Stop a job: at once while it waits, at its next step while it runs."""
    mine = Job.objects.filter(pk=job.pk)
    if not mine.filter(state=JobState.WAITING).update(state=JobState.CANCELLED, ended_at=at):
        mine.filter(state=JobState.RUNNING).update(cancelling=True)
