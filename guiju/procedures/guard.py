"""May this act be done now, by this person, on this day? If not, which article says so?"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from math import inf

from guiju.core.errors import Reason
from guiju.procedures.definition import (
    OUTCOME,
    Act,
    Fact,
    FactType,
    Invariant,
    Procedure,
    TimeLimit,
)
from guiju.procedures.history import Event, Facts, History, matches
from guiju.procedures.rules import Situation, broken
from guiju.worktime.calendar import Calendar

YEARS = range(1949, 2100)
"""A day of another year is a slip of the pen."""
CORRECTION = "correction"
"""The administrator's recorded edit: may void an event or move the case, never passes a gate."""


def step_of(p: Procedure, history: History) -> str:
    """The step a history has led to; '' before it is opened."""
    step = ""
    acts = p.acts()
    for event in history.events:
        if event.act == CORRECTION:
            step = str(event.facts.get("step") or step)
        elif event.act in acts and acts[event.act].to != "same":
            step = acts[event.act].to
    return step


def may(p: Procedure, history: History, event: Event, calendar: Calendar) -> list[Reason]:
    """Every reason why `event` may not be done now; an empty list means it may.

    `event.role` must be a role the person holds; the caller vouches for that.
    """
    act = p.acts().get(event.act)
    if act is None:
        return [Reason("chart", f"程序“{p.title}”中没有这一行为")]
    reasons = [
        *_on_the_chart(p, history, event, act),
        *_by_the_right_person(p, history, event, act),
        *out_of_order(history, event),
        *_complete(p, history, event, act),
        *_longer_than_allowed(p, event),
    ]
    situation = Situation(p, history, event, calendar, strict=True)
    for item in p.invariants:
        if event.act in item.never and broken(item, situation):
            reasons.append(refusal(p, item))
    return reasons


def refusal(p: Procedure, item: Invariant) -> Reason:
    """The invariant as a reason, with the role that can do what is missing."""
    return Reason(item.id, item.says, p.cite(item.basis), helper_for(p, item))


def helper_for(p: Procedure, item: Invariant) -> str:
    """Who can do the missing act or record the missing fact, or do it in this person's stead."""
    acts = p.acts()
    if item.same_person_as:
        return f"其他{_roles(p, item.never)}"
    wanted = [name for name in (*item.without, *item.other_person_than) if name in acts]
    facts = {*item.without_fact, *item.without_value, *item.with_value}
    return _roles(p, wanted or _recording(p, facts))


def _recording(p: Procedure, facts: Collection[str]) -> list[str]:
    """The acts that record any of these facts, themselves or with the outcome they lead to."""
    needing = {name for name, o in p.outcomes.items() if not set(o.needs).isdisjoint(facts)}
    wanted = {*facts, OUTCOME} if needing else set(facts)
    return [
        name
        for name, act in p.acts().items()
        if act.outcome in needing or not wanted.isdisjoint((*act.needs, *act.takes))
    ]


def _roles(p: Procedure, names: Sequence[str]) -> str:
    """Who does the first of these acts."""
    acts = p.acts()
    found = [name for name in names if name in acts][:2]
    return "、".join(dict.fromkeys(p.roles[role] for name in found for role in acts[name].by))


def offered(p: Procedure, history: History) -> list[str]:
    """The acts the chart offers in the present step, allowed or not."""
    return _offered_in(p, step_of(p, history))


def _offered_in(p: Procedure, step: str) -> list[str]:
    return [
        name
        for source, name, act, _ in p.moves()
        if (source == step and not act.opens) or (not step and act.opens)
    ]


def _on_the_chart(p: Procedure, history: History, event: Event, act: Act) -> Iterator[Reason]:
    step = step_of(p, history)
    if event.act not in _offered_in(p, step):
        where = f"当前环节“{p.steps[step].label}”" if step else "事项尚未开启"
        yield Reason("chart", f"{where}，不能“{act.label}”", p.cite(act.basis))
    facts = {**history.facts, **event.facts}
    if missed := {k: v for k, v in act.when.items() if matches({k: v}, facts) is not True}:
        wanted = "、".join(f"“{p.label_of(k)}”{_words(v)}" for k, v in missed.items())
        says = f"“{act.label}”仅在{wanted}时适用"
        yield Reason("chart", says, p.cite(act.basis), _roles(p, _recording(p, missed)))
    done = [e for e in history.events if e.act == event.act]
    if act.at_most and len(done) >= act.at_most:
        yield Reason("at_most", f"“{act.label}”最多{act.at_most}次", p.cite(act.basis))
    if act.to in ("same", step) and not act.many and _done_in_this_step(p, history, event.act):
        yield Reason("at_most", f"本环节已经“{act.label}”", p.cite(act.basis))


def _words(values: tuple[str, ...]) -> str:
    """What a fact has to be: 为“特急”或者“加急”, 已填写."""
    said = {"given": "已填写", "blank": "未填写"}
    named = "或者".join(f"“{value}”" for value in values if value not in said)
    return "或者".join(
        [*(said[v] for v in values if v in said), *([f"为{named}"] if named else [])]
    )


def _done_in_this_step(p: Procedure, history: History, name: str) -> bool:
    acts = p.acts()
    step = step_of(p, history)
    for event in reversed(history.events):
        if event.act == name:
            return True
        act = acts.get(event.act)
        if act is None or act.to not in ("same", step):
            return False
    return False


def _by_the_right_person(
    p: Procedure, history: History, event: Event, act: Act
) -> Iterator[Reason]:
    if event.role not in act.by:
        names = "、".join(p.roles[role] for role in act.by)
        yield Reason("role", f"“{act.label}”由{names}办理", p.cite(act.basis), names)
    barred = {e.by for e in history.events if e.role in act.not_by and e.by}
    if event.by and event.by in barred:
        names = "、".join(p.roles[role] for role in act.by)
        yield Reason(
            "not_by",
            f"本人已以{'、'.join(p.roles[r] for r in act.not_by)}身份办理过"
            f"本事项，不能再“{act.label}”",
            p.cite(act.basis),
            f"其他{names}",
        )


def out_of_order(history: History, event: Event) -> Iterator[Reason]:
    """An act may not be dated before the one it follows, nor in a year no office writes."""
    if event.on.year not in YEARS:
        yield Reason("order", f"日期{event.on}不对，请核对年份")
    if history.events and event.on < history.events[-1].on:
        last = history.events[-1].on
        says = f"日期{event.on}早于上一行为的日期{last}，请核对日期；上一行为录错的，先作更正"
        yield Reason("order", says, helper="系统管理员")


def _complete(p: Procedure, history: History, event: Event, act: Act) -> Iterator[Reason]:
    facts = {**history.facts, **event.facts}
    needs = list(act.needs)
    outcome = str(act.outcome or event.facts.get(OUTCOME) or "")
    if outcome in p.outcomes:
        needs += p.outcomes[outcome].needs
    for name in needs:
        own = name not in (OUTCOME, "reason", "letter")
        if (facts if own else event.facts).get(name) in (None, ""):
            yield Reason(
                f"needs.{name}", f"“{act.label}”须填写{p.label_of(name)}", p.cite(act.basis)
            )
    yield from _facts_fit(p, event.facts, {*needs, *act.takes}, act)


def _facts_fit(p: Procedure, facts: Facts, allowed: set[str], act: Act) -> Iterator[Reason]:
    declared = p.all_facts()
    for name, value in facts.items():
        if name not in allowed:
            yield Reason(f"takes.{name}", f"“{act.label}”不记录{p.label_of(name)}")
        elif value not in (None, "") and not _fits(declared[name], value):
            says = f"{declared[name].label}的值“{value}”不对，{_wanted(declared[name], value)}"
            yield Reason(f"value.{name}", says)


def _wanted(fact: Fact, value: object) -> str:
    """What to write instead."""
    match fact.type:
        case FactType.CHOICE:
            return "请从所列各项中选"
        case FactType.YES_NO:
            return "请写是或者否"
        case FactType.NUMBER:
            return "请写数字，不能是负数"
        case FactType.DATE:
            return "请核对年份" if isinstance(value, date) else "日期写成 2026-10-08 的样子"
    return "请用文字填写"


def _longer_than_allowed(p: Procedure, event: Event) -> Iterator[Reason]:
    for name, given in event.facts.items():
        limit = extended(p, event.act, name)
        longest = limit.extension if limit else None
        if limit and longest and _is_number(given) and given not in range(1, longest.n + 1):
            says = f"{p.label_of(name)}为1至{longest.label}，不能是{given}"
            yield Reason("extension", says, p.cite(limit.basis))


def extended(p: Procedure, act: str, fact: str) -> TimeLimit | None:
    """The limit an act extends by what it records in `fact`: it says itself by how much at most."""
    return next(
        (
            limit
            for limit in p.time_limits.values()
            if act in limit.extended_by and limit.extension_fact == fact
        ),
        None,
    )


def _fits(fact: Fact, value: object) -> bool:
    match fact.type:
        case FactType.CHOICE:
            return value in fact.choices
        case FactType.YES_NO:
            return isinstance(value, bool) or value in ("是", "否")
        case FactType.NUMBER:
            return _is_number(value)
        case FactType.DATE:
            return isinstance(value, date) and value.year in YEARS
    return isinstance(value, str) and bool(value.strip())


def _is_number(value: object) -> bool:
    """True and False count as numbers to Python, not to a clerk; nothing here is below zero."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return 0 <= value < inf
