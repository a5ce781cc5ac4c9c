"""What a request adds to its page: who asked, the two records to be composed, its letters."""

from __future__ import annotations

from datetime import date

from guiju.foi.models import Applicant
from guiju.foi.prefilling import RECORDS, offered_records
from guiju.letters.panel import letters_panel
from guiju.letters.selectors import may_take
from guiju.procedures.desk.panels import Panel
from guiju.procedures.desk.visibility import Viewer
from guiju.procedures.models import Case, Origin

PROCEDURE = "foi_request"


def panels(case: Case, viewer: Viewer, on: date) -> list[Panel]:
    """The panels of a live request; a record out of a ledger has none."""
    if case.origin == Origin.IMPORTED:
        return []
    row = Applicant.objects.filter(case=case).first()
    who = {"case": case, "masked": row.masked if row else "", "involved": may_take(case, viewer)}
    found = [Panel("申请人", "foi/applicant_panel.html", who)]
    records = offered_records(case, viewer)
    if records:
        shown = [(name, RECORDS[name].label) for name in records]
        found.append(Panel("办理记录", "foi/records_panel.html", {"case": case, "records": shown}))
    return [*found, letters_panel(case, viewer)]
