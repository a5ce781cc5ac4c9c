"""Doing a job, in the worker or in the desk. It starts by itself, so it asks what time it is."""

from __future__ import annotations

import logging
from collections.abc import Callable
from importlib import import_module

from django.db.models import F
from django.utils import timezone
from django_tasks import task

from guiju.core.errors import Refusal
from guiju.jobs.kinds import KINDS
from guiju.jobs.models import Job, JobState

log = logging.getLogger(__name__)
Report = Callable[[int, int], None]
"""Called with the steps done since the last time, and the number of all."""


class Cancelled(Exception):
    """Whoever asked for the job has called it off."""


@task
def do_job(pk: int) -> bool:
    """Do one waiting job; False when another has taken it. Its failure is kept, not raised."""
    now = timezone.now()
    waiting = Job.objects.filter(pk=pk, state=JobState.WAITING)
    if not waiting.update(state=JobState.RUNNING, started_at=now, seen_at=now):
        return False
    job = Job.objects.select_related("by", "jurisdiction").get(pk=pk)
    try:
        result = _work(job)(job, timezone.localdate(), _reporter(pk))
    except Cancelled:
        _end(pk, JobState.CANCELLED)
    except Refusal as refusal:
        _end(pk, JobState.FAILED, error=str(refusal)[:500])
    except Exception:
        log.exception("作业%s未完成", pk)
        _end(pk, JobState.FAILED, error="程序出错，详情见服务器日志，请联系系统管理员")
    else:
        _end(pk, JobState.DONE, result=result)
    return True


def _work(job: Job) -> Callable[..., dict[str, object]]:
    module, _, name = KINDS[job.kind].work.partition(":")
    work: Callable[..., dict[str, object]] = getattr(import_module(module), name)
    return work


def _reporter(pk: int) -> Report:
    def report(steps: int, total: int) -> None:
        mine = Job.objects.filter(pk=pk)
        mine.update(done=F("done") + steps, total=total, seen_at=timezone.now())
        if mine.filter(cancelling=True).exists():
            raise Cancelled

    return report


def _end(pk: int, state: JobState, **said: object) -> None:
    Job.objects.filter(pk=pk).update(state=state, ended_at=timezone.now(), **said)
