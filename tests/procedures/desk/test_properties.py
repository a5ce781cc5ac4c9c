"""No sequence of what users, administrators or other systems can try breaks what must hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from guiju.audit.models import Entry
from guiju.audit.selectors import first_break, first_mismatch
from guiju.core.errors import Refusal
from guiju.procedures import guard
from guiju.procedures.clock import State
from guiju.procedures.definition import Invariant, Procedure
from guiju.procedures.desk.boxes import to_do
from guiju.procedures.desk.tasks import is_mine, tasks_of
from guiju.procedures.desk.telling import who_may_act
from guiju.procedures.desk.texts import bound, first_seqs
from guiju.procedures.desk.visibility import viewer_of, visible_cases, who_sees
from guiju.procedures.history import History
from guiju.procedures.models import Case, Event, Participation, Task, TaskKind, TaskState
from guiju.procedures.record import state_of
from guiju.procedures.selectors import history_of, readings
from guiju.procedures.storing import recorded
from tests.office import office_of
from tests.procedures.desk.doors import MANY_DOORS
from tests.procedures.desk.house import house_of, paper
from tests.procedures.desk.lives import MOVES, World, begin
from tests.procedures.test_tables_properties import lawful, real_procedures

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SLOW = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
# Whether a planted fault is found must not hang on luck, and nobody reads how small it gets.
PLANTED = settings(
    SLOW, max_examples=100, derandomize=True, database=None, phases=[Phase.generate],
    report_multiple_bugs=False,
)  # fmt: skip


def live(world: World, moves: Sequence[Callable[[World], None]] = MOVES) -> None:
    if not begin(world):
        return
    agree(world)
    for _ in range(world.data.draw(st.integers(1, 14), "length")):
        move = world.one(moves, "move")
        before = rows()
        events = world.case.events.count()
        try:
            with transaction.atomic():
                move(world)
            event(f"{move.__name__}: done")
        except Refusal:
            event(f"{move.__name__}: refused")
            assert rows() == before, "a refused act leaves nothing"
            continue
        if world.case.events.count() != events:
            world.restated_on = world.today
        world.current = Case.objects.get(pk=world.case.pk)
        agree(world)
    the_one_rule_of_visibility_holds(world, world.case)
    assert first_break() is None
    assert first_mismatch() is None


def rows() -> tuple[int, int, int]:
    return Event.objects.count(), Entry.objects.count(), Task.objects.count()


def agree(world: World) -> None:
    """Everything that must hold after every step."""
    case = world.case
    history = history_of(case, world.rules)
    row_follows_from_events(world, case, history)
    tasks_fit(world, case)
    limits_are_fresh(world, case)
    signatures_stand(world, case)
    closed = case.closed_on is not None
    assert set(case.parts.values_list("closed", flat=True)) == {closed}
    assert not (closed and case.limits.filter(running=True).exists())


def row_follows_from_events(world: World, case: Case, history: History) -> None:
    if not history.events:
        assert (case.step, case.outcome, case.facts) == ("", "", {})
        assert case.voided_on is not None
        assert case.closed_on == case.voided_on
        return
    state = state_of(world.procedure, history)
    assert (case.step, case.outcome, case.facts) == (state.step, state.outcome, state.facts)
    assert (case.opened_on, case.closed_on) == (state.opened_on, state.closed_on)
    past = History(())
    for done in history.events:
        if done.act in world.procedure.acts():
            assert lawful(world.procedure, past, done), (done, past)
        past = past.with_event(done)


def tasks_fit(world: World, case: Case) -> None:
    open_ones = [t for t in tasks_of(case) if t.state == TaskState.OPEN]
    if case.closed_on is not None:
        assert open_ones == []
        return
    here = [t for t in open_ones if t.step == case.step]
    kept = [t for t in open_ones if t.step != case.step]
    assert all(t.kind == TaskKind.COUNTERSIGN for t in kept)
    assert len([t for t in here if t.kind == TaskKind.HANDLE]) <= 1
    if world.procedure.holder_of(case.step):
        assert any(who_may_act(t, world.today) for t in here), "somebody has the case"


def limits_are_fresh(world: World, case: Case) -> None:
    """The rows are what a reading of that day says; what no longer applies does not run."""
    if case.voided_on is not None:
        assert not case.limits.filter(running=True).exists()
        return
    fresh = {
        r.limit: (r.state, getattr(r.due, "date", lambda r=r: r.due)())
        for r in readings(case, on=world.restated_on, rulebook=world.rules)
        if r.state is not State.NOT_STARTED
    }
    stored = {row.name: row for row in case.limits.all()}
    for name, (state, due) in fresh.items():
        assert (stored[name].state, stored[name].due_on) == (state, due), name
    assert not [n for n, row in stored.items() if row.running and n not in fresh]
    running = [r.due_on for r in stored.values() if r.running and r.owed and r.due_on]
    assert case.due_on == min(running, default=None)


def signatures_stand(world: World, case: Case) -> None:
    """A signature that counts is of an act that stands; nothing is issued on a stale review."""
    record = recorded(case, world.procedure)
    stands = first_seqs(record)
    for task in case.tasks.filter(kind=TaskKind.COUNTERSIGN, state=TaskState.DONE):
        assert task.ended_seq in stands, task
    if case.outcome == "issued":
        assert bound(case, world.procedure).stale == ()


def the_one_rule_of_visibility_holds(world: World, case: Case) -> None:
    seen_by = {sees.user.pk for sees in who_sees(case, on=world.today)}
    open_ones = [t for t in tasks_of(case) if t.state == TaskState.OPEN]
    for name, user in world.people.items():
        viewer = viewer_of(user, on=world.today)
        assert visible_cases(viewer).filter(pk=case.pk).exists() == (user.pk in seen_by), name
        mine = {t.pk for t in open_ones if is_mine(t, user, viewer.seats)}
        assert {t.pk for t in to_do(viewer).filter(case=case)} == mine, name
    parts = Participation.objects.filter(case=case)
    assert set(parts.values_list("closed", flat=True)) <= {case.closed_on is not None}


def as_it_is(p: Procedure) -> Procedure:
    return p


def tempting(p: Procedure) -> Procedure:
    """The same chart with rules it does not know of: only the guard keeps these."""
    own = [
        {"id": "paper.noted", "never": ["submit", "submit_direct"], "without": ["note"],
         "since": ["return_draft", "return_for_changes"], "says": "送出前须有记录"},
        {"id": "paper.subject", "never": ["conclude", "review"], "without_fact": ["subject"],
         "says": "没有事由不得送审"},
    ]  # fmt: skip
    more = [Invariant.model_validate({**rule, "basis": "内部规定"}) for rule in own]
    return p.model_copy(update={"invariants": (*p.invariants, *more), "digest": "tempting"})


def a_life(folder: Path, data: st.DataObject, bend: Callable[[Procedure], Procedure]) -> None:
    """One life of a paper, undone at its end."""
    complete = data.draw(st.sampled_from(["all", "any", 2]), "complete")
    refusal = data.draw(st.sampled_from(["continue", "return", "stop"]), "refusal")
    with transaction.atomic():
        house = house_of(bend(paper(folder, complete=complete, refusal=refusal)))
        house.people = {**house.people, "administrator": house.people["管理员"]}
        live(World.of(house, data))
        transaction.set_rollback(True)


@given(data=st.data())
@SLOW
def test_no_life_at_the_desk_breaks_what_must_hold(
    tmp_path_factory: pytest.TempPathFactory, db: None, data: st.DataObject
) -> None:
    bend = tempting if data.draw(st.booleans(), "tempting") else as_it_is
    a_life(tmp_path_factory.mktemp("paper"), data, bend)


def test_a_guard_that_forgets_its_rules_is_noticed(
    tmp_path: Path, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The chart alone does not keep the rules of `tempting`, and these lives see it."""
    monkeypatch.setattr(guard, "broken", lambda item, situation: None)
    lives = PLANTED(given(data=st.data())(lambda data: a_life(tmp_path, data, tempting)))
    with pytest.raises(AssertionError, match="lawful"):
        lives()


@pytest.mark.sqlite_only
@pytest.mark.parametrize("procedure", real_procedures(), ids=lambda p: p.id)
@given(data=st.data())
@settings(SLOW, max_examples=6)
def test_no_life_of_a_real_case_does(procedure, db: None, data: st.DataObject) -> None:  # type: ignore[no-untyped-def]
    with transaction.atomic():
        live(World.of(office_of(procedure), data), MANY_DOORS)
        transaction.set_rollback(True)
