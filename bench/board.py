"""The board, the to-do page and the calendar at 10,000 and 1,000,000 cases; memory of a worker.

Runs on the database of `DATABASE_URL`, which must be empty. One case goes through the engine and
its rows are multiplied by SQL: 20 units, 40 posts, one case in fifty open (20,000 of a million,
a quarter's work of a large district), every case with its event, limit and participations. One
clerk has a quarter of all that is open; the others have what comes to each.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from http.client import HTTPConnection
from importlib import import_module
from itertools import cycle, islice
from pathlib import Path
from zoneinfo import ZoneInfo

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guiju.config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench.measure import line, resident_megabytes, timed  # noqa: E402
from guiju.config.memory import settle  # noqa: E402
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
    his["last_at"] = _minutes_before("last_at", "(i % 3001 * 1009)")
    _copy(Participation, part.pk, (first, last), his)


def _either(when: str, then: str, other: str) -> str:
    return f"(CASE WHEN {when} THEN {then} ELSE {other} END)"


def _bool(condition: str) -> str:
    return f"({condition})" if connection.vendor == "postgresql" else f"({condition}) <> 0"


def _day(offset: str) -> str:
    if connection.vendor == "postgresql":
        return f"(DATE '{TODAY}' + ({offset})::int)"
    return f"date('{TODAY}', ({offset}) || ' days')"


def _minutes_before(column: str, n: str) -> str:
    if connection.vendor == "postgresql":
        return f"{column} - {n} * interval '1 minute'"
    return f"datetime({column}, (-{n}) || ' minutes')"


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


def pages(people: Mapping[str, User], n: int) -> dict[str, int]:
    """Ask for each page again and again; print its middle and its slow end. Page → questions.

    Beside the clock, which counts what else the machine does, the work of this process and of
    the database's process that serves it.
    """
    month = reverse("calendar", args=[TODAY.year, TODAY.month])
    to_do = reverse("box", args=["to-do"])
    wanted = {
        "board, overseer": ("overseer", reverse("board")),
        "board, clerk": ("clerk3", reverse("board")),
        "board, one unit's red": ("overseer", f"{reverse('board')}?light=red&unit=4"),
        "to-do, a clerk": ("clerk7", to_do),
        "to-do, clerk with a quarter of all": ("clerk3", to_do),
        "calendar, overseer": ("overseer", month),
        "closed by initials, clerk": ("clerk3", f"{reverse('box', args=['closed'])}?q=ljxq"),
    }
    asked: dict[str, int] = {}
    for what, (who, path) in wanted.items():
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(people[who])
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(path)
        asked[what] = len(queries)  # the log is emptied by the next request
        assert answer.status_code == 200, (path, answer.status_code)
        spent = [_milliseconds(client, path) for _ in range(TIMES)]
        middle, slow = _middle_and_slow([wall for wall, _ in spent])
        usual, most = _middle_and_slow([work for _, work in spent])
        line(
            f"{what} at {n:,}, {asked[what]} queries",
            f"{middle:.0f} / {slow:.0f} ms",
            f"p50 / p95 ≤ {GOAL} ms; of work {usual:.0f} / {most:.0f} ms",
            slow <= GOAL,
        )
    return asked


def _middle_and_slow(spent: list[float]) -> tuple[float, float]:
    return statistics.median(spent), sorted(spent)[int(len(spent) * 0.95) - 1]


def _milliseconds(client: Client, path: str) -> tuple[float, float]:
    begun, work = time.perf_counter(), _work()
    client.get(path)
    return (time.perf_counter() - begun) * 1000, (_work() - work) * 1000


def _work() -> float:
    """Seconds of a processor spent by this process and, where it is at hand, by the database's."""
    own = time.process_time()
    if connection.vendor != "postgresql":
        return own
    ran = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    return own + (int(ran.read_text().split()[0]) / 1e9 if ran.exists() else 0)


def main() -> None:
    call_command("migrate", verbosity=0)
    import_module(settings.ROOT_URLCONF)
    settle()  # as where the product is served, with its pages
    home, people = office()
    first = seed(home, people["clerk0"])
    sizes = SIZES[:1] if "--quick" in sys.argv else SIZES
    made, asked = 0, {}
    for n in sizes:
        with timed() as taken:
            multiply(first, made + 1, n)
            _tidy()
        line(f"filled up to {n:,} cases", f"{taken[0]:.0f} s")
        made = n
        asked[n] = pages(people, n)
        if n == SIZES[0]:
            _reread(home)
            _tidy()
    if len(sizes) > 1:
        few, many = asked.values()
        line("queries a page at both sizes", "", "the same", few == many)
    memory(people, 60 if "--quick" in sys.argv else 600)


def _tidy() -> None:
    """What PostgreSQL does by itself within minutes; SQLite learns how much there is of what."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def memory(people: Mapping[str, User], pages: int) -> None:
    """What a worker of the web server holds: with nothing asked, warm, after many pages."""
    paths = cycle((reverse("board"), reverse("box", args=["to-do"]), reverse("calendar-now")))
    cookies = cycle([_cookie(people[f"clerk{n}"]) for n in range(UNITS)])
    asked = zip(paths, cookies, strict=False)
    with _served() as (port, worker):
        held = [resident_megabytes(worker)]
        for times in (60, pages):
            for path, cookie in islice(asked, times):
                _get(port, path, cookie)
            held.append(resident_megabytes(worker))
    line(
        f"memory of a worker: begun, warm, {pages} pages later",
        " / ".join(f"{mb:.0f}" for mb in held) + " MB",
    )


def _cookie(user: User) -> str:
    client = Client()
    client.force_login(user)
    return f"sessionid={client.cookies['sessionid'].value}"


@contextmanager
def _served() -> Iterator[tuple[int, int]]:
    """The desk as docs/operations.md serves it, with one worker: its port, the worker's process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "guiju.config.wsgi", "--timeout", "120"]
    server = subprocess.Popen(
        [*command, "--bind", f"127.0.0.1:{port}", "--log-level", "warning"], env={**os.environ}
    )
    try:
        for _ in range(120):
            try:
                _get(port, reverse("sign-in"), "")
                break
            except OSError:
                time.sleep(0.5)
        told = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text()
        yield port, int(told.split()[0])
    finally:
        server.terminate()
        server.wait()


def _get(port: int, path: str, cookie: str) -> None:
    asking = HTTPConnection("127.0.0.1", port, timeout=120)
    asking.request("GET", path, headers={"Cookie": cookie})
    answer = asking.getresponse()
    answer.read()
    assert answer.status in (200, 302), (path, answer.status)
    asking.close()


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
