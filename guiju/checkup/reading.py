"""Ledger files into histories: one row, one case. What cannot be read is told, never guessed."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
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
Place = tuple[str, str, int]
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


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
    keys: dict[tuple[str, str], Place] = field(default_factory=dict)
    years_named: set[int] = field(default_factory=set)


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
    if not found:
        _tell_no_year(gathered)
    return Reading(
        tuple(_rows(gathered, found)), tuple(gathered.problems), tuple(gathered.files), found
    )


def _read_sheet(sheet: Sheet, known: KnownLedgers, gathered: _Gathered) -> None:
    if not sheet.rows:
        return
    header = find_header(sheet, known.words)
    ledger, wanting = _ledger_of(sheet, header, known) if header else (None, ())
    if header is None or ledger is None or wanting:
        gathered.files.append(FileRead(sheet.file, sheet.name, "", len(sheet.rows)))
        gathered.problems.append(Problem(sheet.file, _not_read(ledger, wanting), sheet.name))
        return
    gathered.years_named |= _years_in(sheet.name, sheet.file, *header.titles)
    columns, unknown = _columns(sheet, header, ledger, known, gathered)
    reader = Reader(ledger, columns)
    count = 0
    for row in data_rows(sheet, header):
        read = reader.read(row)
        gathered.problems += [
            Problem(sheet.file, p.says, sheet.name, row.number, p.column) for p in read.problems
        ]
        if read.key and _first_of_its_key(read, ledger, sheet, gathered):
            gathered.rows.append((ledger, sheet.file, sheet.name, read))
            count += 1
    read_as = FileRead(sheet.file, sheet.name, ledger.ledger, count, unknown, header.row)
    gathered.files.append(read_as)


def _not_read(ledger: Ledger | None, wanting: Sequence[str]) -> str:
    if ledger is None:
        return "认不出是哪种台账：请核对表头，或从“台账模板”下载后填写"
    names = "、".join(f"“{name}”" for name in wanting)
    return f"像是{ledger.ledger}，但没有必需的{names}列，未读取：请补上这一列，或核对表头"


def _first_of_its_key(read: RowRead, ledger: Ledger, sheet: Sheet, gathered: _Gathered) -> bool:
    """False when the number stood before, in whatever sheet or file of this ledger."""
    name = (ledger.ledger, unicodedata.normalize("NFKC", read.key))
    here = (sheet.file, sheet.name, read.row)
    first = gathered.keys.setdefault(name, here)
    if first == here:
        return True
    file, of_sheet, row = first
    place = f"第{row}行"
    if (file, of_sheet) != here[:2]:
        place = f"“{of_sheet}”表{place}"
    if file != sheet.file:
        place = f"“{file}”{place}"
    says = f"编号“{read.key}”与{place}重复，本行未计入：请核对后改正编号或删去一行"
    gathered.problems.append(Problem(sheet.file, says, sheet.name, read.row))
    return False


def _ledger_of(
    sheet: Sheet, header: HeaderAt, known: KnownLedgers
) -> tuple[Ledger | None, tuple[str, ...]]:
    """The ledger whose columns fit best, with the required columns it has not.

    A sheet may be a ledger only if at least three of its columns are there, and it is called so
    or half of its columns are known. One with every required column goes before any without;
    the name in the title, the sheet or the file decides between equals.
    """
    named = normalise_name("".join((sheet.name, sheet.file, *header.titles)))
    names = [*header.columns.values(), *(column.name for column in header.unknown)]
    best: tuple[bool, float] = (False, 0.0)
    chosen: tuple[Ledger | None, tuple[str, ...]] = (None, ())
    for ledger, spellings in zip(known.ledgers, known.spellings, strict=True):
        found = {spellings[name] for name in names if name in spellings}
        wanting = tuple(n for n, c in ledger.columns.items() if c.required and n not in found)
        called = any(normalise_name(name) in named for name in (ledger.ledger, *ledger.names))
        score = len(found) / len(names) + 0.5 * called
        if len(found) >= 3 and (called or score >= 0.5) and (not wanting, score) > best:
            best, chosen = (not wanting, score), (ledger, wanting)
    return chosen


def _columns(
    sheet: Sheet, header: HeaderAt, ledger: Ledger, known: KnownLedgers, gathered: _Gathered
) -> tuple[dict[str, int], tuple[str, ...]]:
    """Column name → index, and the names not understood.

    Of two columns of one meaning that with the usual name is read, else the first.
    """
    spellings = known.spellings[known.ledgers.index(ledger)]
    columns: dict[str, int] = {}
    unknown = [column.name for column in header.unknown]
    twice = [(column.index, column.name, column.name) for column in header.duplicates]
    usual = {normalise_name(column) for column in ledger.columns}
    for index, name in sorted(header.columns.items(), key=lambda c: (c[1] not in usual, c[0])):
        column = spellings.get(name)
        if column is None:
            unknown.append(name)
        elif column in columns:
            twice.append((index, name, header.columns[columns[column]]))
        else:
            columns[column] = index
    for index, name, read in twice:
        says = f"“{name}”列重复，只读取第一列"
        if name != read:
            says = f"“{name}”列与“{read}”列是一个意思，只读取“{read}”列"
        letter = column_letter(index)
        gathered.problems.append(Problem(sheet.file, says, sheet.name, header.row, letter))
    if unknown:
        says = f"不认识的列：{'、'.join(unknown)}（未读取）"
        gathered.problems.append(Problem(sheet.file, says, sheet.name, header.row))
    return columns, tuple(unknown)


def _year_of(gathered: _Gathered) -> int:
    """The year most rows open in; without dated rows that of the titles; 0 when none is told."""
    years: Counter[int] = Counter()
    for *_, read in gathered.rows:
        if read.dated:
            years[min(event.on for event in read.dated).year] += 1
    if years:
        return max(years, key=lambda y: (years[y], y))
    return gathered.years_named.pop() if len(gathered.years_named) == 1 else 0


def _years_in(*texts: str) -> set[int]:
    return {int(year) for text in texts for year in _YEAR.findall(text)}


def _tell_no_year(gathered: _Gathered) -> None:
    for read_as in gathered.files:
        if read_as.rows:
            says = "看不出是哪一年的台账，没有日期的事项未计入：请写明年度"
            gathered.problems.append(Problem(read_as.file, says, read_as.sheet))


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
