"""The tables of the engine: cases and events, and the desk's tasks, limits and papers."""

from guiju.procedures.models.cases import Case, Event, Finding, Origin, Source
from guiju.procedures.models.limits import Limit
from guiju.procedures.models.papers import Draft, Link, LinkKind, Opinion, Text
from guiju.procedures.models.tasks import (
    Follow,
    Participation,
    Reading,
    Resume,
    Slip,
    SlipKind,
    Task,
    TaskKind,
    TaskState,
)

__all__ = [
    "Case",
    "Draft",
    "Event",
    "Finding",
    "Follow",
    "Limit",
    "Link",
    "LinkKind",
    "Opinion",
    "Origin",
    "Participation",
    "Reading",
    "Resume",
    "Slip",
    "SlipKind",
    "Source",
    "Task",
    "TaskKind",
    "TaskState",
    "Text",
]
