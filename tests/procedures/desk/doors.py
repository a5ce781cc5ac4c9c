"""The other doors to a case: a system on the line, and a ledger that is imported."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from unittest import mock

from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from hypothesis import strategies as st

from guiju.api.models import ApiToken
from guiju.api.tokens import digest_of
from guiju.checkup.importing import Order, import_reading
from guiju.checkup.ledgers import Ledger, all_ledgers
from guiju.checkup.reading import Reading, Row
from guiju.core.errors import Reason, Refusal
from guiju.procedures.guard import offered
from guiju.procedures.history import Event, replay
from guiju.procedures.models import Case, Origin
from guiju.procedures.selectors import history_of, recompute
from tests.procedures.desk.lives import MOVES, World, fitting
from tests.procedures.test_tables_properties import facts_for

BAD_REQUEST, SERVER_ERROR = 400, 500


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a system, sent as often as it likes."""

    world: World
    user: User
    path: str
    body: dict[str, Any]
    key: str

    def answer(self) -> tuple[int, str]:
        """Status and body."""
        cache.clear()
        headers = {"Authorization": f"Bearer {self._secret()}", "Idempotency-Key": self.key}
        with mock.patch("django.utils.timezone.now", lambda: self.world.at):
            sent = json.dumps(self.body)
            got = Client().post(self.path, sent, "application/json", headers=headers)
        return got.status_code, got.content.decode()

    def _secret(self) -> str:
        secret = f"guiju_{self.user.pk}"
        ApiToken.objects.get_or_create(
            digest=digest_of(secret),
            defaults={
                "jurisdiction": self.world.jurisdiction,
                "user": self.user,
                "system": "某系统",
                "hint": "guiju_",
                "expires_on": self.world.today + timedelta(days=700),
                "created_by": "管理员周",
                "created_at": self.world.at,
            },
        )
        return secret


def over_the_line(world: World) -> None:
    """A system does what its account might do at the desk, and asks a second time."""
    p = world.procedure
    names = offered(p, history_of(world.case, world.rules)) or sorted(p.acts())
    name = world.one(names, "act over the line")
    stale = world.chance(8, "stale")
    facts = fitting(world, name)
    to = [world.one(world.posts, "post").pk] if world.chance(3, "to a post") else []
    body = {
        "on": str(world.today),
        "facts": {k: str(v) if isinstance(v, date) else v for k, v in facts.items()},
        "to": [{"post": pk} for pk in to],
        "token": world.case.token - int(stale),
    }
    path, done = f"/api/v1/cases/{world.case.pk}/acts/{name}", world.case.events.count()
    call = Call(world, world.likely(), path, body, key=f"call-{done}-{world.case.token}")
    status, told = call.answer()
    assert status < SERVER_ERROR, told
    if status >= BAD_REQUEST:
        raise Refusal([Reason("api", told)])
    assert not stale, "who has not looked does nothing"
    assert call.answer() == (status, told)
    assert world.case.events.count() == done + 1, "asked again it does nothing again"


def import_rows(world: World) -> None:
    """A ledger of the same procedure arrives: a row of its own, and one of the live case."""
    ledger = next((k for k in all_ledgers().ledgers if k.procedure == world.procedure.id), None)
    if ledger is None:
        return
    keys = [key for key in ("XS2025-1", world.case.number) if key]
    rows = tuple(_row(world, ledger, place, key) for place, key in enumerate(keys, 1))
    before, year = _live(world), world.today.year
    order = Order(world.jurisdiction, "管理员周", world.at)
    import_reading(Reading(rows, (), (), year), order, rulebook=world.rules)
    assert _live(world) == before, "what is handled online is never touched"
    for case in Case.objects.filter(origin=Origin.IMPORTED):
        state = recompute(case, world.rules)
        assert (case.step, case.closed_on) == (state.step, state.closed_on)
        assert not case.tasks.exists()


def _row(world: World, ledger: Ledger, place: int, key: str) -> Row:
    """A row that tells of any acts, lawful or not, in the order of their days."""
    p, events = world.procedure, []
    for seq in range(1, world.data.draw(st.integers(1, 4), "acts in the row") + 1):
        name = world.one(sorted(p.acts()), "act in the row")
        on = world.today + timedelta(days=seq)
        facts = facts_for(p, name, world.data, on)
        events.append(Event(name, on, "某", p.acts()[name].by[0], facts, seq=seq))
    history = replay(events)
    digest = f"{hash(tuple((e.act, e.on, str(e.facts)) for e in events)) & 0xFFFFFFFF:064x}"
    return Row(ledger, "台账.xlsx", "清单", place, key, "某事项", "某局", history, digest)


def _live(world: World) -> tuple[object, ...]:
    case = Case.objects.get(pk=world.case.pk)
    tasks = list(case.tasks.order_by("pk").values_list("pk", "state"))
    return case.token, case.step, case.closed_on, case.facts, case.events.count(), tasks


MANY_DOORS = (*MOVES, *(over_the_line,) * 5, import_rows, import_rows)
