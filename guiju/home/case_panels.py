"""Panels of a case page that the app of its procedure brings along."""

from __future__ import annotations

from guiju.home.case_seen import Seen
from guiju.procedures.panel import Panel, panelists


def panels_of(seen: Seen) -> list[Panel]:
    """What the procedure's own app shows on this page to this viewer."""
    module = panelists().get(seen.case.procedure)
    return list(module.panels(seen.case, seen.viewer, seen.at)) if module is not None else []
