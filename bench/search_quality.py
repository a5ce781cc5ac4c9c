"""Whether the right article comes first: 100 questions and the articles they should find.

The questions were written by reading the laws, in the ways an office asks: words, sentences,
citations, popular names, initials, slips of the pen. Forty more are held out: they were
written for forty of seventy-five articles drawn by lot, one an instrument in force, before any was
put to the search, and nothing is mended by looking at what they miss. The texts are read from
../shared/laws (LAWS says another folder) into a database of their own, or DATABASE_URL's if it has
them.
`-v` tells those of the hundred whose article is not first.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db.models import Q  # noqa: E402

from bench.measure import line, timed  # noqa: E402
from guiju.law.acts import store_texts  # noqa: E402
from guiju.law.models import Instrument, Version  # noqa: E402
from guiju.law.reading import read_folder  # noqa: E402
from guiju.search.laws import Place, index_laws, instrument_ref, named, version_shown  # noqa: E402
from guiju.search.models import Entry  # noqa: E402
from guiju.search.selectors import Asked, search  # noqa: E402

ROOT = Path(__file__).parent.parent
LAWS = Path(os.environ.get("LAWS", ROOT.parent / "shared" / "laws"))
QUESTIONS = Path(__file__).parent / "data" / "search_queries.tsv"
HELD_OUT = Path(__file__).parent / "data" / "search_queries_held_out.tsv"
TEN = 10
ON = date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class Expected:
    """A question and the refs that answer it, any of them first."""

    question: str
    refs: frozenset[str]


def expected(file: Path) -> Iterator[Expected]:
    """Article numbers 1,2,3 of the wording in force; 0 is the law itself."""
    for row in file.read_text(encoding="utf-8").splitlines():
        question, title, numbers = row.split("\t")
        instrument = Instrument.objects.get(key=title, jurisdiction=None)
        version = version_shown(list(instrument.versions.order_by("valid_from", "on")), ON)
        assert version is not None
        refs = {
            Place(instrument.pk, version.on, n, 0).ref if n else instrument_ref(instrument)
            for n in map(int, numbers.split(","))
        }
        yield Expected(question, frozenset(refs))


def found(question: str) -> list[str]:
    """The refs of the first ten answers."""
    own = Q(jurisdiction=None)
    answer = search(Asked(question, own, first=named(question, ON, own), count=TEN))
    return [hit.entry.ref for hit in (*answer.hits, *answer.further)][:TEN]


def measure(file: Path, *, tell: bool = False) -> None:
    """Print how the questions of a file fare."""
    ranks, recall, total = [], 0.0, 0
    with timed() as taken:
        for one in expected(file):
            refs = found(one.question)
            rank = next((n for n, ref in enumerate(refs, 1) if ref in one.refs), 0)
            ranks.append(rank)
            recall += len(one.refs & set(refs)) / len(one.refs)
            total += 1
            if rank != 1 and tell:
                print(f"{rank or '-'}  {one.question}  {sorted(one.refs)[0]}  {refs[:2]}")
    line("mean reciprocal rank", f"{sum(1 / rank for rank in ranks if rank) / total:.3f}")
    line("recall at 10", f"{recall / total:.3f}")
    line("the right article first", f"{ranks.count(1)} of {total}")
    line("one of them among the first ten", f"{total - ranks.count(0)} of {total}")
    line("milliseconds a question", f"{taken[0] / total * 1000:.1f}")


def main() -> None:
    call_command("migrate", verbosity=0)
    if not Version.objects.exists():
        store_texts(read_folder(LAWS).texts)
    if not Entry.objects.exists():
        index_laws(ON)
    print("questions the search was mended by")
    measure(QUESTIONS, tell="-v" in sys.argv)
    print("questions held out")
    measure(HELD_OUT)


if __name__ == "__main__":
    main()
