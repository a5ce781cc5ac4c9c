"""The index beside FTS5 trigram, pg_trgm and Whoosh with jieba: one run on the same texts.

`python -m bench.search [N]` (100,000). SQLite is a new file; PostgreSQL a new database on the
server of GUIJU_TEST_POSTGRES_URL (`scripts/with-postgres` starts one), or not measured. Each index
is filled and asked in a process of its own (`bench.search_engines`), one after the other. The texts
are the articles of ../shared/laws (LAWS says another folder), recombined until there are N. Ours is
timed as the desk asks it: order, counts, facets and marked snippets; the others fetch twenty row
numbers. Beyond 100,000 Whoosh is left out, for it would take hours (`--whoosh` builds it all the
same), and every fifth question is put to pg_trgm, which must read the whole table for two
characters. `--only NAME` measures one of them.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guiju.config.settings")
django.setup()

from bench.__main__ import new_database  # noqa: E402
from bench.search_engines import QUESTIONS, TEXTS, Measured  # noqa: E402
from guiju.law.reading import read_folder  # noqa: E402

LAWS = Path(os.environ.get("LAWS", Path(__file__).parents[2] / "shared" / "laws"))
QUICK_MOST = 100_000
"""Up to here everything is measured, by every question."""

ENGINES = {
    "ours-sqlite": "ours, SQLite, whole answer",
    "trigram": "FTS5 trigram",
    "ours-postgres": "ours, PostgreSQL, whole answer",
    "pg_trgm": "pg_trgm, LIKE",
    "whoosh": "Whoosh + jieba",
}
COLUMNS = ("index", "put s", "work s", "MB", "p50 / p95 ms", "of work", "found")
WIDTHS = (32, 7, 8, 7, 17, 17, 14)


def texts(n: int) -> Iterator[tuple[str, str]]:
    """Titles and articles; beyond the library two halves of different articles joined."""
    chance = random.Random(7)
    known = [
        (f"{text.title} {article.label}", article.text)
        for text in read_folder(LAWS).texts
        for article in text.articles
        if article.text
    ]
    yield from known[:n]
    for _ in range(n - len(known)):
        (title, one), (_, other) = chance.choice(known), chance.choice(known)
        yield title, one[: len(one) // 2] + other[len(other) // 2 :]


def questions(rows: Sequence[tuple[str, str]]) -> list[str]:
    """Stretches of the texts: 200 of two characters, 100 each of 3-4, of 6-12, and two of two."""
    chance, found = random.Random(11), list[str]()
    for lengths, count, parts in (((2, 2), 200, 1), ((3, 4), 100, 1), ((6, 12), 100, 1),
                                  ((2, 2), 100, 2)):  # fmt: skip
        while count:
            text = chance.choice(rows)[1]
            words = list(_stretches(text, lengths, parts, chance))
            if len(words) == parts:
                found.append(" ".join(words))
                count -= 1
    return found


def _stretches(
    text: str, lengths: tuple[int, int], parts: int, chance: random.Random
) -> Iterator[str]:
    for _ in range(parts * 3):
        long = chance.randint(*lengths)
        start = chance.randrange(max(len(text) - long, 1))
        word = text[start : start + long]
        if len(word) == long and all("\u4e00" <= sign <= "\u9fff" for sign in word):
            yield word
            parts -= 1
        if not parts:
            return


def write(folder: Path, n: int) -> None:
    """The texts and questions of the run, read by every engine."""
    rows = list(texts(n))
    with (folder / TEXTS).open("w", encoding="utf-8") as kept:
        kept.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / QUESTIONS).write_text("\n".join(questions(rows)), encoding="utf-8")


def measure(engine: str, folder: Path, every: int) -> Measured | None:
    """Fill and ask one index in a process of its own; None without its database."""
    env = dict(os.environ)
    if engine in ("ours-postgres", "pg_trgm"):
        server = env.get("GUIJU_TEST_POSTGRES_URL")
        if not server:
            return None
        env["DATABASE_URL"] = new_database(server, f"bench_{engine.replace('-', '_')}")
    else:
        env["DATABASE_URL"] = f"sqlite:///{folder / engine}.sqlite3"
    env["GUIJU_VAR"] = str(folder)
    command = [sys.executable, "-m", "bench.search_engines", engine, str(folder), str(every)]
    told = subprocess.run(command, env=env, stdout=subprocess.PIPE, check=True, text=True).stdout
    return Measured(**json.loads(told.splitlines()[-1]))


def row(name: str, done: Measured, goal: float | None) -> str:
    """One line of the table; the goal is held to the clock."""
    reached = "" if goal is None else "  ok" if done.clock[1] <= goal else "  NOT REACHED"
    clock, work = (f"{low:.1f} / {high:.1f}" for low, high in (done.clock, done.work))
    numbers = (f"{n:.0f}" for n in (done.put, done.put_work, done.megabytes))
    return _line((name, *numbers, clock, work, f"{done.found} of {done.asked}")) + reached


def _line(cells: Sequence[str]) -> str:
    first, *others = zip(cells, WIDTHS, strict=True)
    return f"{first[0]:<{first[1]}}" + "".join(f"{cell:>{width}}" for cell, width in others)


def chosen() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.search")
    parser.add_argument("n", type=int, nargs="?", default=QUICK_MOST)
    parser.add_argument("--whoosh", action="store_true", help="build Whoosh whatever the size")
    parser.add_argument("--only", choices=ENGINES, action="append")
    return parser.parse_args()


def main() -> None:
    if not LAWS.is_dir():
        print(f"law texts are not at hand ({LAWS.name}): nothing measured")
        return
    options = chosen()
    few = options.n <= QUICK_MOST
    goal = 30 if few else 100
    print(
        f"{options.n:,} texts, goal of ours: p95 ≤ {goal} ms by the clock, {os.cpu_count()} cores"
    )
    print(_line(COLUMNS), flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, options.n)
        for engine in options.only or ENGINES:
            if engine == "whoosh" and not (few or options.whoosh or options.only):
                print(f"{ENGINES[engine]:<{WIDTHS[0]}}not built at this size: it would take hours")
                continue
            begun, load = datetime.now(UTC), os.getloadavg()[0]
            done = measure(engine, folder, 5 if engine == "pg_trgm" and not few else 1)
            if done is None:
                print(f"{ENGINES[engine]:<{WIDTHS[0]}}not measured: no GUIJU_TEST_POSTGRES_URL")
                continue
            told = row(ENGINES[engine], done, goal if engine.startswith("ours") else None)
            spent = (datetime.now(UTC) - begun).total_seconds()
            print(f"{told}   load before {load:.1f}, {spent:.0f} s in all", flush=True)


if __name__ == "__main__":
    main()
