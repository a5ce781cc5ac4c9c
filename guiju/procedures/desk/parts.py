"""Who has had a part in a case and so may see it: whoever acted, was addressed, may draw."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User

from guiju.procedures.desk.turn import Turn
from guiju.procedures.models import Case, Participation
from guiju.statements.rows import new
from guiju.statements.writing import insert, set_all

_ACTED = (
    "(case_id, user_id) "
    "DO UPDATE SET acted = EXCLUDED.acted, closed = EXCLUDED.closed, last_at = EXCLUDED.last_at"
)


def take_part(turn: Turn, *, was_closed: bool) -> None:
    """Keep who has had a part: the actor, the posts addressed, whoever may draw from the pool."""
    case = turn.case
    closed = case.closed_on is not None
    mine = [
        new(
            Participation,
            jurisdiction_id=case.jurisdiction_id,
            case=case,
            user=user,
            acted=True,
            closed=closed,
            last_at=turn.at,
        )
        for user in {turn.by.id: turn.by, turn.signer.id: turn.signer}.values()
    ]
    insert(mine, conflict=_ACTED)
    let_see(case, _new_posts(turn), [t.user for t in turn.opened if t.user is not None], turn.at)
    if closed != was_closed:
        set_all(Participation, {"closed": closed}, case=case.id)


def _new_posts(turn: Turn) -> set[int]:
    """The posts that may act on the tasks just opened; those with an earlier task are known."""
    found: set[int] = set()
    for task in turn.opened:
        if (post := task.post_id) is not None:
            found.add(post)
        elif task.user_id is None:
            able = turn.able(task.role)
            found |= {p.id for p in able if task.unit_id in (None, p.unit_id)}
    return found.difference(task.post_id for task in turn.tasks) if found else found


def let_see(case: Case, posts: Iterable[int], users: Iterable[User], at: datetime) -> None:
    """Give posts (ids) and people a part in a case; those who have one keep it."""
    closed = case.closed_on is not None
    rows = [
        new(
            Participation,
            jurisdiction_id=case.jurisdiction_id,
            case=case,
            post_id=pk,
            closed=closed,
            last_at=at,
        )
        for pk in sorted(set(posts))
    ] + [
        new(
            Participation,
            jurisdiction_id=case.jurisdiction_id,
            case=case,
            user=user,
            closed=closed,
            last_at=at,
        )
        for user in {user.id: user for user in users}.values()
    ]
    insert(rows, conflict="DO NOTHING")
