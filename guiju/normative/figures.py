"""Figures of normative documents, each a question over dated events."""

from guiju.procedures.figure import Figure

FIGURES = (
    Figure(
        "normative.reviewed",
        label="规范性文件合法性审核",
        unit="件",
        procedure="normative_document",
        act="legality_review",
    ),
    Figure(
        "normative.repealed",
        label="废止规范性文件",
        unit="件",
        procedure="normative_document",
        act="repeal",
    ),
)
