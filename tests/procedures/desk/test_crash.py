"""Killed between any two statements of an act, the database is as before it or as after it.

A child process does the act and is killed (SIGKILL) before its n-th statement, before the commit,
or right behind it; for every n. What another child then finds must be one of the two.

On PostgreSQL twice: statement by statement, as Django sends them where somebody counts, and as the
office runs, where nobody waits for each: before each that is added, before and behind each wait.
"""

from __future__ import annotations

import os
import pickle
import signal
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction

from guiju.audit.selectors import first_break, first_mismatch
from guiju.procedures.acts import Deed
from guiju.procedures.corrections import Void, correct, correct_title
from guiju.procedures.desk.circulating import circulate
from guiju.procedures.desk.returning import send_back, take_back
from guiju.procedures.desk.urging import Urging, urge
from guiju.procedures.models import Case, SlipKind
from guiju.procedures.rulebook import Rulebook
from guiju.procedures.selectors import recompute
from tests.numbers.test_acts import database_of_its_own
from tests.office import MONDAY, noon
from tests.procedures.desk.house import REASON, UNITS, House

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
AT = noon(MONDAY)
KILLED = -signal.SIGKILL
TOUCHED = ("procedures", "audit", "notices", "numbers", "search", "files")
Act = Callable[[House], object]
Ticking = Callable[[Callable[[], None]], AbstractContextManager[None]]


def returned(house: House) -> object:
    given: dict[str, Any] = {"by": house.people["审核"], "at": AT, "rulebook": house.rules}
    return send_back(house.case, Deed("return_for_changes", MONDAY, REASON), **given)


def fetched(house: House) -> object:
    return take_back(house.case, by=house.people["经办一"], at=AT, rulebook=house.rules)


def passed_round(house: House) -> object:
    posts = [house.posts["收发"], house.posts["负责人"]]
    return circulate(house.case, posts, note="请阅", by=house.people["经办一"], at=AT)


def urged(house: House) -> object:
    urging = Urging(SlipKind.URGE, "请尽快")
    return urge(house.case, urging, by=house.people["负责人"], at=AT, rulebook=house.rules)


def submitted(house: House) -> object:
    return house.do("submit_direct", "经办一")


def asked(house: House) -> object:
    return house.do("submit", "经办一", UNITS)


def corrected(house: House) -> object:
    given: dict[str, Any] = {"by": house.people["管理员"], "at": AT, "rulebook": house.rules}
    return correct(house.case, Void(2), reason="没有送审", **given)


def retitled(house: House) -> object:
    by = house.people["管理员"]
    return correct_title(house.case, "某事项的函", reason="笔误", by=by, at=AT)


def nothing(house: House) -> object:
    return house.case


ACTS: dict[str, tuple[Act, Act]] = {
    "open_case": (nothing, lambda house: house.open("经办二")),
    "perform": (nothing, asked),
    "perform, the last act": (
        lambda house: (submitted(house), house.do("review", "审核")),
        lambda house: house.do("issue", "负责人"),
    ),
    "send_back": (submitted, returned),
    "take_back": (submitted, fetched),
    "correct": (submitted, corrected),
    "correct_title": (nothing, retitled),
    "circulate": (nothing, passed_round),
    "urge": (submitted, urged),
    "hand_on": (nothing, lambda house: house.hand("经办一", "经办二")),
    "revise_text": (nothing, lambda house: house.revise("初稿", "经办一")),
}


@pytest.mark.parametrize("name", ACTS)
def test_it_is_as_before_or_as_after(house: House, name: str, tmp_path: Path) -> None:
    assert killed_everywhere(house, name, tmp_path, statement_by_statement) > 5


@pytest.mark.postgres
@pytest.mark.parametrize("name", ACTS)
def test_it_is_so_where_statements_travel_together(house: House, name: str, tmp_path: Path) -> None:
    assert killed_everywhere(house, name, tmp_path, on_its_way) > 5


def killed_everywhere(house: House, name: str, tmp_path: Path, ticking: Ticking) -> int:
    """How many places there were to be killed in."""
    before_it, act = ACTS[name]
    house.open("经办一")
    before_it(house)
    with database_of_its_own(tmp_path):
        before = told_by_child(rows)
        points, found = 0, None
        while found is None:
            points += 1
            status, found = in_child(partial(trying, act, house, before, points, ticking))
            assert status in (0, KILLED), found
        assert told_by_child(partial(whole, house.rules)) == {"whole": (None, None, True)}
        assert len(found["audit_entry"]) > len(before["audit_entry"])
    return points


def trying(act: Act, house: House, before: object, point: int, ticking: Ticking) -> object:
    """What the last attempt left, where that is not as it was; else die in the next one."""
    found = rows()
    if found != before:
        return found
    dying(act, house, point, ticking)
    raise AssertionError("it was done and left nothing")


def dying(act: Act, house: House, point: int, ticking: Ticking) -> None:
    passed = 0

    def tick() -> None:
        nonlocal passed
        passed += 1
        if passed == point:
            os.kill(os.getpid(), signal.SIGKILL)

    with ticking(tick):
        act(house)
        tick()


@contextmanager
def statement_by_statement(tick: Callable[[], None]) -> Iterator[None]:
    """Before each statement; a commit of Django's counts before and behind it.

    SQLite itself tells of each, COMMIT included, so that nothing need go another way than in the
    office.
    """

    def run(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        tick()
        return execute(sql, params, many, context)

    commit = connection._commit

    def committing() -> None:
        tick()
        commit()
        tick()

    connection._commit = committing  # type: ignore[method-assign]
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        connection.connection.set_trace_callback(lambda sql: tick())
        yield
    else:
        with connection.execute_wrapper(run):
            yield


@contextmanager
def on_its_way(tick: Callable[[], None]) -> Iterator[None]:
    """Before each statement that is added, before and behind each wait for the server."""
    from guiju.statements.batch import Batch

    connection.ensure_connection()
    driver = connection.connection
    wait, add = driver.wait, Batch.add

    def adding(*said: Any) -> Any:
        tick()
        return add(*said)

    def waiting(*args: Any, **more: Any) -> Any:
        tick()
        answer = wait(*args, **more)
        tick()
        return answer

    driver.wait = waiting
    Batch.add = adding  # type: ignore[method-assign]
    yield


def rows() -> dict[str, Any]:
    """Every row of every table that an act may touch."""
    found: dict[str, Any] = {}
    for model in apps.get_models():
        if model._meta.app_label in TOUCHED:
            found[model._meta.db_table] = list(model.objects.order_by("pk").values_list())
    return found


def whole(rules: Rulebook) -> dict[str, Any]:
    """Whether all of it holds together: the chains of the record, and rows with their events."""
    return {"whole": (first_break(), first_mismatch(), rows_agree(rules))}


def rows_agree(rules: Rulebook) -> bool:
    """Every case says what follows from its events, and an open one has a task."""
    for case in Case.objects.all():
        state = recompute(case, rules)
        if (case.step, case.closed_on) != (state.step, state.closed_on):
            return False
        if case.closed_on is None and not case.tasks.filter(state="open").exists():
            return False
    return True


def told_by_child(ask: Callable[[], Any]) -> Any:
    status, told = in_child(ask)
    assert status == 0, told
    return told


def in_child(work: Callable[[], Any]) -> tuple[int, Any]:
    """Do the work in a process of its own with a connection of its own: (exit status, result)."""
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        _as_child(work, into)
    os.close(into)
    with os.fdopen(out, "rb") as pipe:
        told = pipe.read()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return status, pickle.loads(told) if told else None


def _as_child(work: Callable[[], Any], into: int) -> None:
    """Never comes back to the test: whatever happens ends in `_exit`."""
    status = 1
    try:
        connection.connection = None
        told = work()
        told = told if isinstance(told, dict) else None
        status = 0
    except BaseException:  # noqa: BLE001 - told to the parent
        told = traceback.format_exc()
    with os.fdopen(into, "wb") as pipe:
        pickle.dump(told, pipe)
        pipe.flush()
    os._exit(status)


def test_the_sieve_catches_an_act_in_two_transactions(house: House, tmp_path: Path) -> None:
    """What is done in two transactions is half done when killed between them."""
    house.open("经办一")

    def careless(house: House) -> None:
        with transaction.atomic():
            Case.objects.filter(pk=house.case.pk).update(title="改了")
        Case.objects.filter(pk=house.case.pk).update(step="nowhere")

    with database_of_its_own(tmp_path):
        seen = []
        point = 1
        while in_child(partial(dying, careless, house, point, statement_by_statement))[0] == KILLED:
            row = told_by_child(rows)["procedures_case"][0]
            seen.append(("改了" in row, "nowhere" in row))
            point += 1
    assert (True, False) in seen
