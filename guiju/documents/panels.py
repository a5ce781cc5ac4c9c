"""What an incoming document adds to its page: its sheets on paper, its letters."""

from __future__ import annotations

from datetime import date

from guiju.letters.panel import letters_panel
from guiju.procedures.desk.panels import Panel
from guiju.procedures.desk.visibility import Viewer
from guiju.procedures.models import Case, Origin

PROCEDURE = "incoming_document"


def panels(case: Case, viewer: Viewer, on: date) -> list[Panel]:
    """The panels of a live document."""
    if case.origin == Origin.IMPORTED:
        return []
    sent = case.readings.filter(recalled_at=None).count()
    papers = Panel("处理笺和登记簿", "documents/papers_panel.html", {"case": case, "readers": sent})
    return [papers, letters_panel(case, viewer)]
