"""Filling the words in braces: from the record, the rules, the calendar and the organ.

Nothing is ever left blank: what is missing is noted, and the letter refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from guiju.core.errors import Reason
from guiju.letters.book import Part, Template, Texts
from guiju.letters.matter import Matter
from guiju.letters.organ import LABELS, Organ
from guiju.procedures.clock import Reading, read_limit, why
from guiju.procedures.definition import Procedure
from guiju.procedures.history import Event, Value, matches

BRACES = re.compile(r"\{([^{}]+)\}")
PROVISIONAL = "（节假日安排尚未公布，公布后以重新推算的日期为准）"

M = TypeVar("M", bound=Matter)


@dataclass(frozen=True, slots=True)
class Book(Generic[M]):
    """The letters of one kind of matter: texts, words of its own, who helps when one is missing,
    and what the number of the case is called on a letter without one of its own.

    `own` words stand for themselves in braces, `{you}`; the first match wins over facts.
    """

    texts: Texts
    own: Mapping[str, Callable[[Filling[M]], str]]
    clerk: str
    registered: str = "登记编号"


@dataclass(slots=True)
class Filling(Generic[M]):
    """One letter being written, dated `on`. `missing` gathers what stands against it."""

    book: Book[M]
    matter: M
    template: Template
    organ: Organ
    on: date
    missing: dict[str, Reason] = field(default_factory=dict)

    @property
    def event(self) -> Event:
        return self.matter.history.events[-1]

    def paragraphs(self, wanted: Iterable[tuple[Part, ...]]) -> tuple[str, ...]:
        return tuple(text for parts in wanted if (text := self.sentences(parts)))

    def sentences(self, parts: Iterable[Part]) -> str:
        return "".join(self._said(part) for part in parts if self._holds(part))

    def fact(self, name: str) -> str:
        """A fact, or a word typed for this letter, as text in a sentence; '' if missing."""
        shown = clean(self.facts().get(name))
        return shown or self.lack(name, f"缺少“{self._label(name)}”", self._recorder(name))

    def facts(self) -> dict[str, Value]:
        organ = {f"organ_{name}": getattr(self.organ, name) for name in LABELS}
        return {**self.matter.history.facts, **self.matter.words, **organ}

    def lack(self, name: str, says: str, helper: str = "") -> str:
        helper = helper or self.book.clerk
        whole = f"《{self.template.kind}》{says}，请补充登记后再出具"
        self.missing.setdefault(name, Reason(f"letter.missing.{name}", whole, helper=helper))
        return ""

    def _holds(self, part: Part) -> bool:
        if part.when and matches(part.when, self.facts()) is not True:
            return False
        if part.act and self.event.act not in part.act:
            return False
        return not part.after or self.matter.history.last(part.after) is not None

    def _said(self, part: Part) -> str:
        if part.use:
            return self.sentences(self.book.texts.fragments[part.use])
        if part.one_of:
            chosen = [one for one in part.one_of if self._holds(one)]
            return self._said(chosen[0]) if len(chosen) == 1 else self._undecided(part)
        return BRACES.sub(lambda found: self.word(found[1]), part.say)

    def _undecided(self, part: Part) -> str:
        """None of the variants fits: say which facts decide, and what they may hold."""
        p = self.matter.procedure
        told = {
            f"“{self._label(name)}”应为{'、'.join(p.label_of(value) for value in values)}"
            for one in part.one_of
            for name, values in one.when.items()
        }
        says = f"与办理记录不符：{'；'.join(sorted(told))}" if told else "与办理记录不符"
        return self.lack("variant", says)

    def word(self, name: str) -> str:
        """What a word in braces stands for."""
        kind, _, rest = name.partition(".")
        if rest:
            return _LOOKUPS[kind](self, rest)
        if name in self.book.own:
            return self.book.own[name](self)
        if name in _OWN:
            return _OWN[name](self)
        cited = citation(self.matter.procedure, name)
        return cited or self.fact(name)

    def _label(self, name: str) -> str:
        if name.startswith("organ_"):
            return LABELS[name.removeprefix("organ_")]
        typed = self.template.words.get(name, "")
        return typed or self.matter.procedure.label_of(name)

    def _recorder(self, name: str) -> str:
        """Who records a fact: the roles of the acts that need or take it."""
        p = self.matter.procedure
        acts = [act for act in p.acts().values() if name in (*act.needs, *act.takes)]
        named = dict.fromkeys(p.roles[role] for act in acts for role in act.by)
        return "、".join(named) or self.book.clerk


def citation(p: Procedure, basis: str) -> str:
    """《全称》第几条 for a basis as procedure files write it; '' for what is none."""
    for short, full in p.laws.items():
        if basis.startswith(f"{short}第"):
            return f"《{full}》{basis.removeprefix(short)}"
    return basis if basis in p.local else ""


def clean(value: Value) -> str:
    """A fact as it stands inside a sentence: one line, without a full stop of its own."""
    if isinstance(value, date):
        return chinese_day(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    lines = [line.strip() for line in ("" if value is None else str(value)).splitlines()]
    return "；".join(line.rstrip("。；;") for line in lines if line.rstrip("。；;"))


def chinese_day(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"


def _length(filling: Filling[M], limit: str) -> str:
    p = filling.matter.procedure
    length = p.length_of(p.time_limits[limit])
    assert length is not None, f"{limit} has no length"
    return length.label


def reading_of(filling: Filling[M], limit: str) -> Reading | None:
    """A limit as it stands on the day of the letter."""
    matter = filling.matter
    return read_limit(matter.procedure, limit, matter.history, matter.calendar, filling.on)


def due(filling: Filling[M], limit: str) -> str:
    """The last day of a limit, extensions and pauses counted."""
    reading = reading_of(filling, limit)
    return _as_due(filling, limit, reading, reading.due if reading else None)


def _base_due(filling: Filling[M], limit: str) -> str:
    reading = reading_of(filling, limit)
    return _as_due(filling, limit, reading, reading.base_due if reading else None)


def _as_due(
    filling: Filling[M], limit: str, reading: Reading | None, day: date | datetime | None
) -> str:
    if reading is None or day is None:
        label = filling.matter.procedure.time_limits[limit].label
        return filling.lack(f"due.{limit}", f"推算不出“{label}”")
    counted = why(filling.matter.procedure, reading, filling.matter.calendar)
    doubt = PROVISIONAL if counted and counted.provisional else ""
    return chinese_day(day) + doubt


def _day_of(filling: Filling[M], act: str) -> str:
    event = filling.matter.history.last([act])
    if event is None:
        label = filling.matter.procedure.label_of(act)
        return filling.lack(f"on.{act}", f"缺少“{label}”的日期")
    return chinese_day(event.on)


_OWN: dict[str, Callable[[Filling[Any]], str]] = {
    "event_on": lambda filling: chinese_day(filling.event.on),
    "itself": lambda filling: filling.template.itself,
}
_LOOKUPS: dict[str, Callable[[Filling[Any], str], str]] = {
    "length": _length,
    "due": due,
    "base_due": _base_due,
    "on": _day_of,
}
