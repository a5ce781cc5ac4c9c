"""Figures of outgoing documents, each a question over dated events."""

from guiju.procedures.figure import Figure

FIGURES = (
    Figure(
        "document.issued",
        label="审核印发文件",
        unit="件",
        procedure="outgoing_document",
        act="issue",
    ),
)
