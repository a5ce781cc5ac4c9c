"""The office's own folder: its parameters, holidays, templates and fonts."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

VARIABLE = "GUIJU_OFFICE"

_CHECKOUT = Path(__file__).resolve().parents[2]


def var_folder() -> Path:
    """What this installation owns: `GUIJU_VAR`, else `var` in the checkout or where one stands."""
    return _resolved(os.environ.get("GUIJU_VAR", ""), Path.cwd())


@lru_cache(maxsize=4)
def _resolved(named: str, here: Path) -> Path:
    """A page asks a hundred times; looking every folder of the path up takes longer than a row."""
    beside = _CHECKOUT if (_CHECKOUT / "pyproject.toml").is_file() else here
    return (here / (named or beside / "var")).resolve()


def own_folder() -> Path:
    """Where the office's own folder is, or will be: `GUIJU_OFFICE`, else `office` in `var`."""
    named = os.environ.get(VARIABLE, "")
    return Path(named) if named else var_folder() / "office"


def office_folder() -> Path | None:
    """The office's own folder; None when `GUIJU_OFFICE` names none and `var` holds none."""
    own = own_folder()
    return own if os.environ.get(VARIABLE) or own.is_dir() else None
