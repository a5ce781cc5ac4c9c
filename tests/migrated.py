"""The tables, made once for all workers of a run while they are still collecting.

The process that hands out the tests starts this module as another; each worker copies what it
made instead of going through every migration by itself. Without workers nothing is different.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.db import connection

ROOT = Path(__file__).parents[1]
FOLDER = "GUIJU_TEST_MIGRATED"
PATIENCE = 180.0
"""Seconds a worker waits before it goes through the migrations itself."""


@contextmanager
def migrating() -> Iterator[None]:
    """Tables are being made while the block runs, and are gone after it."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ[FOLDER] = folder
        command = [sys.executable, "-m", "tests.migrated", folder]
        with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE):
            yield


@contextmanager
def begun_with_tables() -> Iterator[None]:
    """The test database of this worker will be a copy, where there is something to copy."""
    made = _awaited()
    if made and connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = made
        yield
    elif made:
        # A database in memory is there for as long as somebody has it open.
        name = connection.creation._get_test_db_name()
        source, target = sqlite3.connect(made), sqlite3.connect(name, uri=True)
        source.backup(target)
        source.close()
        yield
        target.close()
    else:
        yield


def leave_uncounted() -> None:
    """Let PostgreSQL plan by what is in the tables now, and never count them between two tests.

    All that is ever there when it comes to count is taken back: it would find nothing, think ever
    after that there is nothing, and join sixty rows for seventeen seconds.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for name in connection.introspection.table_names(cursor):
                cursor.execute(f'ALTER TABLE "{name}" SET (autovacuum_enabled = off)')


def _awaited() -> str:
    folder, waited = os.environ.get(FOLDER), 0.0
    while folder and waited < PATIENCE:
        said = Path(folder) / "made"
        if said.exists():
            return said.read_text()
        time.sleep(0.1)
        waited += 0.1
    return ""


def make(folder: Path) -> None:
    """Make the tables, say where, and take them away when whoever asked has gone."""
    name = f"migrated_{os.getpid()}"
    if connection.vendor == "sqlite":
        name = str(folder / "migrated.sqlite3")
    connection.settings_dict["TEST"]["NAME"] = name
    before = connection.settings_dict["NAME"]
    made = ""
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        connection.close()
        made = name
    finally:
        (folder / "saying").write_text(made)
        (folder / "saying").rename(folder / "made")
    sys.stdin.read()
    connection.creation.destroy_test_db(str(before), verbosity=0)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guiju.config.settings")
    django.setup()
    make(Path(sys.argv[1]))
