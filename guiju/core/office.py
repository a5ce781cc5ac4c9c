"""The office's own folder: its parameters, holidays, templates and fonts."""

from __future__ import annotations

import os
from pathlib import Path

VARIABLE = "GUIJU_OFFICE"


def office_folder() -> Path | None:
    """The folder named by `GUIJU_OFFICE`; None when the office has none."""
    named = os.environ.get(VARIABLE, "")
    return Path(named) if named else None
