"""What a session adds to its page: the laws read, who came, and the way to its sheet."""

from __future__ import annotations

from datetime import date

from guiju.procedures.desk.panels import Panel
from guiju.procedures.desk.visibility import Viewer
from guiju.procedures.models import Case, Origin
from guiju.study.models import Attendance, PlanItem
from guiju.study.plans import PROCEDURE, plans_of
from guiju.study.sessions import chosen_for, counted, may_keep_sheet

__all__ = ["PROCEDURE", "panels"]


def panels(case: Case, viewer: Viewer, on: date) -> list[Panel]:
    """The panel of a live session; a record out of a ledger has none."""
    if case.origin == Origin.IMPORTED:
        return []
    sheet = list(Attendance.objects.filter(case=case))
    item = PlanItem.objects.filter(case=case, plan__in=plans_of(viewer)).first()
    count = counted(sheet)
    recorded = case.facts.get("attendance")
    shown = {
        "case": case,
        "chosen": chosen_for(case),
        "sheet": sheet,
        "count": count,
        "differs": bool(sheet) and recorded is not None and recorded != count.present,
        "recorded": recorded,
        "item": item,
        "keeps": may_keep_sheet(viewer, case),
    }
    return [Panel("学习内容和签到", "study/session_panel.html", shown)]
