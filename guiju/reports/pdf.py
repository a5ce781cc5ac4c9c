"""Reports in PDF: the sheet that counts."""

from __future__ import annotations

from pathlib import Path

from guiju.reports.docx import TEMPLATES
from guiju.reports.paper import Paper
from guiju.typeset.press import Printed, print_pdf


def render_pdf(paper: Paper, office: Path | None = None) -> Printed:
    """Typeset a report. Raises FontMissing when this machine has no Chinese face."""
    return print_pdf(TEMPLATES / f"{paper.name}.typ", paper.content, office)
