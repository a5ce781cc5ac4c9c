"""The letters of a case as a section of its page."""

from __future__ import annotations

from guiju.core.errors import Refusal
from guiju.letters.selectors import letters_due, may_issue, may_take, withdrawn
from guiju.procedures.desk.panels import Panel
from guiju.procedures.desk.visibility import Viewer
from guiju.procedures.models import Case


def letters_panel(case: Case, viewer: Viewer) -> Panel:
    """Letters due, each with what went out; why not, where they cannot be read."""
    context: dict[str, object] = {"case": case}
    try:
        due = letters_due(case)
        context |= {
            "letters": due,
            "gone": withdrawn(case, due),
            "may_issue": may_issue(case, viewer),
            "may_take": may_take(case, viewer),
        }
    except Refusal as refusal:
        context["reasons"] = refusal.reasons
    return Panel("文书", "letters/panel.html", context)
