"""A folder of law texts into versions: files read, parts joined, doubles told apart."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from guiju.law.heads import title_key
from guiju.law.lines import SUFFIXES, Unreadable
from guiju.law.parsed import LawText, Trouble, joined
from guiju.law.parsing import parse_file

INDEX = "_index.md"
"""A file that only orders a folder of pages; there is no law in it."""


@dataclass(slots=True)
class Reading:
    """`failures`: files that could not be read at all. `doubles`: files read but not needed."""

    texts: list[LawText] = field(default_factory=list)
    failures: list[Trouble] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    doubles: int = 0
    files: int = 0


def law_files(folder: Path) -> list[Path]:
    """Every file of a known format below `folder`, in order of path; hidden ones left out."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in SUFFIXES
        and path.name != INDEX
        and not path.name.startswith((".", "~$"))
        and path.is_file()
    )


def read_folder(folder: Path, progress: Callable[[str], None] = lambda name: None) -> Reading:
    """Read every law text below `folder`. What cannot be read is listed, never skipped."""
    reading = Reading()
    found: dict[tuple[str, date], list[LawText]] = {}
    for path in law_files(folder):
        name = path.relative_to(folder).as_posix()
        progress(name)
        reading.files += 1
        try:
            text = parse_file(path, folder)
        except (Unreadable, OSError) as error:
            reading.failures.append(Trouble(name, 0, str(error)))
            continue
        found.setdefault((title_key(text.title), text.on), []).append(text)
    for same in found.values():
        parts = [text for text in same if text.part]
        chosen = joined(parts) if parts else same[0]
        reading.texts.append(chosen)
        reading.troubles += chosen.troubles
        _count_doubles(reading, chosen, [] if parts else same[1:])
    return reading


def _count_doubles(reading: Reading, chosen: LawText, others: Sequence[LawText]) -> None:
    for other in others:
        reading.doubles += 1
        if digest_of(other) != digest_of(chosen):
            says = f"与{chosen.file}是同一版本而文字不同，采用后者；请核对后删去一份"
            reading.troubles.append(Trouble(other.file, 0, says))


def digest_of(text: LawText) -> str:
    """SHA-256 of what is stored of a text; where it lay and what puzzled us left out."""
    dates = text.dates
    content = [
        text.title, text.kind, text.organ, text.on, dates.promulgated, text.change,
        dates.repealed, text.effective, sorted(text.repeals),
        [(c.level, c.label, c.title) for c in text.chapters],
        [
            (a.unit, a.number, a.suffix, a.label, a.chapter,
             [(p.paragraph, p.item, p.subitem, p.text) for p in a.passages])
            for a in text.articles
        ],
    ]  # fmt: skip
    canonical = json.dumps(content, ensure_ascii=False, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()
