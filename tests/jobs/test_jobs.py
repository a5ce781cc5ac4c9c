"""A job is done once, by the desk or by the worker; what becomes of it is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from guiju.core.errors import Reason, Refusal
from guiju.jobs import kinds
from guiju.jobs.acts import cancel, start
from guiju.jobs.jobs import do_job
from guiju.jobs.models import Job, JobState
from guiju.org.acts import create_jurisdiction
from tests.office import noon

pytestmark = pytest.mark.django_db
AT = noon(date(2025, 3, 3))
ran: list[int] = []


def count_to_three(job: Job, on: date, report: Callable[[int, int], None]) -> dict[str, object]:
    for _ in range(3):
        report(1, 3)
        ran.append(job.pk)
        if job.asked.get("stop"):
            cancel(job, at=AT)
    return {"sum": 6}


def refuse(job: Job, on: date, report: Callable[[int, int], None]) -> dict[str, object]:
    raise Refusal([Reason("x", "没有文件")])


def break_down(job: Job, on: date, report: Callable[[int, int], None]) -> dict[str, object]:
    raise ZeroDivisionError


@pytest.fixture(autouse=True)
def kinds_of_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    ran.clear()
    for name in ("count_to_three", "refuse", "break_down"):
        monkeypatch.setitem(kinds.KINDS, name, kinds.Kind(name, f"{__name__}:{name}"))


def asked(kind: str, **more: object) -> Job:
    district = create_jurisdiction(code="990101", name="云岭区")
    user = User.objects.create_user("周")
    return start(kind, jurisdiction=district, by=user, at=AT, asked=more)


def test_without_a_worker_the_desk_does_it_after_the_commit(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        job = asked("count_to_three")
        assert Job.objects.get().state == JobState.WAITING
    job.refresh_from_db()
    assert (job.state, job.result, job.done, job.total) == (JobState.DONE, {"sum": 6}, 3, 3)
    assert job.percent == 100
    assert do_job.call(job.pk) is False
    assert len(ran) == 3


def test_with_a_worker_it_waits_for_it(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks, settings: Settings
) -> None:
    settings.JOB_WORKER = True
    with django_capture_on_commit_callbacks(execute=True):
        job = asked("count_to_three")
    job.refresh_from_db()
    assert job.state == JobState.WAITING
    assert ran == []
    from django_tasks_db.models import DBTaskResult

    assert DBTaskResult.objects.get().task_path == "guiju.jobs.jobs.do_job"


def test_a_failure_is_kept_with_its_reason() -> None:
    job = asked("refuse")
    do_job.call(job.pk)
    job.refresh_from_db()
    assert (job.state, "没有文件" in job.error) == (JobState.FAILED, True)
    Job.objects.filter(pk=job.pk).update(kind="break_down", state=JobState.WAITING)
    do_job.call(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "系统管理员" in job.error


def test_a_job_is_called_off_before_or_on_the_way() -> None:
    job = asked("count_to_three", stop=True)
    do_job.call(job.pk)
    job.refresh_from_db()
    assert (job.state, len(ran)) == (JobState.CANCELLED, 1)
    Job.objects.filter(pk=job.pk).update(state=JobState.WAITING)
    cancel(job, at=AT)
    assert do_job.call(job.pk) is False
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
