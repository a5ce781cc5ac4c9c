"""What SQLite's driver has read once is what Django reads."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime

import pytest
from django.db import connection
from django.db.backends.sqlite3.base import decoder
from django.utils.dateparse import parse_date, parse_datetime
from hypothesis import given
from hypothesis import strategies as st

from guiju.statements.read_once import read_once


@pytest.fixture(scope="module")
def driver() -> sqlite3.Connection:
    read_once()
    return sqlite3.connect(":memory:", detect_types=sqlite3.PARSE_DECLTYPES)


def read(driver: sqlite3.Connection, kind: str, text: str) -> object:
    driver.execute("DROP TABLE IF EXISTS t")
    driver.execute(f"CREATE TABLE t (v {kind})")
    driver.execute("INSERT INTO t VALUES (CAST(? AS TEXT)), (CAST(? AS TEXT))", [text, text])
    first, second = (row[0] for row in driver.execute("SELECT v FROM t"))
    assert first == second
    return first


@given(st.dates())
def test_days(driver: sqlite3.Connection, day: date) -> None:
    text = day.isoformat()
    assert read(driver, "date", text) == day == decoder(parse_date)(text.encode())


@given(st.datetimes(), st.sampled_from(["datetime", "timestamp"]))
def test_moments(driver: sqlite3.Connection, at: datetime, kind: str) -> None:
    text = at.isoformat(" ")
    assert read(driver, kind, text) == at == decoder(parse_datetime)(text.encode())


@pytest.mark.parametrize("text", ["", "gestern", "2026"])
def test_what_is_no_day_is_none(driver: sqlite3.Connection, text: str) -> None:
    assert read(driver, "date", text) is None and decoder(parse_date)(text.encode()) is None


def test_what_cannot_be_a_day_is_an_error_each_time(driver: sqlite3.Connection) -> None:
    for _ in range(2):
        with pytest.raises(ValueError, match="month|day"):
            read(driver, "date", "2026-02-30")


@pytest.mark.sqlite_only
@pytest.mark.django_db
def test_the_desk_reads_so() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE days (v date)")
        cursor.execute("INSERT INTO days VALUES ('2026-03-02'), ('2026-03-02')")
        cursor.execute("SELECT v FROM days")
        first, second = (row[0] for row in cursor.fetchall())
        cursor.execute("DROP TABLE days")
    assert first == date(2026, 3, 2) and first is second
