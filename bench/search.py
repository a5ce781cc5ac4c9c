"""The index beside plain FTS5 trigram, pg_trgm and Whoosh with jieba, on the same texts.

`python -m bench.search [N]` (100,000) on the database of DATABASE_URL, which must be empty; on
PostgreSQL pg_trgm takes the place of the other two. The texts are the articles of ../shared/laws
(LAWS says another folder), recombined until there are N. Ours is timed as the desk asks it:
order, counts, facets and marked snippets; the others fetch twenty row numbers.
"""

from __future__ import annotations

import os
import random
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from statistics import quantiles
from time import perf_counter, process_time

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Q  # noqa: E402

from bench.measure import line, timed  # noqa: E402
from guiju.law.reading import read_folder  # noqa: E402
from guiju.search import acts  # noqa: E402
from guiju.search.models import Entry, Kind  # noqa: E402
from guiju.search.rows import Found  # noqa: E402
from guiju.search.selectors import Asked, search  # noqa: E402

LAWS = Path(os.environ.get("LAWS", Path(__file__).parents[2] / "shared" / "laws"))
TOP, WHOOSH_MOST = 20, 100_000
Ask = Callable[[str], int]


def texts(n: int) -> list[tuple[str, str]]:
    """Titles and articles; beyond the library two halves of different articles joined."""
    chance = random.Random(7)
    known = [
        (f"{text.title} {article.label}", article.text)
        for text in read_folder(LAWS).texts
        for article in text.articles
        if article.text
    ]
    found = known[:n]
    while len(found) < n:
        (title, one), (_, other) = chance.choice(known), chance.choice(known)
        found.append((title, one[: len(one) // 2] + other[len(other) // 2 :]))
    return found


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


def report(name: str, ask: Ask, asked: Sequence[str], goal: float | None = None) -> None:
    """p50, p95, and how many questions found something, each text holding its own.

    By the clock, and by what the processors worked: on a machine shared with others only the
    second says what a question costs. The goal is held to the clock on a machine of one's own.
    """
    taken, worked, answered = [], [], 0
    for question in asked:
        begun, busy = perf_counter(), _busy()
        answered += ask(question) > 0
        taken.append((perf_counter() - begun) * 1000)
        worked.append((_busy() - busy) * 1000)
    for what, values in (("by the clock", taken), ("of work", worked)):
        cuts = quantiles(values, n=20)
        line(
            f"{name}: p50 / p95 ms {what}",
            f"{cuts[9]:.1f} / {cuts[18]:.1f}",
            "" if goal is None else f"p95 ≤ {goal:.0f} ms",
            None if goal is None else cuts[18] <= goal,
        )
    line(f"{name}: questions that found something", f"{answered} of {len(asked)}")


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


def ours(rows: Sequence[tuple[str, str]], asked: Sequence[str], goal: float) -> None:
    if Entry.objects.count() == len(rows):
        line("ours: texts indexed by an earlier run", f"{len(rows):,}")
    else:
        _put(rows)
    line("ours: texts and index", f"{_megabytes():.0f} MB")
    report("ours, whole answer", lambda q: search(Asked(q, Q())).total, asked, goal)


def _put(rows: Sequence[tuple[str, str]]) -> None:
    busy = _busy()
    with timed() as taken:
        acts.put(
            Found(f"article/{n}", Kind.ARTICLE, title, text, status="现行有效", standing=n % 100,
                  unit=f"制定机关{n % 40}", year=1980 + n % 45)
            for n, (title, text) in enumerate(rows)
        )  # fmt: skip
        acts.settle()
    line(f"ours: put {len(rows):,} texts", f"{taken[0]:.0f} s", f"{_busy() - busy:.0f} s of work")


def _megabytes() -> float:
    if connection.vendor == "sqlite":
        return Path(connection.settings_dict["NAME"]).stat().st_size / 1e6
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_total_relation_size('search_entry')")
        return int(cursor.fetchone()[0]) / 1e6


def trigram(rows: Sequence[tuple[str, str]], asked: Sequence[str]) -> None:
    """SQLite's own trigram tokenizer, which knows nothing shorter than three characters."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "trigram.sqlite3"
        base = sqlite3.connect(path)
        with timed() as taken:
            base.execute("CREATE VIRTUAL TABLE t USING fts5(title, text, tokenize='trigram')")
            base.executemany("INSERT INTO t VALUES (?, ?)", rows)
            base.commit()
        line("FTS5 trigram: put", f"{taken[0]:.0f} s")
        line("FTS5 trigram: texts and index", f"{path.stat().st_size / 1e6:.0f} MB")
        sql = f"SELECT rowid FROM t WHERE t MATCH ? ORDER BY rank LIMIT {TOP}"

        def ask(question: str) -> int:
            words = " AND ".join(f'"{word}"' for word in question.split())
            return len(base.execute(sql, (words,)).fetchall())

        report("FTS5 trigram", ask, asked)
        base.close()


def whoosh(rows: Sequence[tuple[str, str]], asked: Sequence[str]) -> None:
    """Whoosh with jieba's words, as many Chinese projects search."""
    from jieba.analyse import ChineseAnalyzer
    from whoosh.fields import TEXT, Schema
    from whoosh.index import create_in
    from whoosh.qparser import QueryParser

    with tempfile.TemporaryDirectory() as folder:
        schema = Schema(text=TEXT(analyzer=ChineseAnalyzer()))
        with timed() as taken:
            index = create_in(folder, schema)
            writer = index.writer(limitmb=512)
            for title, text in rows:
                writer.add_document(text=f"{title}\n{text}")
            writer.commit()
        line("Whoosh + jieba: put", f"{taken[0]:.0f} s")
        size = sum(path.stat().st_size for path in Path(folder).rglob("*"))
        line("Whoosh + jieba: index without texts", f"{size / 1e6:.0f} MB")
        parser = QueryParser("text", schema)
        with index.searcher() as searcher:
            report(
                "Whoosh + jieba", lambda q: len(searcher.search(parser.parse(q), limit=TOP)), asked
            )


def pg_trgm(rows: Sequence[tuple[str, str]], asked: Sequence[str]) -> None:
    """PostgreSQL's trigrams with LIKE, the twenty of lowest number."""
    with connection.cursor() as cursor:
        with timed() as taken:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute("CREATE TABLE bench_trgm (id serial PRIMARY KEY, text text)")
            joined = [(f"{title}\n{text}",) for title, text in rows]
            for start in range(0, len(joined), 5000):
                part = joined[start : start + 5000]
                values = ", ".join(["(%s)"] * len(part))
                cursor.execute(
                    f"INSERT INTO bench_trgm (text) VALUES {values}", [row[0] for row in part]
                )
            cursor.execute("CREATE INDEX ON bench_trgm USING gin (text gin_trgm_ops)")
            cursor.execute("ANALYZE bench_trgm")
        line("pg_trgm: put", f"{taken[0]:.0f} s")
        cursor.execute("SELECT pg_total_relation_size('bench_trgm')")
        line("pg_trgm: texts and index", f"{int(cursor.fetchone()[0]) / 1e6:.0f} MB")

        def ask(question: str) -> int:
            words = question.split()
            where = " AND ".join(["text LIKE %s"] * len(words))
            cursor.execute(
                f"SELECT id FROM bench_trgm WHERE {where} ORDER BY id LIMIT {TOP}",
                [f"%{word}%" for word in words],
            )
            return len(cursor.fetchall())

        report("pg_trgm, LIKE", ask, asked)
        cursor.execute("DROP TABLE bench_trgm")


def main(n: int = 100_000) -> None:
    if not LAWS.is_dir():
        print(f"law texts are not at hand ({LAWS.name}): nothing measured")
        return
    call_command("migrate", verbosity=0)
    rows = texts(n)
    asked = questions(rows)
    line(f"load of the machine, {os.cpu_count()} cores", f"{os.getloadavg()[0]:.1f}")
    ours(rows, asked, 30 if n <= 100_000 else 100)
    if connection.vendor == "postgresql":
        pg_trgm(rows, asked)
        return
    trigram(rows, asked)
    if n <= WHOOSH_MOST:
        whoosh(rows, asked)
    else:
        line("Whoosh + jieba", "not built", "takes hours")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
