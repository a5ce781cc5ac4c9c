"""Run every benchmark: the pure ones once, the tables on each database that is at hand."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier

TABLES = ("bench.tables", "bench.acts", "bench.board")
PURE = ("bench.worktime", "bench.checkup", "bench.citations", "bench.checker")


def run(module: str, env: dict[str, str] | None = None) -> None:
    print(f"\n== {module} {'' if env is None else env['DATABASE_URL'].split(':')[0]}", flush=True)
    subprocess.run(
        [sys.executable, "-m", module, *sys.argv[1:]], check=True, env={**os.environ, **(env or {})}
    )


def main() -> None:
    for module in PURE:
        run(module)
    postgres = os.environ.get("GUIJU_TEST_POSTGRES_URL")
    for module in TABLES:
        with tempfile.TemporaryDirectory() as folder:
            sqlite = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
            databases = [new_database(postgres, module.replace(".", "_"))] if postgres else []
            for url in (sqlite, *databases):
                run(module, {"DATABASE_URL": url, "GUIJU_VAR": folder})


def new_database(server: str, name: str) -> str:
    """The address of a new database beside that of `server`, in place of an earlier run's."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(SQL("DROP DATABASE IF EXISTS {}").format(Identifier(name)))
        connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
    return f"{server.rpartition('/')[0]}/{name}"


if __name__ == "__main__":
    main()
