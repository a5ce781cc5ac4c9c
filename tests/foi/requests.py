"""Requests for the tests: the procedure, and records that lead to every leaf of its tree."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import guiju.foi
from guiju.procedures.definition import Procedure
from guiju.procedures.loader import load

FILE = Path(guiju.foi.__file__).with_name("procedures") / "foi_request.yaml"


@cache
def foi_request() -> Procedure:
    """The procedure read from its own file, whatever else the library holds."""
    return load(FILE)
