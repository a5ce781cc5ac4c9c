"""After a new holiday notice: every open case read anew, and what moved kept for the page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from guiju.jobs.models import Job
from guiju.procedures.desk.recounting import open_cases, recount_open

MOST_KEPT = 5000
"""Moves kept one by one; more are only counted."""


def reread_open_cases(job: Job, on: date, report: Callable[[int, int], None]) -> dict[str, object]:
    """Read every open case of the job's district anew; `moved` lists case, limit, before, after."""
    total = open_cases(job.jurisdiction).count()
    report(0, total)
    kept: list[dict[str, object]] = []
    moves = 0
    found = recount_open(job.jurisdiction, on, progress=lambda n: report(n, total))
    for moved in found:
        moves += 1
        if len(kept) < MOST_KEPT:
            days = [day.isoformat() if day else None for day in (moved.before, moved.after)]
            kept.append(
                {"case": moved.case, "limit": moved.limit, "before": days[0], "after": days[1]}
            )
    return {"read": total, "moves": moves, "moved": kept}
