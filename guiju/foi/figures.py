"""Figures of requests for government information, each a question over dated events."""

from guiju.procedures.figure import Figure

FIGURES = (
    Figure(
        "foi.received",
        label="收到政府信息公开申请",
        unit="件",
        procedure="foi_request",
        act="receive",
    ),
)
