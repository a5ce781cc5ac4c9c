"""Figures of proactive disclosure, each a question over dated events."""

from guiju.procedures.figure import Figure

FIGURES = (
    Figure(
        "disclosure.published",
        label="主动公开政府信息",
        unit="条",
        procedure="proactive_disclosure",
        act="form",
        also=("publish",),
    ),
)
