"""The tables: import rate, the figures at 1,000,000 cases, the report on 10 and 1,000 years.

Runs on the database of `DATABASE_URL`, which must be empty: a fresh file or cluster.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import django

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Max, Min  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from bench.measure import line, peak_megabytes, timed  # noqa: E402
from guiju.checkup.importing import Order as ImportOrder  # noqa: E402
from guiju.checkup.importing import import_reading  # noqa: E402
from guiju.checkup.reading import read_folder  # noqa: E402
from guiju.demo import district  # noqa: E402
from guiju.demo.ledgers import DemoYear, write_year  # noqa: E402
from guiju.org.acts import create_jurisdiction  # noqa: E402
from guiju.org.models import Jurisdiction  # noqa: E402
from guiju.procedures.models import Case, Event, Finding  # noqa: E402
from guiju.reports.building import Order, build_paper  # noqa: E402
from guiju.reports.docx import render_docx  # noqa: E402
from guiju.reports.paper import DISCLOSURE, LAW_BASED_GOVERNMENT  # noqa: E402
from guiju.reports.pdf import render_pdf  # noqa: E402
from guiju.reports.selectors import figures_of_year  # noqa: E402

T = TypeVar("T")
YEAR = 2025
AT = datetime(2026, 1, 5, tzinfo=UTC)


def import_years(home: Jurisdiction, years: int) -> None:
    """Import office years one by one and print the rate."""
    rows = 0
    seconds = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for n in range(years):
            path = Path(folder) / str(YEAR - n)
            write_year(path, DemoYear(YEAR - n, seed=n))
            reading = read_folder(path)
            with timed() as taken:
                import_reading(reading, ImportOrder(home, "bench", AT))
            rows += len(reading.rows)
            seconds += taken[0]
    line(f"import, {rows:,} rows with events, findings, audit", f"{rows / seconds:,.0f} rows/s")


@dataclass(frozen=True, slots=True)
class Shift:
    """One copy of the base year: how far ids move, into which year; `span` are its case ids."""

    span: tuple[int, int]
    cases: int
    rows: int
    year: int


def multiply(home: Jurisdiction, copies: int) -> None:
    """Copy the office year 2025 into earlier and earlier years of the same district."""
    base = Case.objects.filter(jurisdiction=home, ledger_year=YEAR)
    found = base.aggregate(first=Min("pk"), last=Max("pk"))
    span = (found["first"], found["last"])
    tops = {
        model: 1 + (model.objects.aggregate(top=Max("pk"))["top"] or 0)
        for model in (Case, Event, Finding)
    }
    with connection.cursor() as cursor:
        for n in range(1, copies + 1):
            for model, top in tops.items():
                shift = Shift(span, tops[Case] + n * (span[1] + 1), (n + 1) * top, YEAR - 10 - n)
                cursor.execute(_copy(model, shift))
        cursor.execute("ANALYZE")


def _copy(model: type[Case] | type[Event] | type[Finding], shift: Shift) -> str:
    """One INSERT … SELECT: ids moved, years set, days kept within their new year."""
    quote = connection.ops.quote_name
    key = "id" if model is Case else "case_id"
    columns = [field.column for field in model._meta.concrete_fields]
    chosen = [_moved(quote(column), column, key, shift) for column in columns]
    table = quote(model._meta.db_table)
    return (
        f"INSERT INTO {table} ({', '.join(map(quote, columns))}) SELECT {', '.join(chosen)} "
        f"FROM {table} WHERE {quote(key)} BETWEEN {shift.span[0]} AND {shift.span[1]}"
    )


def _moved(name: str, column: str, key: str, shift: Shift) -> str:
    if column == key:
        return f"{name} + {shift.cases}"
    if column == "id":
        return f"{name} + {shift.rows}"
    if column in ("year", "ledger_year"):
        return f"CASE WHEN {name} IS NULL THEN NULL ELSE {shift.year} END"
    return _day_in(name, shift.year) if column in ("on", "opened_on", "closed_on") else name


def _day_in(name: str, year: int) -> str:
    if connection.vendor == "sqlite":
        return f"CASE WHEN {name} IS NULL THEN NULL ELSE '{year:04d}' || substr({name}, 5) END"
    months = (year - YEAR) * 12
    return f"({name} + interval '{months} months')::date"


def figures(home: Jurisdiction, goal: bool) -> None:
    """The figures of one year and the home page that shows them: their queries' own time."""
    counted, spent, queries = _queries(lambda: figures_of_year(home, YEAR))
    assert counted["disclosure.published"] == 612, counted
    n = Case.objects.count()
    line(
        f"figures of a year at {n:,} cases, {queries} queries",
        f"{spent:.0f} ms",
        "≤ 50 ms" if goal else "",
        spent <= 50 if goal else None,
    )
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.get_or_create(username="bench", is_superuser=True)[0])
    page, spent, queries = _queries(lambda: client.get(f"/?year={YEAR}"))
    assert page.status_code == 200
    line(
        f"home page at {n:,} cases, {queries} queries",
        f"{spent:.0f} ms",
        "≤ 50 ms" if goal else "",
        spent <= 50 if goal else None,
    )


def _queries(ask: Callable[[], T]) -> tuple[T, float, int]:
    """The answer, the milliseconds its queries took (best of three), and how many they were."""
    best = float("inf")
    for _ in range(3):
        with CaptureQueriesContext(connection) as queries:
            answer = ask()
        best = min(best, sum(float(query["time"]) for query in queries) * 1000)
    return answer, best, len(queries)


def reports(home: Jurisdiction, goal: bool) -> None:
    """Both yearly reports, from the tables to Word and PDF."""
    for name in (LAW_BASED_GOVERNMENT, DISCLOSURE):
        with timed() as taken:
            paper = build_paper(name, Order(home, YEAR))
            render_docx(paper, None)
            render_pdf(paper, None)
        line(
            f"report {name}",
            f"{taken[0]:.2f} s",
            "≤ 5 s" if goal else "",
            taken[0] <= 5 if goal else None,
        )


def main(copies: int = 930) -> None:
    call_command("migrate", verbosity=0)
    home = create_jurisdiction(code=district.CODE, name=district.DISTRICT)
    import_years(home, 10)
    figures(home, goal=False)
    reports(home, goal=False)
    with timed() as taken:
        multiply(home, copies)
    line(f"copying {copies} more office years", f"{taken[0]:.0f} s")
    figures(home, goal=True)
    reports(home, goal=True)
    line("memory at its peak", f"{peak_megabytes():.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 930)
