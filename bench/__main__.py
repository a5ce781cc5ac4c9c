"""Run every benchmark: the pure ones once, the tables on each database that is at hand."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

PURE = ("bench.worktime", "bench.checkup", "bench.citations", "bench.checker")


def run(module: str, env: dict[str, str] | None = None) -> None:
    print(f"\n== {module} {'' if env is None else env['DATABASE_URL'].split(':')[0]}", flush=True)
    subprocess.run(
        [sys.executable, "-m", module, *sys.argv[1:]], check=True, env={**os.environ, **(env or {})}
    )


def main() -> None:
    for module in PURE:
        run(module)
    with tempfile.TemporaryDirectory() as folder:
        run(
            "bench.tables",
            {"DATABASE_URL": f"sqlite:///{Path(folder) / 'bench.sqlite3'}", "GUIJU_VAR": folder},
        )
        postgres = os.environ.get("GUIJU_TEST_POSTGRES_URL")
        if postgres:
            run("bench.tables", {"DATABASE_URL": postgres, "GUIJU_VAR": folder})


if __name__ == "__main__":
    main()
