"""A check-up of 100 office years: end to end with xlsx reading, and the kernel alone."""

from __future__ import annotations

import sys
import tempfile
from datetime import date
from pathlib import Path

from bench.measure import line, peak_megabytes, timed
from guiju.checkup.reading import Reading, read_folder
from guiju.checkup.run import check
from guiju.demo.ledgers import DemoYear, write_year
from guiju.procedures import library
from guiju.procedures.conformance import Question, judge
from guiju.worktime.calendar import standard

YEARS = range(2016, 2026)


def make_years(folder: Path, count: int) -> list[Path]:
    """Write `count` office years, ten calendar years over and over with new seeds."""
    folders = []
    for n in range(count):
        path = folder / f"{n:03d}"
        write_year(path, DemoYear(year=YEARS[n % len(YEARS)], seed=n, faults=2.0))
        folders.append(path)
    return folders


def kernel_alone(readings: list[Reading]) -> tuple[int, float]:
    """Judge every history once more; the histories and the seconds."""
    calendar = standard()
    work = []
    for reading in readings:
        question = Question(calendar, date(reading.year, 12, 31), reading.year)
        for row in reading.rows:
            opened = row.history.opened_on or question.as_of
            work.append((library.in_force(row.ledger.procedure, opened), row.history, question))
    with timed() as taken:
        for p, history, question in work:
            judge(p, history, question)
    return len(work), taken[0]


def main(count: int = 100) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        with timed() as making:
            folders = make_years(Path(temporary), count)
        line(f"writing {count} years of ledgers", f"{making[0]:.1f} s")
        findings = rows = 0
        with timed() as whole:
            for folder in folders:
                reading = read_folder(folder)
                result = check(reading)
                rows += len(reading.rows)
                findings += len(result.findings)
        line(
            f"check-up end to end, {rows:,} rows, {findings:,} findings",
            f"{whole[0]:.1f} s",
            "≤ 60 s",
            whole[0] <= 60,
        )
        line(
            "memory at its peak",
            f"{peak_megabytes():.0f} MB",
            "≤ 1,024 MB",
            peak_megabytes() <= 1024,
        )
        n, seconds = kernel_alone([read_folder(folder) for folder in folders[:10]])
    line(
        f"kernel alone, {n:,} histories on one core",
        f"{n / seconds:,.0f} /s",
        "≥ 20,000 /s",
        n / seconds >= 20_000,
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
