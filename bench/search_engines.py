"""One index of `bench.search`: filled, measured and asked; what was measured is printed as JSON.

`python -m bench.search_engines ENGINE FOLDER [EVERY]` on the empty database of DATABASE_URL.
FOLDER holds the texts and the questions; every EVERY-th question is asked.
"""

from __future__ import annotations

import json
import logging
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from statistics import quantiles
from time import perf_counter, process_time

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Q  # noqa: E402

from guiju.search import acts  # noqa: E402
from guiju.search.index_postgres import FOR_MAKING  # noqa: E402
from guiju.search.models import Kind  # noqa: E402
from guiju.search.rows import Found  # noqa: E402
from guiju.search.selectors import Asked, search  # noqa: E402

TEXTS, QUESTIONS = "texts.jsonl", "questions.txt"
TOP = 20
LAW_IN_FORCE, RULE_IN_FORCE, REPLACED = ("现行有效", 156), ("现行有效", 140), ("已被修改", 56)
STANDINGS = (LAW_IN_FORCE, RULE_IN_FORCE, RULE_IN_FORCE, REPLACED)
"""Status and standing, in turn: as `guiju.search.laws` gives them."""

Row = tuple[str, str]
Ask = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds to put by the clock and of work; p50 and p95 in milliseconds, likewise.

    Work is what the processors spent on it, in this process and in the database's that answers:
    on a machine shared with others only that says what a question costs.
    """

    put: float
    put_work: float
    megabytes: float
    clock: tuple[float, float]
    work: tuple[float, float]
    found: int
    asked: int


@dataclass(slots=True)
class Index:
    """What `measured` needs of an index: fill it, tell its size, ask it."""

    put: Callable[[Iterator[Row]], None]
    size: Callable[[], float]
    ask: Ask


def measured(index: Index, folder: Path, every: int) -> Measured:
    begun, busy = perf_counter(), _busy()
    index.put(_rows(folder))
    put, put_work = perf_counter() - begun, _busy() - busy
    asked = (folder / QUESTIONS).read_text(encoding="utf-8").splitlines()[::every]
    taken, worked, found = [], [], 0
    for question in asked:
        begun, busy = perf_counter(), _busy()
        found += index.ask(question) > 0
        taken.append((perf_counter() - begun) * 1000)
        worked.append((_busy() - busy) * 1000)
    return Measured(put, put_work, index.size(), _cuts(taken), _cuts(worked), found, len(asked))


def _rows(folder: Path) -> Iterator[Row]:
    with (folder / TEXTS).open(encoding="utf-8") as kept:
        for line in kept:
            title, text = json.loads(line)
            yield title, text


def _cuts(values: Sequence[float]) -> tuple[float, float]:
    cuts = quantiles(values, n=20)
    return cuts[9], cuts[18]


def _busy() -> float:
    """Seconds the processors have worked for us: this process, and the database's for us."""
    if connection.vendor != "postgresql":
        return process_time()
    return process_time() + int(_server().read_text().split()[0]) / 1e9


@cache
def _server() -> Path:
    """Where Linux counts the nanoseconds of the server process that answers us."""
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")
        cursor.execute("SELECT pg_backend_pid()")
        return Path(f"/proc/{cursor.fetchone()[0]}/schedstat")


def ours() -> Index:
    call_command("migrate", verbosity=0)

    def put(rows: Iterator[Row]) -> None:
        acts.clear()
        acts.put(map(_found, enumerate(rows)))
        acts.settle()

    return Index(put, _megabytes, lambda question: search(Asked(question, Q())).total)


def _found(numbered: tuple[int, Row]) -> Found:
    n, (title, text) = numbered
    status, standing = STANDINGS[n % len(STANDINGS)]
    return Found(
        f"article/{n}", Kind.ARTICLE, title, text, status=status, standing=standing,
        unit=f"制定机关{n % 40}", year=1980 + n % 45,
    )  # fmt: skip


def _megabytes() -> float:
    if connection.vendor == "sqlite":
        return Path(connection.settings_dict["NAME"]).stat().st_size / 1e6
    return _relation("search_entry")


def _relation(table: str) -> float:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_total_relation_size(%s)", [table])
        return int(cursor.fetchone()[0]) / 1e6


def trigram() -> Index:
    """SQLite's own trigram tokenizer, which knows nothing shorter than three characters."""
    path = Path(connection.settings_dict["NAME"])
    base = sqlite3.connect(path)
    base.execute("CREATE VIRTUAL TABLE t USING fts5(title, text, tokenize='trigram')")
    sql = f"SELECT rowid FROM t WHERE t MATCH ? ORDER BY rank LIMIT {TOP}"

    def put(rows: Iterator[Row]) -> None:
        base.executemany("INSERT INTO t VALUES (?, ?)", rows)
        base.commit()

    def ask(question: str) -> int:
        words = " AND ".join(f'"{word}"' for word in question.split())
        return len(base.execute(sql, (words,)).fetchall())

    return Index(put, lambda: path.stat().st_size / 1e6, ask)


def pg_trgm() -> Index:
    """PostgreSQL's trigrams with LIKE, the twenty of lowest number; made in the memory of ours."""

    def put(rows: Iterator[Row]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute("CREATE TABLE bench_trgm (id serial PRIMARY KEY, text text)")
            for part in _lots(rows, 5000):
                values = ", ".join(["(%s)"] * len(part))
                cursor.execute(f"INSERT INTO bench_trgm (text) VALUES {values}", part)
            cursor.execute(f"SET maintenance_work_mem = '{FOR_MAKING}'")
            cursor.execute("CREATE INDEX ON bench_trgm USING gin (text gin_trgm_ops)")
            cursor.execute("VACUUM ANALYZE bench_trgm")

    def ask(question: str) -> int:
        words = question.split()
        where = " AND ".join(["text LIKE %s"] * len(words))
        sql = f"SELECT id FROM bench_trgm WHERE {where} ORDER BY id LIMIT {TOP}"
        with connection.cursor() as cursor:
            cursor.execute(sql, [f"%{word}%" for word in words])
            return len(cursor.fetchall())

    return Index(put, lambda: _relation("bench_trgm"), ask)


def whoosh() -> Index:
    """Whoosh with jieba's words, as many Chinese projects search; its size is without texts."""
    from jieba.analyse import ChineseAnalyzer
    from whoosh.fields import TEXT, Schema
    from whoosh.index import create_in
    from whoosh.qparser import QueryParser

    logging.getLogger("jieba").setLevel(logging.WARNING)
    folder = Path(connection.settings_dict["NAME"]).with_suffix(".whoosh")
    folder.mkdir()
    schema = Schema(text=TEXT(analyzer=ChineseAnalyzer()))
    index, parser = create_in(folder, schema), QueryParser("text", schema)

    def put(rows: Iterator[Row]) -> None:
        writer = index.writer(limitmb=512)
        for title, text in rows:
            writer.add_document(text=f"{title}\n{text}")
        writer.commit()

    @cache
    def searcher() -> Callable[..., Sequence[object]]:
        return index.searcher().search  # type: ignore[no-any-return]

    def ask(question: str) -> int:
        return len(searcher()(parser.parse(question), limit=TOP))

    def size() -> float:
        return sum(path.stat().st_size for path in folder.rglob("*")) / 1e6

    return Index(put, size, ask)


ENGINES = {
    "ours-sqlite": ours, "trigram": trigram, "ours-postgres": ours, "pg_trgm": pg_trgm,
    "whoosh": whoosh,
}  # fmt: skip


def _lots(rows: Iterator[Row], size: int) -> Iterator[list[str]]:
    lot: list[str] = []
    for title, text in rows:
        lot.append(f"{title}\n{text}")
        if len(lot) == size:
            yield lot
            lot = []
    if lot:
        yield lot


if __name__ == "__main__":
    engine, kept, *rest = sys.argv[1:]
    done = measured(ENGINES[engine](), Path(kept), int(rest[0]) if rest else 1)
    print(json.dumps(asdict(done)))
