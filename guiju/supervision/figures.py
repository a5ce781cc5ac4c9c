"""Figures of supervision, each a question over dated events."""

from guiju.procedures.figure import Figure

FIGURES = (
    Figure(
        "supervision.carried_out", label="开展督查", unit="次", procedure="supervision", act="open"
    ),
    Figure(
        "supervision.problems_solved",
        label="督查发现并整改的问题",
        unit="个",
        procedure="supervision",
        act="open",
        also=("rectify",),
        where={"problem": ("given",)},
    ),
)
