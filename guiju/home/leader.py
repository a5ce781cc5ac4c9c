"""The leader's page: one paper at a time, and what can be done to it with one touch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from guiju.home.boxes_page import page_at
from guiju.org.models import Post
from guiju.procedures.definition import OUTCOME, REASON, Act, Procedure
from guiju.procedures.desk.addressing import carrying
from guiju.procedures.desk.boxes import to_do, to_read
from guiju.procedures.desk.returning import Target, targets
from guiju.procedures.desk.tasks import tasks_of
from guiju.procedures.desk.visibility import Viewer
from guiju.procedures.models import Task
from guiju.procedures.selectors import Offer, offers, procedure_of

MOST = 200
"""Papers one leafs through; the rest follow as these are done."""
TASK, READING = "task", "reading"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paper is in the pile: counted from 1, with its neighbours as (kind, id)."""

    number: int
    of: int
    before: tuple[str, int] | None
    after: tuple[str, int] | None


def pile(viewer: Viewer) -> list[tuple[str, int]]:
    """What waits for someone, 待批 before 待阅, as (kind, id)."""
    tasks = to_do(viewer).values_list("pk", flat=True)[:MOST]
    readings = to_read(viewer).order_by("-case__urgency", "-sent_at", "-pk")
    return [
        *((TASK, pk) for pk in tasks),
        *((READING, pk) for pk in readings.values_list("pk", flat=True)[:MOST]),
    ]


def place_of(papers: Sequence[tuple[str, int]], kind: str, pk: int) -> Place | None:
    """None for what is not in the pile."""
    if (kind, pk) not in papers:
        return None
    n = papers.index((kind, pk))
    before = papers[n - 1] if n else None
    after = papers[n + 1] if n + 1 < len(papers) else None
    return Place(n + 1, len(papers), before, after)


@dataclass(frozen=True, slots=True)
class Choices:
    """What may be done now: at once, as a return, on its own form, and what may not."""

    at_once: tuple[Offer, ...]
    returns: tuple[tuple[Offer, Target], ...]
    forms: tuple[tuple[Offer, str], ...]
    refused: tuple[Offer, ...]


def choices(task: Task, viewer: Viewer) -> Choices:
    """The acts of a task, by how much they ask; what is entered from paper asks for the paper."""
    case = task.case
    p = procedure_of(case)
    ways = {target.act: target for target in targets(p, case, tasks_of(case))}
    at_once, returns, forms, refused = [], [], [], []
    records = _on_paper(task, viewer)
    for offer in offers(case, user=viewer.user, on=viewer.on):
        if offer.reasons:
            refused.append(offer)
        elif offer.returns and offer.id in ways and _says_why(offer.act) and not records:
            returns.append((offer, ways[offer.id]))
        elif asks_nothing(p, offer.act) and not records:
            at_once.append(offer)
        else:
            forms.append((offer, page_at(f"/cases/{case.pk}/acts/{offer.id}/")))
    return Choices(tuple(at_once), tuple(returns), tuple(forms), tuple(refused))


def _on_paper(task: Task, viewer: Viewer) -> bool:
    return any(seat.post.pk == task.post_id for seat in viewer.paper_seats)


def _says_why(act: Act) -> bool:
    return set(act.needs) <= {REASON}


def asks_nothing(p: Procedure, act: Act) -> bool:
    """True when an opinion is all there is to say: no facts, no units to be named."""
    if act.needs or act.outcome or OUTCOME in act.takes:
        return False
    return act.to == "same" or p.steps[act.to].countersign is None


def others(task: Task, viewer: Viewer) -> list[Post]:
    """The posts a task may be handed on to; none by who only enters paper."""
    if _on_paper(task, viewer):
        return []
    able = carrying(task.role, task.jurisdiction, viewer.on)
    return [post for post in able if post.pk != task.post_id]
