"""The form of an act, made from the procedure file. It asks; whether it may be done, others say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from datetime import time as clock_time
from typing import Any

from django import forms

from guiju.home.wording import value_text
from guiju.procedures.definition import LETTER, OUTCOME, REASON, Act, Fact, FactType, Procedure
from guiju.procedures.desk.numbering import fills
from guiju.procedures.desk.opinions import is_opinion
from guiju.procedures.guard import extended
from guiju.procedures.history import Facts, Value
from guiju.worktime.duration import Unit

_ANEW = frozenset({OUTCOME, REASON, LETTER})
"""Facts that belong to the act itself: what an earlier act said of them does not count."""

_LONG = 10
"""A label of a text fact with this many characters asks for more than one line."""

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


@dataclass(frozen=True, slots=True)
class Ask:
    """A fact the form asks for. `known` is what is on record, `outcomes` which results need it."""

    name: str
    fact: Fact
    required: bool
    known: str
    fits: str
    outcomes: tuple[str, ...] = ()
    numbered: bool = False
    longest: str = ""

    @property
    def field(self) -> str:
        return f"fact_{self.name}"

    @property
    def hint(self) -> str:
        parts = []
        if self.known:
            parts.append(f"已登记：{self.known.rstrip('。')}。不改的留空。")
        if self.fits:
            parts.append(f"选{self.fits}，才能办这一步。")
        if self.longest:
            parts.append(f"最长{self.longest}。")
        if self.numbered:
            parts.append("留空时自动编号。")
        if self.name == LETTER:
            parts.append("写文书的名称；办完这一步后，在“文书”栏里预览、出具，文号到时自动编定。")
        return "".join(parts)


def asked(p: Procedure, act: Act, facts: Facts, *, anew: bool) -> list[Ask]:
    """The facts to ask for, those needed first. `anew`: the person answers for themselves, what
    others recorded does not stand for it."""
    found = [_ask(p, act, name, facts, needed=True, anew=anew) for name in act.needs]
    found += [_ask(p, act, name, facts, needed=False, anew=anew) for name in act.takes]
    have = {ask.name for ask in found}
    by_outcome: dict[str, list[str]] = {}
    if OUTCOME in act.needs:
        for result, outcome in p.outcomes.items():
            for name in outcome.needs:
                by_outcome.setdefault(name, []).append(result)
    found += [
        _ask(p, act, name, facts, needed=False, anew=anew, outcomes=tuple(results))
        for name, results in by_outcome.items()
        if name not in have
    ]
    return found


def _ask(  # noqa: PLR0913 - one fact of one act, and how it is asked
    p: Procedure,
    act: Act,
    name: str,
    facts: Facts,
    *,
    needed: bool,
    anew: bool,
    outcomes: tuple[str, ...] = (),
) -> Ask:
    again = anew or name in _ANEW
    known = "" if again else value_text(p, name, facts.get(name))
    fact = p.all_facts()[name]
    fits = "或者".join(f"“{v}”" for v in act.when.get(name, ()) if v not in ("given", "blank"))
    act_id = next(n for n, a in p.acts().items() if a is act)
    numbered = name == fills(p.id, act_id)
    required = needed and not known and not numbered
    limit = extended(p, act_id, name)
    longest = limit.extension.label if limit and limit.extension else ""
    return Ask(name, fact, required, known, fits, outcomes, numbered, longest)


def field_of(p: Procedure, ask: Ask) -> forms.Field:
    """The input for a fact. Nothing is filled in beforehand."""
    fact = ask.fact
    shared: dict[str, Any] = {
        "label": fact.label,
        "required": ask.required,
        "help_text": ask.hint,
        "error_messages": {"required": f"请填写{fact.label}。"},
    }
    if fact.type is FactType.DATE:
        wrong = {"invalid": f"{fact.label}写成 2026-10-08 的样子。"}
        shared["error_messages"] |= wrong
        return forms.DateField(widget=DAY, **shared)
    if fact.type is FactType.NUMBER:
        wrong = {"invalid": f"{fact.label}写数字。", "min_value": f"{fact.label}不能是负数。"}
        shared["error_messages"] |= wrong
        return forms.DecimalField(min_value=0, **shared)
    if fact.type in (FactType.CHOICE, FactType.YES_NO):
        shared["error_messages"] = {"required": f"请选择“{fact.label}”。"}
        return forms.ChoiceField(choices=[("", "请选择"), *_choices(p, ask)], **shared)
    long = ask.name.endswith(_LONG_ONES) or (
        len(fact.label) >= _LONG and not ask.name.endswith("_unit")
    )
    widget = forms.Textarea(attrs={"rows": 3}) if long else forms.TextInput()
    return forms.CharField(widget=widget, max_length=4000, **shared)


_LONG_ONES = (
    "reason", "reasons", "description", "proposal", "result", "sender_title", "_items",
    "_explanation", "_content", "_points", "_record", "_finding", "_calculation", "_test",
)  # fmt: skip
"""Endings of the names of facts that are told in sentences."""


def _choices(p: Procedure, ask: Ask) -> list[tuple[str, str]]:
    if ask.fact.type is FactType.YES_NO:
        return [("yes", "是"), ("no", "否")]
    if ask.name == OUTCOME:
        return [(name, outcome.label) for name, outcome in p.outcomes.items()]
    return [(word, word) for word in ask.fact.choices]


def counts_hours(p: Procedure, name: str) -> bool:
    """True when a limit in hours begins or ends with the act: its moment is asked for."""
    for limit in p.time_limits.values():
        length = p.length_of(limit)
        ends = (*limit.runs_from, *limit.ends_with, *limit.governs)
        if length is not None and length.unit is Unit.HOURS and name in ends:
            return True
    return False


def _day_field(today: date) -> forms.DateField:
    return forms.DateField(
        label="办理日期",
        widget=forms.DateInput(attrs={"type": "date", "max": today.isoformat()}, format="%Y-%m-%d"),
        help_text="写实际办理的日期；过后登记的，日志中注明登记日期。",
        error_messages={
            "required": "请填写办理日期。",
            "invalid": "办理日期写成 2026-10-08 的样子。",
        },
    )


def _time_field() -> forms.TimeField:
    return forms.TimeField(
        label="办理时刻",
        widget=forms.TimeInput(attrs={"type": "time"}),
        help_text="以小时计的期限从这一刻起算。",
        error_messages={"required": "请填写时刻。", "invalid": "时刻写成 22:30 的样子。"},
    )


def _opinion_field(act: Act) -> forms.CharField:
    return forms.CharField(
        label=act.zone or f"{act.label}意见",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="提交后印在办理单的相应栏内。不写字也照样签名、写日期。",
    )


class FactsForm(forms.Form):
    """Facts of an act, its day, and its moment where hours count."""

    asks: Sequence[Ask] = ()
    signs = False

    def ask(self, p: Procedure, name: str, asks: Sequence[Ask], *, today: date) -> None:
        """Add the inputs for facts of an act, and for when it was done."""
        self.asks = asks
        for ask in asks:
            self.fields[ask.field] = field_of(p, ask)
        self.fields["on"] = _day_field(today)
        if counts_hours(p, name):
            self.fields["time"] = _time_field()

    def facts_asked(self) -> Iterator[tuple[Ask, forms.BoundField]]:
        """Each fact with its input, those that hang on the result after all others."""
        return ((ask, self[ask.field]) for ask in self.asks)

    @property
    def on_field(self) -> forms.BoundField:
        return self["on"]

    @property
    def time_field(self) -> forms.BoundField | None:
        return self["time"] if "time" in self.fields else None

    @property
    def opinion_field(self) -> forms.BoundField | None:
        return self["opinion"] if self.signs else None

    def facts(self) -> dict[str, Value]:
        """What was entered; blanks are not recorded."""
        found: dict[str, Value] = {}
        for ask in self.asks:
            given = self.cleaned_data.get(ask.field)
            if given not in (None, ""):
                found[ask.name] = _value(ask.fact, given)
        return found

    @property
    def on(self) -> date:
        day: date = self.cleaned_data["on"]
        return day

    @property
    def at(self) -> datetime | None:
        """The moment of the act on the wall's clock, where hours count."""
        moment = self.cleaned_data.get("time")
        return datetime.combine(self.on, moment) if isinstance(moment, clock_time) else None


class DeedForm(FactsForm):
    """The facts of an act, its day, and the opinion signed with it."""

    def __init__(  # noqa: PLR0913 - the act as the procedure and the case say it
        self,
        p: Procedure,
        name: str,
        facts: Facts,
        *,
        today: date,
        anew: bool = False,
        data: Mapping[str, Any] | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial={"on": today, **(initial or {})})
        act = p.acts()[name]
        self.ask(p, name, asked(p, act, facts, anew=anew), today=today)
        self.signs = signs_apart(p, act)
        if self.signs:
            self.fields["opinion"] = _opinion_field(act)
        self.handwriting_typed = str((data or initial or {}).get("handwriting", ""))

    @property
    def opinion(self) -> str:
        return str(self.cleaned_data.get("opinion", ""))


def wrong_in(*asked: forms.Form) -> list[tuple[str, str]]:
    """What is wrong in forms that were sent: the input's id in the page, and what it says."""
    return [
        (field.id_for_label, str(error))
        for form in asked
        for field in form
        for error in field.errors
    ]


def signs_apart(p: Procedure, act: Act) -> bool:
    """The opinion has a box of its own: not when a fact of the same name is the opinion."""
    as_fact = any(is_opinion(p, act, name) for name in (*act.needs, *act.takes))
    return bool(act.zone or act.bound_to) and not as_fact


def _value(fact: Fact, given: object) -> Value:
    if fact.type is FactType.YES_NO:
        return given == "yes"
    if fact.type is FactType.NUMBER:
        number = float(str(given))
        return int(number) if number.is_integer() else number
    return given if isinstance(given, date) else str(given).strip()
