"""Precision and recall of the citation parser on sentences corrected by hand.

The law texts are not part of this repository: the sample holds file names, offsets and the
citations themselves, and the texts are read from ../shared/laws (LAWS says another folder).
`python -m bench.citations draw SEED FILE` draws new sentences, with what the parser reads in them
as a proposal, to be corrected by hand against the text.
"""

from __future__ import annotations

import json
import os
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import TypedDict

from bench.measure import line, timed
from guiju.law.citation_check import Article, Instrument, Shelf, Verdict, check
from guiju.law.citation_outline import Outline
from guiju.law.citations import Citation, Place, normalise_title, parse

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "tests" / "law" / "citations_sample.json"
LAWS = Path(os.environ.get("LAWS", ROOT.parent / "shared" / "laws"))
OWN = "@own"
"""Stands in the sample for the title of the text itself."""

SEEDED = {
    "article": "article number just beyond the last, caught",
    "item": "item that does not exist, caught",
    "repealed": "instrument repealed that day, caught",
    "typo": "title misspelt, said as cannot verify",
    "suggested": "title misspelt, the right one suggested",
}

# Chosen without the parser, so that what it does not see is drawn as well.
_LOOKS_LIKE = re.compile(
    r"(?<![\n》])第\s?[（(]?[〇零一二三四五六七八九十百千\d]{1,9}[）)]?\s?[条款项目]|前[两二三]?[条款项]"
    r"|》第(?!.次)"
)
_END = re.compile(r"[。；\n]")


class Row(TypedDict):
    """One citation of the sample: offset and text, then what it should be read as."""

    at: int
    text: str
    instrument: str
    place: list[int]
    until: list[int] | None
    how: str


class Sentence(TypedDict):
    file: str
    start: int
    end: int
    citations: list[Row]


def levels(place: Place) -> list[int]:
    """Article, suffix, paragraph, item, subitem; 0 for what is not stated."""
    return [
        place.article or 0,
        place.suffix,
        place.paragraph or 0,
        place.item or 0,
        place.subitem or 0,
    ]


def title_of(text: str) -> str:
    heading = re.search(r"^# (.+)$", text, re.MULTILINE)
    return normalise_title(heading[1]) if heading else ""


def texts() -> dict[str, str]:
    """Every law text by its path below LAWS."""
    return {
        path.relative_to(LAWS).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(LAWS.rglob("*.md"))
        if path.name != "_index.md"
    }


def row(citation: Citation, text: str, own: str) -> Row:
    return {
        "at": citation.start,
        "text": text[citation.start : citation.end],
        "instrument": OWN if citation.instrument == own else citation.instrument,
        "place": levels(citation.place),
        "until": levels(citation.until) if citation.until else None,
        "how": citation.how.value,
    }


def sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for mark in _END.finditer(text):
        if _LOOKS_LIKE.search(text, start, mark.end()):
            yield start, mark.end()
        start = mark.end()


def draw(seed: int, per_folder: int = 14) -> list[Sentence]:
    """At most one sentence a file, `per_folder` of each kind of law."""
    chance, laws, drawn = random.Random(seed), texts(), list[Sentence]()
    known = [title_of(text) for text in laws.values()]
    for folder in sorted({name.split("/")[0] for name in laws}):
        names = [name for name in laws if name.startswith(f"{folder}/")]
        chance.shuffle(names)
        found = 0
        for name in names:
            spans = list(sentences(laws[name]))
            if not spans or found == per_folder:
                continue
            found += 1
            # A sentence with several citations is worth more: the hard cases are in there.
            weights = [len(_LOOKS_LIKE.findall(laws[name], a, b)) ** 2 for a, b in spans]
            start, end = chance.choices(spans, weights)[0]
            own = title_of(laws[name])
            read = parse(laws[name], own=own, titles=known)
            rows = [row(c, laws[name], own) for c in read if start <= c.start < end]
            drawn.append({"file": name, "start": start, "end": end, "citations": rows})
    return drawn


def key(found: Row) -> str:
    exact = [found["at"], found["text"], found["instrument"], found["place"], found["until"]]
    return json.dumps(exact, ensure_ascii=False)


def measure(sample: list[Sentence], laws: dict[str, str]) -> tuple[Counter[str], list[str]]:
    """How many were expected, read and right (exactly, and by their span), and the misreadings."""
    known = [title_of(text) for text in laws.values()]
    counts, wrong = Counter[str](), list[str]()
    for sentence in sample:
        text = laws[sentence["file"]]
        own = title_of(text)
        read = [
            row(c, text, own)
            for c in parse(text, own=own, titles=known)
            if sentence["start"] <= c.start < sentence["end"]
        ]
        expected = {key(r) for r in sentence["citations"]}
        got = {key(r) for r in read}
        spans = {(r["at"], r["text"]) for r in sentence["citations"]}
        counts.update(expected=len(expected), read=len(got), exact=len(expected & got))
        counts.update(spans=len(spans & {(r["at"], r["text"]) for r in read}))
        wrong += [f"{sentence['file']}: - {r}" for r in sorted(expected - got)]
        wrong += [f"{sentence['file']}: + {r}" for r in sorted(got - expected)]
    return counts, wrong


def shelf(laws: dict[str, str]) -> Shelf:
    """The texts as a library: articles with their paragraphs and items, from each version's day."""
    made = Shelf()
    for name, text in laws.items():
        day = re.search(r"\((\d{4}-\d\d-\d\d)\)", name)
        instrument = Instrument(title_of(text), date.fromisoformat(day[1]) if day else None)
        made.add(
            instrument, [Article(*key, counts) for key, counts in Outline(text).divisions().items()]
        )
    return made


def seeded(sample: list[Sentence], laws: dict[str, str], on: date) -> Counter[str]:
    """Spoil citations that are found, each in several ways, and count how many are caught."""
    library, ended, counts = shelf(laws), shelf(laws), Counter[str]()
    known = [title_of(text) for text in laws.values()]
    for title in list(ended.titles()):
        ended.add(Instrument(title, date.max, on, "新法"), [])
    for name in sorted({sentence["file"] for sentence in sample}):
        for good in parse(laws[name], own=title_of(laws[name]), titles=known):
            if good.until or check(good, library, on).verdict is not Verdict.FOUND:
                continue
            title, first = good.instrument, good.place.article or 0
            beyond = next(n for n in count(first) if not library.article_on(title, n, 0, on))
            article = replace(good, place=replace(good.place, article=beyond))
            item = replace(good, place=replace(good.place, item=90))
            typo = check(replace(good, instrument=title[:-2] + title[-1]), library, on)
            counts.update(
                seeded=1,
                article=check(article, library, on).verdict is Verdict.NO_ARTICLE,
                item=check(item, library, on).verdict is Verdict.NO_ARTICLE,
                repealed=check(good, ended, on).verdict is Verdict.NOT_IN_FORCE,
                typo=typo.verdict is Verdict.UNKNOWN,
                suggested=title in typo.suggestions,
            )
    return counts


def own_places(laws: dict[str, str], on: date) -> tuple[int, list[str]]:
    """Each text's citations of itself, looked up in itself: how many, and those not found."""
    total, missing = 0, list[str]()
    for name, text in laws.items():
        own, alone = title_of(text), shelf({name: text})
        for citation in parse(text, own=own):
            if citation.instrument == own and citation.place.article is not None:
                total += 1
                finding = check(citation, alone, on)
                if finding.verdict is not Verdict.FOUND:
                    missing.append(f"{name} {citation.start}: {finding.sentence}")
    return total, missing


def main() -> None:
    if not LAWS.is_dir():
        print(f"law texts are not at hand ({LAWS.name}): nothing measured")
        return
    if sys.argv[1:2] == ["draw"]:
        rows = draw(int(sys.argv[2]))
        Path(sys.argv[3]).write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
        return
    laws = texts()
    sample = json.loads(SAMPLE.read_text(encoding="utf-8"))
    counts, wrong = measure(sample, laws)
    for miss in wrong:
        print(miss)
    precision = counts["exact"] / counts["read"]
    recall = counts["exact"] / counts["expected"]
    line("citations corrected by hand", str(counts["expected"]), "300", counts["expected"] >= 300)
    line("precision: span, instrument and place all right", f"{precision:.3f}")
    line("recall: span, instrument and place all right", f"{recall:.3f}")
    line("recall: span alone", f"{counts['spans'] / counts['expected']:.3f}")
    spoilt = seeded(sample, laws, date(2026, 1, 1))
    for kind, what in SEEDED.items():
        share = spoilt[kind] / spoilt["seeded"]
        line(f"seeded: {what}", f"{spoilt[kind]:,} of {spoilt['seeded']:,}", f"{share:.3f}")
    total, missing = own_places(laws, date(2026, 1, 1))
    found = total - len(missing)
    line(
        "a text's citations of itself, found in it",
        f"{found:,} of {total:,}",
        f"{found / total:.3f}",
    )
    if "-v" in sys.argv:
        print("\n".join(missing))
    with timed() as taken:
        read = sum(len(parse(text)) for text in laws.values())
    size = sum(len(text) for text in laws.values())
    line(f"citations in {len(laws):,} texts", f"{read:,}")
    line("characters read a second", f"{size / taken[0]:,.0f}")


if __name__ == "__main__":
    main()
