"""Ledger files into histories: one row, one case. What cannot be read is told, never guessed."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from guiju.checkup.cells import column_letter
from guiju.checkup.headers import HeaderAt, data_rows, find_header, normalise_name
from guiju.checkup.intake import Problem, Unreadable, Upload, ledger_files
from guiju.checkup.ledgers import KnownLedgers, Ledger, all_ledgers
from guiju.checkup.rows import Reader, RowRead
from guiju.checkup.sheets import Sheet, read_workbook
from guiju.procedures.history import History

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Row:
    """One case as a ledger row tells it. `digest` changes when any of its content does."""

    ledger: Ledger
    file: str
    sheet: str
    row: int
    key: str
    title: str
    unit: str
    history: History
    digest: str


@dataclass(frozen=True, slots=True)
class FileRead:
    """What became of one sheet; `ledger` is '' when it is none that is known.

    `header` is the row of the column heads, 0 when none was found.
    """

    file: str
    sheet: str
    ledger: str
    rows: int
    unknown: tuple[str, ...] = ()
    header: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    files: tuple[FileRead, ...]
    year: int


@dataclass(slots=True)
class _Gathered:
    rows: list[tuple[Ledger, str, str, RowRead]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    files: list[FileRead] = field(default_factory=list)


def read_folder(
    folder: Path, *, year: int | None = None, progress: Progress | None = None
) -> Reading:
    """Read every ledger file of a folder. `year` is found from the rows when not given."""
    return read_sources(ledger_files(folder), year=year, progress=progress)


def read_sources(
    sources: Iterable[Path | Upload], *, year: int | None = None, progress: Progress | None = None
) -> Reading:
    """Read ledger files or uploads; a file that cannot be read becomes a problem."""
    known = all_ledgers()
    gathered = _Gathered()
    for source in sources:
        if progress:
            progress(source.name)
        try:
            workbook = read_workbook(source)
            gathered.problems += workbook.problems
            for sheet in workbook.sheets:
                _read_sheet(sheet, known, gathered)
        except Unreadable as error:
            gathered.problems.append(Problem(source.name, error.says))
            gathered.files.append(FileRead(source.name, "", "", 0))
    found = year if year is not None else _year_of(gathered)
    return Reading(
        tuple(_rows(gathered, found)), tuple(gathered.problems), tuple(gathered.files), found
    )


def _read_sheet(sheet: Sheet, known: KnownLedgers, gathered: _Gathered) -> None:
    if not sheet.rows:
        return
    header = find_header(sheet, known.words)
    ledger = _ledger_of(sheet, header, known) if header else None
    if header is None or ledger is None:
        gathered.files.append(FileRead(sheet.file, sheet.name, "", len(sheet.rows)))
        says = "认不出是哪种台账：请核对表头，或从“台账模板”下载后填写"
        gathered.problems.append(Problem(sheet.file, says, sheet.name))
        return
    columns, unknown = _columns(sheet, header, ledger, known, gathered)
    reader = Reader(ledger, columns)
    count = 0
    seen: dict[str, int] = {}
    for row in data_rows(sheet, header):
        read = reader.read(row)
        gathered.problems += [
            Problem(sheet.file, p.says, sheet.name, row.number, p.column) for p in read.problems
        ]
        if _usable(read, sheet, seen, gathered):
            gathered.rows.append((ledger, sheet.file, sheet.name, read))
            count += 1
    read_as = FileRead(sheet.file, sheet.name, ledger.ledger, count, unknown, header.row)
    gathered.files.append(read_as)


def _usable(read: RowRead, sheet: Sheet, seen: dict[str, int], gathered: _Gathered) -> bool:
    if not read.key:
        return False
    first = seen.setdefault(read.key, read.row)
    if first == read.row:
        return True
    says = f"编号“{read.key}”与第{first}行重复，本行未计入：请核对后改正编号或删去一行"
    gathered.problems.append(Problem(sheet.file, says, sheet.name, read.row))
    return False


def _ledger_of(sheet: Sheet, header: HeaderAt, known: KnownLedgers) -> Ledger | None:
    """The ledger whose columns fit best; its name in the title or file decides between equals.

    A sheet is a ledger only if every required column and at least three are there, and it is
    called so or half of its columns are known.
    """
    named = normalise_name("".join((sheet.name, sheet.file, *header.titles)))
    names = [*header.columns.values(), *(column.name for column in header.unknown)]
    best: tuple[float, Ledger] | None = None
    for ledger, spellings in zip(known.ledgers, known.spellings, strict=True):
        found = {spellings[name] for name in names if name in spellings}
        required = {name for name, column in ledger.columns.items() if column.required}
        if not required <= found or len(found) < 3:
            continue
        called = any(normalise_name(name) in named for name in (ledger.ledger, *ledger.names))
        score = len(found) / len(names) + 0.5 * called
        if (called or score >= 0.5) and (best is None or score > best[0]):
            best = (score, ledger)
    return best[1] if best else None


def _columns(
    sheet: Sheet, header: HeaderAt, ledger: Ledger, known: KnownLedgers, gathered: _Gathered
) -> tuple[dict[str, int], tuple[str, ...]]:
    """Column name → index, and the names not understood; of two alike the first is read."""
    spellings = known.spellings[known.ledgers.index(ledger)]
    columns: dict[str, int] = {}
    unknown = [column.name for column in header.unknown]
    twice = [(column.index, column.name) for column in header.duplicates]
    for index, name in header.columns.items():
        column = spellings.get(name)
        if column is None:
            unknown.append(name)
        elif column in columns:
            twice.append((index, name))
        else:
            columns[column] = index
    for index, name in twice:
        says = f"“{name}”列重复，只读取第一列"
        letter = column_letter(index)
        gathered.problems.append(Problem(sheet.file, says, sheet.name, header.row, letter))
    if unknown:
        says = f"不认识的列：{'、'.join(unknown)}（未读取）"
        gathered.problems.append(Problem(sheet.file, says, sheet.name, header.row))
    return columns, tuple(unknown)


def _year_of(gathered: _Gathered) -> int:
    """The year most rows open in; 0 when there is no dated row."""
    years: Counter[int] = Counter()
    for *_, read in gathered.rows:
        if read.dated:
            years[min(event.on for event in read.dated).year] += 1
    return max(years, key=lambda y: (years[y], y), default=0)


def _rows(gathered: _Gathered, year: int) -> Iterator[Row]:
    for ledger, file, sheet, read in gathered.rows:
        history = read.history(year)
        yield Row(
            ledger,
            file,
            sheet,
            read.row,
            read.key,
            read.title,
            read.unit,
            history,
            digest(history, read.title, read.unit),
        )


def digest(history: History, title: str, unit: str) -> str:
    """SHA-256 over everything a row says."""
    parts = [title, unit]
    parts += [f"{e.act}@{e.on.isoformat()}:{e.by}" for e in history.events]
    parts += [f"{name}={value}" for name, value in sorted(history.facts.items())]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
