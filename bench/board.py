"""The board, the to-do page and the calendar at 10,000 and 1,000,000 cases.

Runs on the database of `DATABASE_URL`, which must be empty. One case goes through the engine and
its rows are multiplied by SQL: 20 units, 40 posts, one case in fifty open (20,000 of a million,
a quarter's work of a large district), every case with its event, limit and participations.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

import django

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench.measure import line, peak_megabytes, resident_megabytes, timed  # noqa: E402
from guiju.org import acts as org  # noqa: E402
from guiju.org.models import Jurisdiction, Post, Unit  # noqa: E402
from guiju.org.selectors import OVERSEER  # noqa: E402
from guiju.procedures.acts import Deed, Opening, open_case  # noqa: E402
from guiju.procedures.desk.recounting import recount_open  # noqa: E402
from guiju.procedures.models import Case, Event, Limit, Participation, Task  # noqa: E402

UNITS, OPEN_EVERY = 20, 50
BUSY = 6
"""Counted from 0 in `office`: the clerk of unit 3, who has every fourth open task."""
SIZES = (10_000, 1_000_000)
TIMES = 40
GOAL = 100
FACTS = {"channel": "当面", "applicant_kind": "自然人", "receipt_evidence": "回执"}
TODAY = timezone.localdate()


def office() -> tuple[Jurisdiction, dict[str, User]]:
    """A district with a clerk and a head in each of its units, and one who oversees it."""
    home = org.create_jurisdiction(code="990101", name="云岭区")
    people: dict[str, User] = {}
    for n in range(UNITS):
        unit = org.create_unit(jurisdiction=home, name=f"区第{n}局")
        for role in ("clerk", "head"):
            post = org.create_post(unit=unit, name=role, roles=[f"foi_request.{role}"])
            people[f"{role}{n}"] = User.objects.create_user(f"{role}{n}")
            org.appoint(user=people[f"{role}{n}"], post=post, since=date(2015, 1, 1))
    post = org.create_post(unit=unit, name="督查室", roles=[OVERSEER])
    people["overseer"] = User.objects.create_user("overseer")
    org.appoint(user=people["overseer"], post=post, since=date(2015, 1, 1))
    return home, people


def seed(home: Jurisdiction, by: User) -> Case:
    """The one case that is multiplied: a request received today."""
    at = datetime(TODAY.year, TODAY.month, TODAY.day, 0, 1, tzinfo=ZoneInfo("Asia/Shanghai"))
    unit = Unit.objects.order_by("pk").first()
    opening = Opening(home, "foi_request", "老旧小区改造资金安排的申请", unit=unit)
    return open_case(opening, Deed("receive", TODAY, dict(FACTS)), by=by, at=at)


def multiply(seed: Case, first: int, last: int) -> None:
    """Copies number `first` to `last` of the seed with everything that hangs on it."""
    done = f"i % {OPEN_EVERY} <> 0"
    # Division first: a remainder by what also divides the open ones would reach a few people only.
    of = _either(f"NOT ({done}) AND i / {OPEN_EVERY} % 4 = 0", str(BUSY), f"i / 7 % {2 * UNITS}")
    unit = f"(SELECT MIN(id) FROM {Unit._meta.db_table}) + ({of}) / 2"
    post = f"(SELECT MIN(id) FROM {Post._meta.db_table}) + {of}"
    user = f"(SELECT MIN(id) FROM {User._meta.db_table}) + {of}"
    ended, opened, due = _day("-(i % 3000)"), _day("-(i % 60)"), _day("i / 50 % 50 - 10")
    limit = Limit.objects.filter(case=seed, owed=True, running=True).first()
    assert limit is not None
    case = {"id": "i + 1000", "unit_id": unit, "title": "title || i", "number": "'2026-' || i"}
    case["opened_by_id"] = user
    over = _either(done, ended, "NULL")
    open_days = {"due_on": _either(done, "NULL", due), "warn_on": _either(done, "NULL", due)}
    both = {"closed_on": over, "opened_on": _either(done, ended, opened)}
    _copy(Case, seed.pk, (first, last), {**case, **open_days, **both})
    _copy(Event, Event.objects.get(case=seed).pk, (first, last), {"case_id": "i + 1000"})
    _copy(
        Limit,
        limit.pk,
        (first, last),
        {
            "case_id": "i + 1000",
            "unit_id": unit,
            "running": _bool(f"NOT ({done})"),
            "state": _either(done, "'met'", _either("i / 50 % 7 = 0", "'paused'", "'running'")),
            "due_on": _either(done, ended, due),
            "warn_on": _either(done, "NULL", _day("i / 50 % 50 - 15")),
            "done_on": over,
        },
    )
    task = Task.objects.filter(case=seed).order_by("pk")[0]
    state = {"state": _either(done, "'done'", "'open'")}
    _copy(Task, task.pk, (first, last), {"case_id": "i + 1000", "post_id": post, **state})
    part = Participation.objects.filter(case=seed, user__isnull=False)[0]
    his = {"case_id": "i + 1000", "user_id": user, "closed": _bool(done)}
    _copy(Participation, part.pk, (first, last), his)


def _either(when: str, then: str, other: str) -> str:
    return f"(CASE WHEN {when} THEN {then} ELSE {other} END)"


def _bool(condition: str) -> str:
    return f"({condition})" if connection.vendor == "postgresql" else f"({condition}) <> 0"


def _day(offset: str) -> str:
    if connection.vendor == "postgresql":
        return f"(DATE '{TODAY}' + ({offset})::int)"
    return f"date('{TODAY}', ({offset}) || ' days')"


def _copy(
    model: type[models.Model], pk: int, span: tuple[int, int], said: Mapping[str, str]
) -> None:
    quote = connection.ops.quote_name
    columns = [field.column for field in model._meta.concrete_fields]
    values = [said.get(name, "i + 1000" if name == "id" else quote(name)) for name in columns]
    table = quote(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE n(i) AS (SELECT {span[0]} UNION ALL SELECT i + 1 FROM n "
            f"WHERE i < {span[1]}) INSERT INTO {table} ({', '.join(map(quote, columns))}) "
            f"SELECT {', '.join(values)} FROM {table}, n WHERE {table}.id = {pk}"
        )


def pages(people: Mapping[str, User], n: int) -> None:
    """Ask for each page again and again; print the middle and the slowest of twenty.

    Beside the clock, which counts what else the machine does, this process's processor time.
    """
    wanted = {
        "board, overseer": ("overseer", reverse("board")),
        "board, clerk": ("clerk3", reverse("board")),
        "board, one unit's red": ("overseer", f"{reverse('board')}?light=red&unit=2"),
        "to-do, clerk": ("clerk3", reverse("box", args=["to-do"])),
        "calendar, overseer": ("overseer", reverse("calendar", args=[TODAY.year, TODAY.month])),
        "closed by initials, clerk": ("clerk3", f"{reverse('box', args=['closed'])}?q=ljxq"),
    }
    for what, (who, path) in wanted.items():
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(people[who])
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(path)
        asked = len(queries)  # the log is emptied by the next request
        assert answer.status_code == 200, (path, answer.status_code)
        spent = [_milliseconds(client, path) for _ in range(TIMES)]
        wall = sorted(wall for wall, _ in spent)
        middle, slow = statistics.median(wall), wall[int(TIMES * 0.95) - 1]
        cpu = statistics.median(cpu for _, cpu in spent)
        line(
            f"{what} at {n:,}, {asked} queries",
            f"{middle:.0f} / {slow:.0f} ms",
            f"p50 / p95 ≤ {GOAL} ms; p50 of CPU {cpu:.0f} ms",
            slow <= GOAL,
        )


def _milliseconds(client: Client, path: str) -> tuple[float, float]:
    begun, cpu = time.perf_counter(), time.process_time()
    client.get(path)
    return (time.perf_counter() - begun) * 1000, (time.process_time() - cpu) * 1000


def main() -> None:
    call_command("migrate", verbosity=0)
    home, people = office()
    first = seed(home, people["clerk0"])
    sizes = SIZES[:1] if "--quick" in sys.argv else SIZES
    made = 0
    for n in sizes:
        multiply(first, made + 1, n)
        made = n
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        pages(people, n)
        if n == SIZES[0]:
            _reread(home)
    memory(people, 100 if "--quick" in sys.argv else 1000)
    line("most memory this process has held", f"{peak_megabytes():.0f} MB")


def memory(people: Mapping[str, User], pages: int) -> None:
    """What a worker holds once it is warm, and after many pages of many people."""
    paths = (reverse("board"), reverse("box", args=["to-do"]), reverse("box", args=["done"]))

    def ask(times: int) -> None:
        client = Client(SERVER_NAME="127.0.0.1")
        for n in range(times):
            client.force_login(people[f"clerk{n % UNITS}"])
            client.get(paths[n % len(paths)])

    ask(60)
    warm = resident_megabytes()
    ask(pages)
    line(
        f"memory of a worker, warm and after {pages:,} pages",
        f"{warm:.0f} / {resident_megabytes():.0f} MB",
    )


def _reread(home: Jurisdiction) -> None:
    """Every open case anew, as after a holiday notice."""
    cases = Case.objects.filter(closed_on=None).count()
    with transaction.atomic():
        with timed() as taken:
            list(recount_open(home, TODAY))
        transaction.set_rollback(True)  # the rows it adds would be in the way of more cases
    line(f"re-reading {cases} open cases", f"{cases / taken[0]:.0f} cases/s")


if __name__ == "__main__":
    main()
