"""No order of live acts, returns and corrections reaches an act without what its rules require."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from functools import cache
from operator import attrgetter

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guiju.audit.selectors import first_break
from guiju.core.errors import Refusal
from guiju.procedures import library
from guiju.procedures.corrections import Correction, Move, Replace, Void, correct
from guiju.procedures.definition import OUTCOME, Fact, FactType, Procedure
from guiju.procedures.desk.limits import SUMMARY
from guiju.procedures.desk.recounting import recount_case, recount_due
from guiju.procedures.guard import CORRECTION, offered
from guiju.procedures.history import Event, History, Value, matches
from guiju.procedures.loader import load
from guiju.procedures.models import Case
from guiju.procedures.record import state_of
from guiju.procedures.rules import Situation, broken
from guiju.procedures.searching import index_all_cases
from guiju.procedures.selectors import history_of
from guiju.procedures.yaml_source import Refused
from guiju.worktime.calendar import standard
from tests.office import MONDAY, Office, noon, office_of
from tests.procedures.small import small

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LAST = date(2025, 12, 31)
SLOW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


ODD: tuple[Value, ...] = (
    *(-5, 0, 2.5, 10**400, 1e300, True, False, "", " ", "２０", "2025-13-01", "closed"),
    *(date(1, 1, 1), date(1949, 1, 1), date(2099, 12, 31), date(9999, 12, 31)),
)
"""What no form asks for, and another system may send."""


def value_of(name: str, fact: Fact, data: st.DataObject, on: date) -> Value:
    if data.draw(st.integers(0, 11), "odd") == 0:
        return data.draw(st.sampled_from(ODD), name)
    match fact.type:
        case FactType.YES_NO:
            return data.draw(st.sampled_from(["是", "否"]), name)
        case FactType.CHOICE:
            return data.draw(st.sampled_from(fact.choices), name)
        case FactType.DATE:
            return on + timedelta(days=data.draw(st.integers(-60, 60), name))
        case FactType.NUMBER:
            return data.draw(st.integers(0, 30), name)
    return "某内容"


def facts_for(p: Procedure, act: str, data: st.DataObject, on: date) -> dict[str, Value]:
    """What a clerk might enter: usually everything asked for, sometimes something missing."""
    asked = p.acts()[act]
    declared = p.all_facts()
    names = [*asked.needs, *(n for n in asked.takes if data.draw(st.booleans(), n))]
    facts = {n: value_of(n, declared[n], data, on) for n in names}
    outcome = str(asked.outcome or facts.get(OUTCOME) or "")
    for name in p.outcomes[outcome].needs if outcome in p.outcomes else ():
        facts.setdefault(name, value_of(name, declared[name], data, on))
    if facts and data.draw(st.integers(0, 9), "forget") == 0:
        facts.pop(data.draw(st.sampled_from(sorted(facts)), "forgotten"))
    return facts


def some_correction(p: Procedure, case: Case, data: st.DataObject, on: date) -> Correction:
    seq = data.draw(st.integers(1, case.events.count()), "seq")
    kind = data.draw(st.sampled_from(["void", "day", "facts", "move"]), "correction")
    if kind == "void":
        return Void(seq)
    if kind == "day":
        return Replace(seq, on=on - timedelta(days=data.draw(st.integers(0, 40), "back")))
    if kind == "facts":
        event = case.events.get(seq=seq)
        act = event.act if event.act in p.acts() else next(iter(p.acts()))
        return Replace(seq, facts=facts_for(p, act, data, on))
    return Move(data.draw(st.sampled_from(sorted(p.steps)), "step"), on)


def live_through(office: Office, data: st.DataObject) -> Case | None:
    """A random life of one case; refusals are part of life."""
    p = office.procedure
    opening = next(name for name, act in p.acts().items() if act.opens)
    try:
        case = office.open(MONDAY, **facts_for(p, opening, data, MONDAY))
    except Refusal:
        return None
    on = MONDAY
    for _ in range(data.draw(st.integers(1, 14), "length")):
        on = min(LAST, on + timedelta(days=data.draw(st.sampled_from([0, 1, 8, 35]), "days")))
        if data.draw(st.booleans(), "a night has passed"):
            recount_due(on, rulebook=office.rules)
        try:
            case = one_move(office, case, data, on)
        except Refusal:
            continue
        agree(office, case)
        nothing_was_left_unread(office, case, on)
    return case


def nothing_was_left_unread(office: Office, case: Case, on: date) -> None:
    """An act reads anew only what it can move: reading everything anew changes nothing."""
    before = kept_of(case)
    recount_case(case.pk, on, office.rules)
    assert kept_of(case) == before


def kept_of(case: Case) -> tuple[object, ...]:
    """Limits, findings and the case's own summary; until which day a lack was told may differ."""
    limits = case.limits.order_by("name").values_list(
        "name", "state", "owed", "running", "due_on", "warn_on", "done_on", "look_again_at"
    )
    findings = case.findings.order_by("rule").values_list("rule", "broke", "due", "actual")
    stored = Case.objects.get(pk=case.pk)
    return list(limits), list(findings), attrgetter(*SUMMARY)(stored)


def one_move(office: Office, case: Case, data: st.DataObject, on: date) -> Case:
    p = office.procedure
    if data.draw(st.integers(0, 3), "who") == 0:
        return correct(
            case,
            some_correction(p, case, data, on),
            reason="录入有误",
            by=office.people["administrator"],
            at=noon(on),
            rulebook=office.rules,
        )
    likely = offered(p, history_of(case, office.rules))
    acts = likely if likely and data.draw(st.integers(0, 5)) else sorted(p.acts())
    act = data.draw(st.sampled_from(acts), "act")
    by = data.draw(st.sampled_from([*p.acts()[act].by, *p.acts()[act].by, "nobody"]), "by")
    return office.do(case, act, on, by=by, **facts_for(p, act, data, on))


def agree(office: Office, case: Case) -> None:
    """The table says what the events say, and no act on record lacks what its rules require."""
    p = office.procedure
    stored = Case.objects.get(pk=case.pk)
    history = history_of(stored, office.rules)
    state = state_of(p, history)
    assert (stored.step, stored.outcome, stored.facts) == (state.step, state.outcome, state.facts)
    assert (stored.opened_on, stored.closed_on) == (state.opened_on, state.closed_on)
    past = History(())
    for event in history.events:
        assert not past.events or past.events[-1].on <= event.on
        if event.act != CORRECTION:
            assert lawful(p, past, event), (event, past)
        past = past.with_event(event)


def lawful(p: Procedure, past: History, event: Event) -> bool:
    """Each rule evaluated directly, without the guard, and once more in the plainest words."""
    done = {e.act for e in past.events}
    for item in p.invariants:
        if event.act not in item.never:
            continue
        if broken(item, Situation(p, past, event, standard(), strict=True)):
            return False
        applies = matches(item.when, {**past.facts, **event.facts}) is True
        if item.without and applies and not done & {*item.without, *item.unless}:
            return False
    return True


@cache
def real_procedures() -> list[Procedure]:
    """Every procedure file that loads; `guiju procedures check` tells of the others."""
    found: list[Procedure] = []
    for path in library.files():
        with suppress(Refused):
            found.append(load(path))
    return found


@given(data=st.data())
@SLOW
def test_no_life_of_a_small_case_breaks_a_rule(
    tmp_path_factory: pytest.TempPathFactory, db: None, data: st.DataObject
) -> None:
    live_and_forget(small(tmp_path_factory.mktemp("small")), data)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("procedure", real_procedures(), ids=lambda p: p.id)
@given(data=st.data())
@settings(SLOW, max_examples=10)
def test_no_life_of_a_real_case_breaks_a_rule(
    procedure: Procedure, db: None, data: st.DataObject
) -> None:
    live_and_forget(procedure, data)


def live_and_forget(p: Procedure, data: st.DataObject) -> None:
    """Each example in a transaction that is undone, so that examples do not meet."""
    with transaction.atomic():
        office = office_of(p)
        case = live_through(office, data)
        if case is not None:
            agree(office, case)
            assert first_break() is None
            assert index_all_cases().written == 0, "what is searched is what is written"
        transaction.set_rollback(True)
