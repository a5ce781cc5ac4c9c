"""What a check-up found, written for others: data, a workbook, a page, a report."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from guiju.checkup.export_docx import write_docx
from guiju.checkup.export_html import write_html
from guiju.checkup.export_xlsx import write_xlsx
from guiju.checkup.intake import Problem
from guiju.checkup.reading import FileRead
from guiju.checkup.run import Finding, Result
from guiju.typeset.saving import whole
from guiju.typeset.text import printable

Json = None | str | int | list["Json"] | dict[str, "Json"]


def as_json(result: Result) -> str:
    """The whole result as JSON: Chinese as it is, days in ISO form, what is missing as null."""
    whole: Json = {
        "year": result.year,
        "as_of": result.as_of.isoformat(),
        "figures": dict(result.figures),
        "findings": [_finding(f) for f in result.findings],
        "problems": [_problem(p) for p in result.problems],
        "files": [_file(f) for f in result.files],
    }
    # Half of a character pair, as a broken file may hold, cannot be written as UTF-8.
    return printable(json.dumps(whole, ensure_ascii=False, indent=1)) + "\n"


def write(result: Result, folder: Path, formats: Sequence[str]) -> list[Path]:
    """Write `checkup.<format>` for each format into a folder, made if need be; give the paths.

    A file appears complete or not at all. Raises KeyError for a format not in FORMATS.
    """
    writers = [(name, _WRITERS[name]) for name in formats]
    folder.mkdir(parents=True, exist_ok=True)
    return [_write_whole(writer, result, folder / f"checkup.{name}") for name, writer in writers]


def _write_whole(writer: Callable[[Result, Path], None], result: Result, target: Path) -> Path:
    with whole(target) as half:
        writer(result, half)
    return target


def _write_json(result: Result, path: Path) -> None:
    path.write_text(as_json(result), encoding="utf-8")


_WRITERS: dict[str, Callable[[Result, Path], None]] = {
    "json": _write_json,
    "xlsx": write_xlsx,
    "html": write_html,
    "docx": write_docx,
}
FORMATS = tuple(_WRITERS)


def _finding(f: Finding) -> Json:
    return {
        "ledger": f.ledger,
        "row": f.row,
        "key": f.key,
        "rule": f.rule,
        "basis": f.basis,
        "due": _day(f.due),
        "actual": _day(f.actual),
        "says": f.says,
        "file": f.file,
        "sheet": f.sheet,
        "title": f.title,
        "unit": f.unit,
        "days_late": f.days_late,
        "why": f.why,
    }


def _problem(p: Problem) -> Json:
    return {"file": p.file, "sheet": p.sheet, "row": p.row, "column": p.column, "says": p.says}


def _file(f: FileRead) -> Json:
    return {
        "file": f.file,
        "sheet": f.sheet,
        "ledger": f.ledger,
        "rows": f.rows,
        "unknown": list(f.unknown),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
