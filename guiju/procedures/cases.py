"""Cases written as a lawyer would: acts on days, and what the rules should say of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from guiju.procedures.clock import State, read_limit
from guiju.procedures.conformance import Question, judge
from guiju.procedures.definition import OUTCOME, Procedure
from guiju.procedures.guard import may, step_of
from guiju.procedures.history import Event, History
from guiju.procedures.yaml_source import Refused, Trouble, read
from guiju.worktime.calendar import Calendar


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Expected(Strict):
    due: date | datetime | None = None
    state: State | None = None


class Did(Strict):
    """One act: `refused` expects that rule among the reasons; `unchecked` skips the guard."""

    do: str
    on: date
    at: datetime | None = None
    by: str = ""
    role: str = Field(default="", alias="as")
    facts: Mapping[str, str | int | float | bool | date | None] = Field(default_factory=dict)
    refused: str = ""
    unchecked: bool = False


class Case(Strict):
    case: str
    events: tuple[Did, ...]
    source: str = ""
    as_of: date | None = None
    step: str | None = None
    limits: Mapping[str, Expected] = Field(default_factory=dict)
    findings: tuple[str, ...] | None = None


class CaseFile(Strict):
    procedure: str
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Where the rules and the lawyer disagree."""

    case: str
    says: str


def load_cases(path: Path) -> CaseFile:
    """Read a `<procedure>.cases.yaml`. Raises Refused with every trouble."""
    source = read(path)
    try:
        return CaseFile.model_validate(source.data)
    except ValidationError as error:
        raise Refused(
            [
                Trouble(
                    "cases.bad_value",
                    source.place(tuple(item["loc"])),
                    item["msg"],
                    "按 docs/procedures.md 的写法改正",
                )
                for item in error.errors()
            ]
        ) from error


def run(p: Procedure, case: Case, calendar: Calendar) -> Iterator[Mismatch]:
    """Play one case; yield every disagreement."""
    history = History(())
    for did in case.events:
        event = _event(p, did)
        reasons = [] if did.unchecked else may(p, history, event, calendar)
        names = [reason.rule for reason in reasons]
        if did.refused:
            if did.refused not in names:
                yield Mismatch(
                    case.case,
                    f"{did.do}（{did.on}）应被“{did.refused}”拒绝，"
                    f"实际：{'、'.join(names) or '准许'}",
                )
            continue
        if names:
            why = "；".join(map(str, reasons))
            yield Mismatch(case.case, f"{did.do}（{did.on}）应准许，实际被拒：{why}")
        history = history.with_event(_with_outcome(p, event))
    yield from _compare(p, case, history, calendar)


def _event(p: Procedure, did: Did) -> Event:
    act = p.acts().get(did.do)
    role = did.role or (act.by[0] if act else "")
    by = did.by or (f"{p.roles[role]}甲" if role in p.roles else "")
    return Event(did.do, did.on, by, role, dict(did.facts), did.at)


def _with_outcome(p: Procedure, event: Event) -> Event:
    """The outcome an act has by definition is on record with it, as at the desk."""
    act = p.acts().get(event.act)
    if act is None or not act.outcome:
        return event
    return replace(event, facts={**event.facts, OUTCOME: act.outcome})


def _compare(p: Procedure, case: Case, history: History, calendar: Calendar) -> Iterator[Mismatch]:
    as_of = case.as_of or (history.events[-1].on if history.events else date.min)
    if case.step is not None and step_of(p, history) != case.step:
        yield Mismatch(case.case, f"环节应为 {case.step}，实际 {step_of(p, history)}")
    for name, expected in case.limits.items():
        reading = read_limit(p, name, history, calendar, as_of) if name in p.time_limits else None
        due, state = (reading.due, reading.state) if reading else (None, None)
        if expected.due is not None and due != expected.due:
            yield Mismatch(case.case, f"{name} 应于{expected.due}届满，实际 {due}")
        if expected.state is not None and state != expected.state:
            yield Mismatch(case.case, f"{name} 应为 {expected.state}，实际 {state}")
    if case.findings is not None:
        found = sorted(b.rule for b in judge(p, history, Question(calendar, as_of)))
        if found != sorted(case.findings):
            yield Mismatch(case.case, f"应查出{sorted(case.findings)}，实际{found}")
