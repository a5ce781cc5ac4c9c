"""What a session adds to its page: the laws read, who came, and the way to its sheet."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from guiju.procedures.desk.panels import Panel
from guiju.procedures.desk.visibility import Viewer
from guiju.procedures.models import Case, Link, Origin
from guiju.study.models import FORMS, Attendance, PlanItem
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
        "lacks_meeting": case.facts.get("form") == FORMS[0] and not _is_linked(case),
    }
    return [Panel("学习内容和签到", "study/session_panel.html", shown)]


def _is_linked(case: Case) -> bool:
    """With the meeting it is held before, or with anything else: the link says which."""
    return Link.objects.filter(Q(case=case) | Q(other=case)).exists()
