"""How many statements an act sends to the database: few, and the same however much there is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.procedures.desk.house import AGREED, REASON, UNITS, House

Act = Callable[[House], object]


def submit(house: House) -> None:
    house.do("submit_direct", "经办一")


def note(house: House) -> None:
    house.do("note", "经办一")


def sign(house: House) -> None:
    house.do("sign", "乙局会签岗", **AGREED)


def send_back(house: House) -> None:
    house.do("return_for_changes", "审核", **REASON)


def asked(house: House) -> None:
    house.open("经办一")
    house.do("submit", "经办一", UNITS)
    house.do("sign", "甲局会签岗", **AGREED)


def reviewing(house: House) -> None:
    house.open("经办一")
    submit(house)


def drafting(house: House) -> None:
    house.open("经办一")


# An act reads the case, and with it whether anything has changed of who holds what, its record,
# tasks, the end of its chain and its texts, and where it can move them findings and limits; it
# writes event, chain, case and part: 9, or 11 with both (a note may bring the day a limit is due).
# Where it moves the case it ends a task, begins one, and writes part and notice: 4 more.
# A signature is an opinion, ends a task, and asks whether it is above the clerk: 3 more.
# A new fact brings the index up: 9 more, and here findings are read.
MOST = {note: 11, submit: 13, sign: 12, send_back: 23}
BEFORE = {note: drafting, submit: drafting, sign: asked, send_back: reviewing}


def statements(house: House, act: Act) -> list[str]:
    """What the act asks and writes; where a transaction begins and ends is not counted."""
    with CaptureQueriesContext(connection) as queries:
        act(house)
    framing = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    return [q["sql"] for q in queries if not q["sql"].startswith(framing)]


@pytest.mark.parametrize("act", MOST, ids=lambda act: act.__name__)
def test_an_act_needs_few_statements(house: House, act: Act) -> None:
    BEFORE[act](house)
    found = statements(house, act)
    assert len(found) <= MOST[act], "\n".join(sql[:120] for sql in found)


def test_opening_asks_for_nothing_that_cannot_be_there_yet(house: House) -> None:
    """Of a new case nothing but who holds what is there to read."""
    house.open("经办一")
    found = statements(house, drafting)
    read = [sql for sql in found if sql.startswith("SELECT") and "org_revision" not in sql]
    assert read == [], "\n".join(sql[:120] for sql in found)


@pytest.mark.parametrize("act", MOST, ids=lambda act: act.__name__)
def test_no_more_after_a_long_history_and_among_many_cases(house: House, act: Act) -> None:
    BEFORE[act](house)
    few = statements(house, act)
    for _ in range(20):
        house.open("经办一")
    house.open("经办一")
    for _ in range(15):
        house.do("note", "经办一")
    prepared, latest = BEFORE[act], house.case
    if prepared is asked:
        house.do("submit", "经办一", UNITS)
        house.do("sign", "甲局会签岗", **AGREED)
    elif prepared is reviewing:
        submit(house)
    many = statements(house, act)
    assert house.case.pk == latest.pk and house.case.events.count() > 15
    assert len(many) == len(few), "\n".join(sql[:120] for sql in many)
