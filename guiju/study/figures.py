"""Figures of law study, each a question over dated events."""

from guiju.procedures.figure import Figure

FIGURES = (
    Figure("study.sessions", label="集中学法", unit="次", procedure="study_session", act="hold"),
)
