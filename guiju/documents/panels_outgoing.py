"""What an outgoing document adds to its page, and what of its papers is there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from guiju.documents.editing import EDITOR as EDITOR
from guiju.documents.package import missing_in
from guiju.procedures.desk.panels import Lack, Look, Panel
from guiju.procedures.desk.visibility import Viewer
from guiju.procedures.models import Case, Origin

PROCEDURE = "outgoing_document"


def panels(case: Case, viewer: Viewer, on: date) -> list[Panel]:
    """The panel of papers of a live document."""
    if case.origin == Origin.IMPORTED:
        return []
    context = {"case": case, "versions": case.texts.count()}
    return [Panel("公文稿纸和归档包", "documents/outgoing_panel.html", context)]


def _text(case: Case) -> list[Lack]:
    return [] if case.texts.exists() else [Lack()]


def _whole_file(case: Case) -> list[Lack]:
    return [Lack(reason.says, reason.helper) for reason in missing_in(case)]


PAPERS: Mapping[str, Look] = {"text": _text, "whole_file": _whole_file}
