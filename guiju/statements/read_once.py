"""Days and moments as SQLite's tables hold them, each text read once.

Django reads the text of every one anew; the same days come on every row of a list, and again with
the next act.
"""

from __future__ import annotations

import sqlite3
from functools import lru_cache

from django.db.backends.sqlite3.base import decoder
from django.utils.dateparse import parse_date, parse_datetime

MOST = 8192


def read_once() -> None:
    """Let SQLite's driver keep what it has read; what it gives is what Django's reading gives."""
    days, moments = lru_cache(MOST)(decoder(parse_date)), lru_cache(MOST)(decoder(parse_datetime))
    sqlite3.register_converter("date", days)
    for kind in ("datetime", "timestamp"):
        sqlite3.register_converter(kind, moments)
