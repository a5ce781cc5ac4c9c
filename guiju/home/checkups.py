"""Check-ups of uploaded ledgers, kept in a private folder for a day; never in the database."""

from __future__ import annotations

import re
import secrets
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from pydantic import TypeAdapter, ValidationError

from guiju.checkup.export import write
from guiju.checkup.intake import Upload
from guiju.checkup.reading import Reading, read_sources
from guiju.checkup.run import Result, check

KEPT_FOR = timedelta(days=1)
PREVIEW = 12
_TOKEN = re.compile(r"[\w-]{22}")
_FILE = "kept.json"
Place = tuple[str, str, int]
"""File, sheet and row; row 0 stands for the sheet as a whole."""


@dataclass(frozen=True, slots=True)
class RowSeen:
    """A row of an uploaded sheet. `used`: it counts; `says`: what could not be read in it."""

    row: int
    key: str
    title: str
    used: bool
    says: tuple[str, ...]
    findings: int


@dataclass(frozen=True, slots=True)
class SheetSeen:
    """An uploaded sheet; `ledger` is '' when it is none that is known, `says` what is wrong
    with it as a whole."""

    file: str
    sheet: str
    ledger: str
    says: tuple[str, ...]
    rows: tuple[RowSeen, ...]

    @property
    def preview(self) -> tuple[RowSeen, ...]:
        """The first rows, those that need a look before the others."""
        return tuple(sorted(self.rows, key=lambda row: not row.says)[:PREVIEW])

    @property
    def used(self) -> int:
        return sum(row.used for row in self.rows)

    @property
    def wanting(self) -> int:
        return sum(bool(row.says) for row in self.rows)

    @property
    def found(self) -> int:
        return sum(row.findings for row in self.rows)


@dataclass(frozen=True, slots=True)
class Kept:
    """A check-up as it waits in its folder for its owner."""

    owner: int
    made_at: datetime
    result: Result
    sheets: tuple[SheetSeen, ...]


_KEPT = TypeAdapter(Kept)


def check_uploads(uploads: Sequence[Upload], year: int | None) -> tuple[Result, list[SheetSeen]]:
    """Read and check what was uploaded; every row with its state for the preview."""
    reading = read_sources(uploads, year=year)
    result = check(reading, as_of=None if reading.year else date(2099, 12, 31))
    return result, list(_sheets(reading, result))


def _sheets(reading: Reading, result: Result) -> Iterator[SheetSeen]:
    """Every sheet with its rows; what is wrong with its heads is said of the sheet."""
    heads = {(f.file, f.sheet, f.header) for f in reading.files}
    says: dict[Place, list[str]] = defaultdict(list)
    for problem in reading.problems:
        row = problem.row or 0
        of_sheet = (problem.file, problem.sheet, row) in heads
        at = f"{problem.column}列：" if problem.column else ""
        place = (problem.file, problem.sheet, 0 if of_sheet else row)
        says[place].append(f"{at}{problem.says}")
    found = Counter((f.file, f.sheet, f.row) for f in result.findings)
    rows: dict[tuple[str, str], list[RowSeen]] = defaultdict(list)
    for read in reading.rows:
        here = (read.file, read.sheet, read.row)
        rows[here[:2]].append(
            RowSeen(read.row, read.key, read.title, True, tuple(says.pop(here, ())), found[here])
        )
    for (file, sheet, number), texts in says.items():
        if number:
            rows[file, sheet].append(RowSeen(number, "", "", False, tuple(texts), 0))
    for f in reading.files:
        whole = says.get((f.file, f.sheet, 0), []) + (
            says.get((f.file, "", 0), []) if f.sheet else []
        )
        ordered = sorted(rows[f.file, f.sheet], key=lambda row: row.row)
        yield SheetSeen(f.file, f.sheet, f.ledger, tuple(whole), tuple(ordered))


def keep(kept: Kept) -> str:
    """Put a check-up away; the token that opens it again."""
    sweep(kept.made_at)
    token = secrets.token_urlsafe(16)
    folder = _root() / token
    folder.mkdir(mode=0o700)
    (folder / _FILE).write_bytes(_KEPT.dump_json(kept))
    return token


def kept_for(token: str, owner: int, *, now: datetime) -> Kept | None:
    """The check-up behind a token; None when it is somebody else's, gone or older than a day."""
    if not _TOKEN.fullmatch(token):
        return None
    try:
        kept = _KEPT.validate_json((_root() / token / _FILE).read_bytes())
    except (OSError, ValidationError):
        return None
    return kept if kept.owner == owner and now - kept.made_at < KEPT_FOR else None


def written(token: str, kept: Kept, format_name: str) -> Path:
    """The check-up in one of its formats, written when first asked for."""
    path = _root() / token / f"checkup.{format_name}"
    return path if path.exists() else write(kept.result, path.parent, [format_name])[0]


def sweep(now: datetime) -> None:
    """Remove check-ups older than a day."""
    for folder in _root().iterdir():
        made = datetime.fromtimestamp(folder.stat().st_mtime, tz=now.tzinfo)
        if now - made > KEPT_FOR:
            shutil.rmtree(folder, ignore_errors=True)


def _root() -> Path:
    root = Path(settings.VAR) / "checkups"
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    return root
