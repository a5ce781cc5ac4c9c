"""What an incoming document adds to its page: its letters."""

from __future__ import annotations

from datetime import date

from guiju.letters.panel import letters_panel
from guiju.procedures.desk.panels import Panel
from guiju.procedures.desk.visibility import Viewer
from guiju.procedures.models import Case, Origin

PROCEDURE = "incoming_document"


def panels(case: Case, viewer: Viewer, on: date) -> list[Panel]:
    """The panel of letters, for a live case."""
    return [] if case.origin == Origin.IMPORTED else [letters_panel(case, viewer)]
