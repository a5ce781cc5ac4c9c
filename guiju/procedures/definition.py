"""What a procedure file says, as data: steps, acts, time limits, invariants, each with its basis.

The models are frozen and strict: an unknown key is refused. Nothing here looks at a calendar,
a database or the clock; `loader` reads files into these models and checks how they hang together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from guiju.worktime.duration import Duration

YEAR_END = "year_end"
"""Stands for an act in `never:`: the year's accounts are closed with the case as it is."""

OUTCOME, REASON, LETTER = "outcome", "reason", "letter"
"""Facts every procedure has: how the case ended, why it was sent back, the paper that went out."""


def _names(value: object) -> object:
    """Accept `a`, `a or b` and `[a, b]` alike."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(" or "))
    return tuple(value) if isinstance(value, list) else value


def _duration(value: object) -> object:
    return Duration.parse(value) if isinstance(value, str) else value


def _at_most(value: object) -> object:
    return _duration(value.removeprefix("at most ")) if isinstance(value, str) else value


def _matches(value: object) -> object:
    """Accept `{fact: [a, b]}`, `{fact: a}` and `{fact: given}`."""
    if not isinstance(value, dict):
        return value
    return {k: tuple(v) if isinstance(v, list) else (v,) for k, v in value.items()}


def _length(value: object) -> object:
    if isinstance(value, str) and value.startswith("parameter "):
        return ParameterLength(parameter=value.removeprefix("parameter ").strip())
    return _duration(value)


Names = Annotated[tuple[str, ...], BeforeValidator(_names)]
Match = Annotated[Mapping[str, tuple[str, ...]], BeforeValidator(_matches)]
Length = Annotated[Duration, BeforeValidator(_duration)]
AtMost = Annotated[Duration, BeforeValidator(_at_most)]

GIVEN, BLANK = "given", "blank"
"""Words in a match that ask whether a fact is recorded at all, not what it says."""


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class ParameterLength(Model):
    """A length the law leaves open: the name of the parameter that sets it."""

    parameter: str


class Parameter(Model):
    """A local number: never law. `note` says why it is open and what was looked for."""

    label: str
    default: Length
    note: str
    basis: str


class FactType(StrEnum):
    TEXT = "text"
    CHOICE = "choice"
    DATE = "date"
    NUMBER = "number"
    YES_NO = "yes_no"


class Fact(Model):
    label: str
    type: FactType = FactType.TEXT
    choices: tuple[str, ...] = ()


class Outcome(Model):
    """A way the case can end. `counts_in` is its row in the yearly table, `remedy` A or B."""

    label: str
    letter: str = ""
    counts_in: str = ""
    needs: Names = ()
    remedy: Literal["", "A", "B"] = ""
    basis: str = ""


class Act(Model):
    """Something a role may do in a step; done on a day it becomes an event.

    `needs` must be recorded with the act (or already be on the case), `takes` may be.
    `not_by` names roles: whoever acted in one of them on this case may not do this act.
    `when` offers the act only if the facts match. `also_in` lists further steps that offer it.
    `zone` is the part of the opinion block where an opinion given with the act is printed.
    """

    label: str
    by: Names
    to: str
    not_by: Names = ()
    opens: bool = False
    outcome: str = ""
    letter: str = ""
    at_most: int = 0
    many: bool = False
    needs: Names = ()
    takes: Names = ()
    when: Match = Field(default_factory=dict)
    also_in: Names = ()
    exception: bool = False
    standard: tuple[str, ...] = ()
    bound_to: Literal["", "text"] = ""
    zone: str = ""
    basis: str = ""


class Countersign(Model):
    """Several units sign in one step, each by doing `act`.

    Until `complete` of them have, no act leads onward. A signing whose facts match `refused`
    disagrees, and `refusal` says what follows: `continue` keeps it on record, `return` leaves only
    the acts that send back, `stop` holds the case until that unit signs again. `see_others`: a
    unit may read what the others signed before its own is in.
    """

    act: str
    complete: Literal["all", "any"] | Annotated[int, Field(strict=True)]
    refusal: Literal["continue", "return", "stop"] = "continue"
    refused: Match = Field(default_factory=dict)
    see_others: bool = True
    basis: str = ""


class Step(Model):
    """Where a case stands. `holder` is the role that gets the task; see `Procedure.holder_of`."""

    label: str
    final: bool = False
    holder: str = ""
    countersign: Countersign | None = None
    standard: tuple[str, ...] = ()
    acts: Mapping[str, Act] = Field(default_factory=dict)


class Pause(Model):
    """The clock stands still in (begins, ends].

    Without an answer it runs again after `at_most`, counted from `at_most_from` where that act
    is recorded (the day the letter arrived), else from `begins`.
    """

    begins: str
    ends: str
    at_most: AtMost | None = None
    at_most_from: str = ""


class LimitKind(StrEnum):
    DEADLINE = "deadline"
    MINIMUM = "minimum"
    BACKWARD = "backward"


class TimeLimit(Model):
    """A length of time between acts.

    `ends_with`: owed, silence is overdue. `governs`: judged only if the act is done at all.
    `due_fact`: the day is recorded on the case instead of counted. `before`: for a backward
    limit, the act whose day it counts back from is in `runs_from`.
    """

    label: str
    basis: str
    kind: LimitKind = LimitKind.DEADLINE
    length: Annotated[Duration | ParameterLength | None, BeforeValidator(_length)] = None
    due_fact: str = ""
    runs_from: Names = ()
    governs: Names = ()
    ends_with: Names = ()
    pauses: tuple[Pause, ...] = ()
    extended_by: Names = ()
    extension: AtMost | None = None
    extension_fact: str = ""
    roll: bool | None = None
    when: Match = Field(default_factory=dict)
    interpretation: str = ""
    finding: str = ""
    finding_missing: str = ""


class Invariant(Model):
    """What no path may do: `never` an act … and exactly one condition that would make it unlawful.

    `without` acts (after the last `since`), `without_fact`, `without_value`, `with_value`,
    `after_due`/`before_due` of a limit, `same_person_as` or `other_person_than` who did an act
    (last), `after` an act. `before_due` of a minimum forbids it before that day, of a deadline
    until the day has passed.
    `when` narrows it to matching cases, `unless` names acts that record a lawful exception,
    `once` (for `year_end`) an act that must have been done in that year.
    `finding_late` names the finding when the required act was done, but only afterwards.
    """

    id: str
    never: Names
    says: str
    basis: str
    without: Names = ()
    since: Names = ()
    without_fact: Names = ()
    without_value: Match = Field(default_factory=dict)
    with_value: Match = Field(default_factory=dict)
    after_due: str = ""
    before_due: str = ""
    same_person_as: Names = ()
    other_person_than: Names = ()
    after: Names = ()
    when: Match = Field(default_factory=dict)
    unless: Names = ()
    once: str = ""
    finding: str = ""
    finding_late: str = ""
    interpretation: str = ""
    source: str = ""

    @property
    def condition(self) -> str:
        """The one condition field in use, '' when none or several are given."""
        used = [name for name in CONDITIONS if getattr(self, name)]
        return used[0] if len(used) == 1 else ""


class Paper(Model):
    """What must lie with a case: `never` an act `without` it, brought by the role `by`.

    Whether it is there, the tables of the matter tell, under the name in `without` (`PAPERS` of
    its panels); which acts want it, and by which article, stands here.
    """

    id: str
    never: Names
    without: str
    says: str
    basis: str
    by: str
    interpretation: str = ""
    source: str = ""


CONDITIONS = (
    "without",
    "without_fact",
    "without_value",
    "with_value",
    "after_due",
    "before_due",
    "same_person_as",
    "other_person_than",
    "after",
)


Arrow = tuple[str, str, "Act", str]
"""Step, act id, act, target step."""


class Procedure(Model):
    procedure: str
    title: str
    valid_from: date
    valid_until: date | None = None
    laws: Mapping[str, str]
    local: Mapping[str, str] = Field(default_factory=dict)
    parameters: Mapping[str, Parameter] = Field(default_factory=dict)
    roles: Mapping[str, str]
    facts: Mapping[str, Fact] = Field(default_factory=dict)
    steps: Mapping[str, Step]
    outcomes: Mapping[str, Outcome] = Field(default_factory=dict)
    time_limits: Mapping[str, TimeLimit] = Field(default_factory=dict)
    invariants: tuple[Invariant, ...] = ()
    papers: tuple[Paper, ...] = ()
    digest: str = ""

    @property
    def id(self) -> str:
        return self.procedure

    def moves(self) -> Sequence[Arrow]:
        """Every arrow of the chart."""
        known = self.__dict__.get("_moves")
        if known is None or known[0] is not self.steps:
            known = self.__dict__["_moves"] = (self.steps, tuple(self._arrows()))
        arrows: Sequence[Arrow] = known[1]
        return arrows

    def _arrows(self) -> Iterator[Arrow]:
        for step_id, step in self.steps.items():
            for act_id, act in step.acts.items():
                for source in (step_id, *act.also_in):
                    yield source, act_id, act, source if act.to == "same" else act.to

    def acts(self) -> Mapping[str, Act]:
        known = self.__dict__.get("_acts")
        if known is None or known[0] is not self.steps:
            # Asked a dozen times an act. A copy with other steps brings the old answer along.
            found = {name: act for step in self.steps.values() for name, act in step.acts.items()}
            known = self.__dict__["_acts"] = (self.steps, MappingProxyType(found))
        acts: Mapping[str, Act] = known[1]
        return acts

    def offered_in(self, step_id: str) -> tuple[Act, ...]:
        """The acts a step offers: its own first, then those other steps lend it by `also_in`."""
        own = tuple(self.steps[step_id].acts.values())
        lent = (a for name, s in self.steps.items() if name != step_id for a in s.acts.values())
        return (*own, *(act for act in lent if step_id in act.also_in))

    def holder_of(self, step_id: str) -> str:
        """The role that holds a case in this step: as declared, else who may do its first act.

        '' for a final step and for one that offers no act.
        """
        known = self.__dict__.get("_holders")
        if known is None or known[0] is not self.steps:
            found = {name: self._holder_of(name) for name in self.steps}
            known = self.__dict__["_holders"] = (self.steps, found)
        holder: str = known[1][step_id]
        return holder

    def _holder_of(self, step_id: str) -> str:
        step = self.steps[step_id]
        if step.final:
            return ""
        first = next((act.by[0] for act in self.offered_in(step_id) if act.by), "")
        return step.holder or first

    def all_facts(self) -> Mapping[str, Fact]:
        """The declared facts and the built-in ones (outcome, reason, letter)."""
        known = self.__dict__.get("_all_facts")
        if known is None or known[0] is not self.facts or known[1] is not self.outcomes:
            outcomes = tuple(self.outcomes)
            found = {
                OUTCOME: Fact(label="处理结果", type=FactType.CHOICE, choices=outcomes),
                REASON: Fact(label="理由"),
                LETTER: Fact(label="文书"),
            } | dict(self.facts)
            known = self.__dict__["_all_facts"] = (
                self.facts,
                self.outcomes,
                MappingProxyType(found),
            )
        facts: Mapping[str, Fact] = known[2]
        return facts

    def cite(self, basis: str) -> str:
        """Write a basis out: `条例第三十条` → `政府信息公开条例第三十条`."""
        for short, full in self.laws.items():
            if basis.startswith(short):
                return full.removeprefix("中华人民共和国") + basis.removeprefix(short)
        return basis

    def length_of(self, limit: TimeLimit) -> Duration | None:
        """The length in force here: fixed by law, or the local parameter's value."""
        if isinstance(limit.length, ParameterLength):
            return self.parameters[limit.length.parameter].default
        return limit.length

    def label_of(self, name: str) -> str:
        """The Chinese label of an act, fact, limit or step id; the id itself if it has none."""
        act = self.acts().get(name)
        if act:
            return act.label
        for kind in (self.all_facts(), self.time_limits, self.steps, self.outcomes):
            if name in kind:
                return kind[name].label
        return {YEAR_END: "年终列账"}.get(name, name)
