"""What the case of a plan adds to its page: what is planned, and whether anything is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from guiju.procedures.desk.panels import Lack, Look, Panel
from guiju.procedures.desk.visibility import Viewer
from guiju.procedures.models import Case
from guiju.study.models import Plan, PlanItem
from guiju.study.plans import PLANNING as PROCEDURE
from guiju.study.plans import items_of, may_organise

__all__ = ["PAPERS", "PROCEDURE", "panels"]


def panels(case: Case, viewer: Viewer, on: date) -> list[Panel]:
    """The items of the plan, read where they are approved, and the way to its page."""
    plan = Plan.objects.filter(case=case).first()
    shown = {
        "case": case,
        "plan": plan,
        "items": items_of(plan) if plan else [],
        "begins": may_organise(viewer, case.unit_id),
    }
    return [Panel("计划内容", "study/plan_panel.html", shown)]


def _planned_items(case: Case) -> list[Lack]:
    return [] if PlanItem.objects.filter(plan__case=case).exists() else [Lack()]


PAPERS: Mapping[str, Look] = {"planned_items": _planned_items}
