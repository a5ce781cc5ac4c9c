"""效力: what the page of a published document says of its validity, and of what hangs on it."""

from __future__ import annotations

from datetime import date

from guiju.normative.register import issued, lines
from guiju.normative.resting import amended_by
from guiju.normative.validity import timeline
from guiju.procedures.desk.panels import Panel
from guiju.procedures.desk.visibility import Viewer, visible_cases
from guiju.procedures.models import Case
from guiju.procedures.selectors import history_of


def validity_panel(case: Case, viewer: Viewer, on: date) -> list[Panel]:
    """As of a day; nothing for a document not yet published."""
    line = next(iter(lines(issued(Case.objects.filter(pk=case.pk)), on)), None)
    if line is None:
        return []
    changed = amended_by(case, line.number)
    seen = visible_cases(viewer).filter(pk__in=[one.case.pk for one in changed])
    context = {
        "line": line,
        "on": on,
        "spans": timeline(history_of(case)),
        "changed": [one for one in changed if one.case in set(seen)],
        "unnamed": len(changed) - len(seen),
    }
    return [Panel("效力", "normative/validity_panel.html", context)]
