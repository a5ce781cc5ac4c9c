"""Who is told of what an act has done: whoever has a new task, on commit."""

from __future__ import annotations

from guiju.procedures.desk.tasks import Turn


def tell(turn: Turn) -> None:
    """Tell those whose task has begun."""
