"""Figures of meetings, each a question over dated events."""

from guiju.procedures.figure import Figure

FIGURES = (
    Figure("meeting.held", label="召开会议", unit="场", procedure="meeting", act="hold"),
    Figure(
        "meeting.executive",
        label="政府常务会议",
        unit="场",
        procedure="meeting",
        act="hold",
        where={"kind": ("常务会议",)},
    ),
    Figure(
        "meeting.law_study",
        label="常务会议会前学法",
        unit="次",
        procedure="meeting",
        act="hold",
        where={"kind": ("常务会议",), "pre_meeting_study": ("given",)},
    ),
)
