"""Figures of plans and problems, each a question over dated events."""

from guiju.procedures.figure import Figure

FIGURES = (
    Figure("plan.items", label="年度工作要点", unit="项", procedure="plan_item", act="list_item"),
    Figure(
        "plan.done",
        label="已完成的工作要点",
        unit="项",
        procedure="plan_item",
        act="list_item",
        also=("complete",),
    ),
    Figure(
        "problem.open",
        label="整改中的问题",
        unit="个",
        procedure="problem",
        act="identify",
        without=("close",),
    ),
)
