"""后台作业: how far a job has got, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from guiju.home.boxes_page import moment
from guiju.home.records_export import Column, download, workbook
from guiju.home.scope import scope_for, user_of
from guiju.jobs.acts import cancel
from guiju.jobs.models import Job
from guiju.procedures.models import Case

PER_PAGE, MOST_EXPORTED = 50, 5000
COLUMNS = (
    Column("作业", 20),
    Column("行政区", 14),
    Column("状态", 10),
    Column("进度", 12),
    Column("发起时间", 18),
    Column("结束时间", 18),
)
SILENT = timedelta(minutes=10)
"""A running job that has not been heard of for so long was broken off."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A limit that moved, as the page of the job lists it."""

    case: Case
    limit: str
    before: date | None
    after: date | None


def jobs_of(request: HttpRequest) -> QuerySet[Job]:
    """One's own jobs, the newest first."""
    found = Job.objects.filter(by=user_of(request)).select_related("jurisdiction")
    return found.order_by("-asked_at", "-pk")


def jobs(request: HttpRequest) -> HttpResponse:
    page = Paginator(jobs_of(request), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "home/jobs.html", {"page": page})


def jobs_export(request: HttpRequest) -> HttpResponse:
    """The same as a workbook."""
    rows = (
        (
            job.get_kind_display(),
            job.jurisdiction.name,
            job.get_state_display(),
            f"{job.percent}%",
            moment(job.asked_at),
            moment(job.ended_at),
        )
        for job in jobs_of(request)[:MOST_EXPORTED]
    )
    name = f"后台作业（{timezone.localdate()}）.xlsx"
    return download(workbook("我的后台作业", COLUMNS, rows), name)


def job(request: HttpRequest, pk: int) -> HttpResponse:
    """Progress, and the result when it is done; the page comes back by itself until then."""
    found = get_object_or_404(jobs_of(request), pk=pk)
    heard = found.seen_at or found.asked_at
    entries = found.result.get("moved", [])
    page = Paginator(entries, PER_PAGE).get_page(request.GET.get("page"))
    moved = list(_moved(request, page.object_list))
    shown = {
        "job": found,
        "page": page,
        "moved": moved,
        "hidden": len(page.object_list) - len(moved),
        "silent": found.open and timezone.now() - heard > SILENT,
    }
    return render(request, "home/job.html", shown)


def _moved(request: HttpRequest, entries: object) -> list[Moved]:
    """What one may see of it, with the titles as they are now."""
    rows = list(entries) if isinstance(entries, list) else []
    cases = scope_for(request).cases().in_bulk({row["case"] for row in rows})
    return [
        Moved(cases[row["case"]], row["limit"], _day(row["before"]), _day(row["after"]))
        for row in rows
        if row["case"] in cases
    ]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@require_POST
def job_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    cancel(get_object_or_404(jobs_of(request), pk=pk), at=timezone.now())
    return redirect("job", pk)
