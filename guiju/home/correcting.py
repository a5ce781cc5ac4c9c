"""更正 of an act on record: its day and facts in a form, what changes, then the correction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict

from guiju.core.errors import Reason, Refusal
from guiju.home.act_forms import Ask, FactsForm, asked
from guiju.home.case_page import Changed, changed, event_label
from guiju.home.case_seen import Seen
from guiju.home.side_forms import reason_field
from guiju.home.wording import value_text
from guiju.procedures.corrections import Replace, correct, proposed
from guiju.procedures.definition import OUTCOME, FactType, Procedure
from guiju.procedures.desk.opinions import is_opinion
from guiju.procedures.guard import CORRECTION
from guiju.procedures.history import Event, Facts, Value, effective, replay
from guiju.procedures.models import Case
from guiju.procedures.private import facts_kept
from guiju.procedures.record import to_kernel


class ReplaceForm(FactsForm):
    """The day and the facts of an act on record, as they are and to be changed, and why.

    `before` are the facts on record before it. What is not asked for stays as it is: what is kept
    apart from the record, an opinion somebody has signed.
    """

    def __init__(
        self,
        p: Procedure,
        old: Event,
        before: Facts,
        *,
        today: date,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data)
        self.procedure, self.old = p, old
        self.ask(p, old.act, _asks(p, old, before), today=today)
        self.initial = {"on": old.on, "time": old.at and old.at.time()}
        for ask in self.asks:
            self.initial[ask.field] = _filled_in(p, ask, old.facts.get(ask.name))
            if "\n" in str(self.initial[ask.field]):
                self.fields[ask.field].widget = forms.Textarea(attrs={"rows": 3})
        if "time" in self.fields:
            self.fields["time"].required = old.at is not None
        self.fields["reason"] = reason_field("更正的理由")

    @property
    def reason_field(self) -> forms.BoundField:
        return self["reason"]

    @property
    def withheld(self) -> list[str]:
        """The labels of what is on record and not asked for."""
        if self.old.act == CORRECTION:
            return []
        names = {ask.name for ask in self.asks} | {OUTCOME}
        return [self.procedure.label_of(name) for name in self.old.facts if name not in names]

    def facts(self) -> dict[str, Value]:
        """All the act is to record: what is not asked for, or says what it said, as it was."""
        given, old = super().facts(), self.old.facts
        names = {ask.name for ask in self.asks}
        found = {name: value for name, value in old.items() if name not in names}
        for ask in self.asks:
            if ask.name in given and ask.outcomes and given.get(OUTCOME) not in ask.outcomes:
                continue
            if ask.name in given:
                found[ask.name] = self._unless_it_says_the_same(ask.name, given[ask.name])
        return found

    def _unless_it_says_the_same(self, name: str, value: Value) -> Value:
        before = self.old.facts.get(name)
        return before if self._words(name, before) == self._words(name, value) else value

    def _words(self, name: str, value: Value) -> str:
        """A browser sends every line end as two characters."""
        return value_text(self.procedure, name, value).replace("\r\n", "\n").strip()


def _asks(p: Procedure, old: Event, before: Facts) -> Sequence[Ask]:
    act, apart = p.acts().get(old.act), facts_kept(p.id)
    if act is None:
        return []
    found = asked(p, act, before, anew=False)
    return [
        _to_put_right(ask, old.facts.get(ask.name))
        for ask in found
        if ask.name not in apart and not is_opinion(p, act, ask.name)
    ]


def _to_put_right(ask: Ask, said: Value) -> Ask:
    """A fact on record is there to be changed; a number is not given out by a correction."""
    if said in (None, ""):
        return replace(ask, numbered=False)
    return replace(ask, known="", numbered=False, required=ask.required or ask.numbered)


def _filled_in(p: Procedure, ask: Ask, value: Value) -> object:
    """A fact on record as the form's input has it."""
    if ask.fact.type is FactType.YES_NO:
        return {"是": "yes", "否": "no"}.get(value_text(p, ask.name, value), "")
    return "" if value is None else value


@dataclass
class CorrectionSheet:
    """The page that puts an act on record right: what is asked, what changes, what is against."""

    seen: Seen
    seq: int
    data: QueryDict | None = None
    reasons: tuple[Reason, ...] = ()

    @cached_property
    def record(self) -> list[Event]:
        rows = sorted(self.seen.case.events.all(), key=lambda row: row.seq)
        return [to_kernel(self.seen.procedure, row) for row in rows]

    @cached_property
    def old(self) -> Event | None:
        """The event as recorded, whether it still stands or not."""
        return next((event for event in self.record if event.seq == self.seq), None)

    @property
    def label(self) -> str:
        assert self.old is not None
        return event_label(self.seen.procedure, self.old.act)

    def refuse_unless_it_stands(self) -> None:
        if self.seq not in {event.seq for event in effective(self.record)}:
            says = f"第{self.seq}条记录已被更正或作废，请看本件现在的记录"
            raise Refusal([Reason("correction", says)])

    @cached_property
    def form(self) -> ReplaceForm:
        assert self.old is not None
        standing = effective(self.record)
        place = next((n for n, event in enumerate(standing) if event.seq == self.seq), None)
        before = replay(standing[:place]).facts
        p = self.seen.procedure
        return ReplaceForm(p, self.old, before, today=self.seen.on, data=self.data)

    def changes(self) -> list[Changed]:
        """What would change. Nothing when something is still wrong: see `form`, `reasons`."""
        assert self.old is not None
        seen = self.seen
        if not self.form.is_valid():
            return []
        now = seen.case.token
        try:
            event = proposed(self._held(), self._correction(), by=seen.user, at=seen.at)
        except Refusal as refusal:
            self._refused(refusal, now)
            return []
        found = changed(seen.procedure, self.old, event)
        if not found:
            self.form.add_error(None, "没有改动任何内容，请改动后再核对。")
        return found

    def do(self) -> bool:
        """Put it right as the form says, which is valid; False when it is refused."""
        seen, now = self.seen, self.seen.case.token
        why = self.form.cleaned_data["reason"]
        try:
            correct(self._held(), self._correction(), reason=why, by=seen.user, at=seen.at)
        except Refusal as refusal:
            self._refused(refusal, now)
            return False
        return True

    def _refused(self, refusal: Refusal, token: int) -> None:
        self.reasons = refusal.reasons
        self.seen.case.token = token

    def _held(self) -> Case:
        assert self.data is not None
        return self.seen.held_since(self.data.get("token", ""))

    def _correction(self) -> Replace:
        form = self.form
        facts = None if form.old.act == CORRECTION else form.facts()
        return Replace(self.seq, form.on, facts, form.at)
