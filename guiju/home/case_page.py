"""A case as its page shows it: what happened, which limits run, what was found, what comes next."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from guiju.home.wording import NOT_CHECKED, UNKNOWN, Light, bare, light_of, value_text
from guiju.procedures import history as kernel
from guiju.procedures.clock import Reading, State, why
from guiju.procedures.conformance import limit_evidence
from guiju.procedures.definition import Procedure
from guiju.procedures.desk.merging import Piece, marked
from guiju.procedures.desk.on_paper import entered_for_another
from guiju.procedures.desk.returning import TAKEN_BACK
from guiju.procedures.guard import CORRECTION
from guiju.procedures.history import History
from guiju.procedures.models import Case, Event, Origin, Text
from guiju.procedures.record import from_json, to_kernel
from guiju.procedures.sheet import length_text
from guiju.worktime.calendar import Calendar
from guiju.worktime.deadline import Day
from guiju.worktime.explain import sentence

_SHORT = 14
"""Characters of a label or a value that fit in half a row of the sheet."""
_BAD = frozenset({State.LATE, State.OVERDUE, State.TOO_EARLY})


@dataclass(frozen=True, slots=True)
class FactShown:
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Changed:
    """What a correction made of one item; '' where nothing is recorded."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class EventShown:
    """An event and by whom; `gone` says what took its place, '' while it stands.

    `changes` is what the event in its place says otherwise, `entered` the day it was put on
    record where that is a later one than its own.
    """

    row: Event
    who: str
    label: str
    role: str
    facts: tuple[FactShown, ...]
    gone: str
    correction: str
    changes: tuple[Changed, ...]
    entered: date | None


@dataclass(frozen=True, slots=True)
class LimitShown:
    """A time limit; `why` and `days` tell how its due date came about."""

    label: str
    basis: str
    length: str
    light: Light
    start: date | datetime | None
    due: date | datetime | None
    done: date | None
    why: str
    days: tuple[Day, ...]
    interpretation: str


@dataclass(frozen=True, slots=True)
class RuleShown:
    says: str
    basis: str
    id: str


def events_shown(
    p: Procedure, rows: list[Event], names: Mapping[str, str], entered: Mapping[int, date]
) -> list[EventShown]:
    """Every event in the order recorded; those corrected later stay, struck out.

    `entered` are the days on which they were put on record, as far as known.
    """
    later = {row.corrects: row for row in rows if row.corrects is not None}
    return [_event(p, row, later.get(row.seq), names, entered.get(row.seq)) for row in rows]


def _event(
    p: Procedure,
    row: Event,
    replaced_by: Event | None,
    names: Mapping[str, str],
    entered: date | None,
) -> EventShown:
    return EventShown(
        row,
        names.get(row.by, row.by),
        event_label(p, row.act),
        p.roles.get(row.role, ""),
        tuple(facts_shown(p, row)),
        _gone(replaced_by, names),
        _correction(row, names),
        _changes(p, row, replaced_by),
        entered if entered and entered > row.on else None,
    )


def event_label(p: Procedure, act: str) -> str:
    return "更正" if act == CORRECTION else p.label_of(act)


def _changes(p: Procedure, row: Event, by: Event | None) -> tuple[Changed, ...]:
    if by is None or by.void:
        return ()
    return tuple(changed(p, to_kernel(p, row), to_kernel(p, by)))


def changed(p: Procedure, old: kernel.Event, new: kernel.Event) -> list[Changed]:
    """The day, the moment and every fact that two events do not say alike."""
    found = [Changed("办理日期", str(old.on), str(new.on))]
    found.append(Changed("办理时刻", _clock(old), _clock(new)))
    for name in _in_order(p, {**old.facts, **new.facts}):
        words = [value_text(p, name, event.facts.get(name)) for event in (old, new)]
        found.append(Changed(bare(p.label_of(name)), *words))
    return [item for item in found if item.old != item.new]


def _clock(event: kernel.Event) -> str:
    return event.at.strftime("%H:%M") if event.at else ""


def _in_order(p: Procedure, names: Iterable[str]) -> list[str]:
    """As the procedure file has them."""
    order = {name: place for place, name in enumerate(p.all_facts())}
    return sorted(names, key=lambda name: order.get(name, len(order)))


def _gone(by: Event | None, names: Mapping[str, str]) -> str:
    if by is None:
        return ""
    done = "作废" if by.void else "更正"
    reason = f"：{by.reason}" if by.reason else ""
    who = f"，{names.get(by.recorder, by.recorder)}" if by.recorder else ""
    return f"已由第{by.seq}条{done}{who}{reason}"


def _correction(row: Event, names: Mapping[str, str]) -> str:
    if entered_for_another(row):
        return f"{names.get(row.recorder, row.recorder)}代录"
    if row.corrects is None:
        return ""
    what = f"{'作废' if row.void else '更正'}第{row.corrects}条"
    if row.recorder in ("", row.by):
        return what
    done = "取回" if row.reason == TAKEN_BACK else "记录"
    return f"{what}，{names.get(row.recorder, row.recorder)}{done}"


def facts_shown(p: Procedure, row: Event | Case) -> Iterator[FactShown]:
    """The facts recorded, in the order of the procedure file, blanks left out.

    The step an administrator moved a case to is a fact of that event, not of the case.
    """
    facts = dict(from_json(p, row.facts))
    moved = None if "step" in p.facts else p.steps.get(str(facts.pop("step", "")))
    if moved is not None and isinstance(row, Event):
        yield FactShown("移到环节", moved.label)
    for name in _in_order(p, facts):
        text = value_text(p, name, facts[name])
        if text:
            yield FactShown(bare(p.label_of(name)), text)


def beyond_the_head(facts: Iterable[FactShown], case: Case) -> list[FactShown]:
    """Those that say more than the title and the number above them."""
    return [fact for fact in facts if fact.value not in (case.title, case.number)]


def sheet_rows(facts: Sequence[FactShown], zones: Collection[str]) -> list[list[FactShown]]:
    """The facts as the sheet prints them: two short ones in a row, a long one alone.

    Those signed in a zone of their own (`zones`) are not said twice.
    """
    rows: list[list[FactShown]] = []
    for fact in facts:
        if fact.label in zones:
            continue
        if rows and len(rows[-1]) == 1 and not _alone(fact) and not _alone(rows[-1][0]):
            rows[-1].append(fact)
        else:
            rows.append([fact])
    return rows


def _alone(fact: FactShown) -> bool:
    return len(fact.value) > _SHORT or len(fact.label) > _SHORT


@dataclass(frozen=True, slots=True)
class Limits:
    """Reads the limits of one case for its page, as seen on a day.

    `found` are the rules the check found broken in a case out of a ledger; None for a live case.
    The page of such a case never calls late what the check did not.
    """

    procedure: Procedure
    history: History
    calendar: Calendar
    on: date
    found: frozenset[str] | None = None

    def shown(self, readings: list[Reading]) -> list[LimitShown]:
        """The limits that have begun; what a ledger cannot show is unknown, never missing."""
        return [
            self._limit(reading)
            for reading in readings
            if reading.state is not State.NOT_STARTED and reading.due is not None
        ]

    def _limit(self, reading: Reading) -> LimitShown:
        p = self.procedure
        limit = p.time_limits[reading.limit]
        counted = why(p, reading, self.calendar)
        return LimitShown(
            limit.label,
            p.cite(limit.basis),
            length_text(p, limit),
            self._light(reading),
            reading.start,
            reading.due,
            reading.done.on if reading.done else None,
            sentence(counted) if counted else f"以登记的“{p.label_of(limit.due_fact)}”为准",
            counted.days if counted else (),
            limit.interpretation,
        )

    def _light(self, reading: Reading) -> Light:
        limit = self.procedure.time_limits[reading.limit]
        if reading.done is None and not self.history.sees(limit_evidence(limit)):
            return UNKNOWN
        if reading.state in _BAD and self.found is not None and not self._found(reading.limit):
            return NOT_CHECKED
        return light_of(reading, limit.kind, self.calendar, self.on)

    def _found(self, limit: str) -> bool:
        """True when a finding rests on this limit, directly or through a rule that counts it."""
        assert self.found is not None
        return limit in self.found or any(
            item.id in self.found and limit in (item.after_due, item.before_due)
            for item in self.procedure.invariants
        )


def rules_shown(p: Procedure) -> list[RuleShown]:
    return [RuleShown(item.says, p.cite(item.basis), item.id) for item in p.invariants]


def state_word(p: Procedure, case: Case) -> str:
    """The case's state in a few words: its outcome, its step, or that it is closed."""
    if case.outcome in p.outcomes:
        return p.outcomes[case.outcome].label
    if case.closed_on is not None and case.origin == Origin.IMPORTED:
        return case.outcome or "已办结"
    step = p.steps.get(case.step)
    return step.label if step else "已办结" if case.closed_on else "办理中"


@dataclass(frozen=True, slots=True)
class TextShown:
    """A version of the text, by whom, and what it changed."""

    row: Text
    by: str
    changes: tuple[Piece, ...]


def texts_shown(case: Case, names: Mapping[str, str]) -> list[TextShown]:
    """The versions of the text, the newest first, each with what it changed of the one before."""
    rows = list(case.texts.order_by("version"))
    before = ["", *(row.body for row in rows)]
    shown = [
        TextShown(
            row, names.get(row.by, row.by), tuple(marked(old, row.body)) if row.version > 1 else ()
        )
        for row, old in zip(rows, before, strict=False)
    ]
    return shown[::-1]


_SHEETS = {"foi_request": "政府信息公开申请办理单"}


def sheet_title(p: Procedure) -> str:
    """What the sheet of a case is called on paper."""
    return _SHEETS.get(p.id, f"{p.title}单")
