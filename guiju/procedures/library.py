"""All procedures the office runs on, found by name in `guiju/<app>/procedures/*.yaml`.

A published file is locked by its hash and never changes: an amendment is a new file with a later
`valid_from`, and a case keeps the version in force on the day it opened.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path

from guiju.procedures.definition import Procedure
from guiju.procedures.loader import digest_of, load
from guiju.procedures.yaml_source import Refused, Trouble

PACKAGE = Path(__file__).resolve().parent.parent
LOCK = Path(__file__).with_name("published.json")
PARAMETERS = "parameters.json"
"""In the office's folder: `{"inquiry.reply_length": "10 working days"}`."""


class UnknownProcedure(KeyError):
    """No procedure file has this id, or none was in force on that day."""


class VersionGone(UnknownProcedure):
    """The file of the version a case was opened under is no longer there."""


def files() -> list[Path]:
    """Every procedure file of the package, in order of path."""
    found = PACKAGE.glob("*/procedures/*.yaml")
    return sorted(path for path in found if not path.name.endswith(".cases.yaml"))


@cache
def versions(office: Path | None = None) -> Mapping[str, tuple[Procedure, ...]]:
    """Procedure id → its versions, oldest first, with the office's local parameters.

    Raises Refused when a file does not load, was changed after publication, or an office
    parameter names nothing.
    """
    overrides = _overrides(office)
    found: dict[str, list[Procedure]] = {}
    for path in files():
        name = path.stem.split("@")[0]
        found.setdefault(name, []).append(load(path, overrides.pop(name, None)))
    changed = list(changed_files())
    if changed:
        raise Refused(changed)
    if overrides:
        raise Refused(
            [
                Trouble("office.parameter", PARAMETERS, f"没有程序“{name}”", "改正参数名")
                for name in overrides
            ]
        )
    return {name: tuple(sorted(p, key=lambda x: x.valid_from)) for name, p in found.items()}


def in_force(name: str, on: date, office: Path | None = None) -> Procedure:
    """The version of a procedure in force on a day; the oldest for a day before all of them."""
    try:
        candidates = versions(office)[name]
    except KeyError as error:
        raise UnknownProcedure(name) from error
    return next((p for p in reversed(candidates) if p.valid_from <= on), candidates[0])


def current(name: str, office: Path | None = None) -> Procedure:
    """The newest version."""
    return versions(office)[name][-1]


def changed_files() -> Iterator[Trouble]:
    """Published files whose hash no longer fits, and files not yet published."""
    locked: dict[str, str] = json.loads(LOCK.read_text(encoding="utf-8")) if LOCK.exists() else {}
    present = {_lock_name(path): path for path in files()}
    for name, digest in locked.items():
        if name not in present:
            yield Trouble("lock.missing", name, "已公布的程序文件不见了", "从版本库恢复该文件")
        elif digest_of(present[name]) != digest:
            yield Trouble(
                "lock.changed",
                name,
                "已公布的程序文件被改动",
                "恢复原文件；法律修改另立新文件并写明 valid_from",
            )
    for name in present.keys() - locked.keys():
        yield Trouble(
            "lock.unpublished", name, "程序文件尚未公布", "核对后运行 guiju procedures publish"
        )


def publish() -> list[str]:
    """Lock every file not locked yet; never changes a lock. Returns the names added."""
    locked: dict[str, str] = json.loads(LOCK.read_text(encoding="utf-8")) if LOCK.exists() else {}
    added = [path for path in files() if _lock_name(path) not in locked]
    locked.update({_lock_name(path): digest_of(path) for path in added})
    text = json.dumps(dict(sorted(locked.items())), ensure_ascii=False, indent=1)
    LOCK.write_text(text + "\n", encoding="utf-8")
    return [_lock_name(path) for path in added]


def _lock_name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def _overrides(office: Path | None) -> dict[str, dict[str, str]]:
    path = office / PARAMETERS if office else None
    if path is None or not path.exists():
        return {}
    grouped: dict[str, dict[str, str]] = {}
    for name, length in json.loads(path.read_text(encoding="utf-8")).items():
        procedure, _, parameter = str(name).partition(".")
        grouped.setdefault(procedure, {})[parameter] = str(length)
    return grouped
