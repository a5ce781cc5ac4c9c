"""The tables of the engine: cases and events, and the desk's tasks, limits and papers."""

from guiju.procedures.models.cases import Case, Event, Finding, Origin, Source
from guiju.procedures.models.feeds import Feed
from guiju.procedures.models.limits import Limit
from guiju.procedures.models.papers import Attachment, Draft, Link, LinkKind, Opinion, Phrase, Text
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
    "Attachment",
    "Case",
    "Draft",
    "Event",
    "Feed",
    "Finding",
    "Follow",
    "Limit",
    "Link",
    "LinkKind",
    "Opinion",
    "Origin",
    "Participation",
    "Phrase",
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
