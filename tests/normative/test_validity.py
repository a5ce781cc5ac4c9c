"""Validity of a normative document: worked out from dated events, whatever their order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.normative.validity import Standing, timeline, validity_on
from guiju.procedures.history import Event, History, Value, replay

ISSUED = date(2026, 3, 2)
_DAYS = {
    "repeal": "ends_on",
    "lapse": "ends_on",
    "suspend": "suspended_from",
    "resume": "resumed_from",
    "amend": "amended_from",
    "renew": "valid_until",
}


def told(*events: tuple[str, date, dict[str, Value]]) -> History:
    return replay([Event(a, on, facts=f, seq=n) for n, (a, on, f) in enumerate(events, 1)])


def published(**facts: Value) -> tuple[str, date, dict[str, Value]]:
    return ("publish", ISSUED, facts)


def day(month: int, of: int, year: int = 2026) -> date:
    return date(year, month, of)


class TestADay:
    def test_what_is_not_published_is_no_basis(self) -> None:
        found = validity_on(told(("sign_off", ISSUED, {})), day(12, 31))
        assert found.standing is Standing.NOT_ISSUED and not found.is_basis

    def test_a_ledger_that_cannot_tell_is_unknown_not_missing(self) -> None:
        history = History((Event("sign_off", ISSUED),), seen=frozenset({"sign_off"}))
        assert validity_on(history, ISSUED).standing is Standing.UNKNOWN

    def test_it_is_in_force_from_the_day_it_names(self) -> None:
        history = told(published(effective_from=day(4, 1)))
        assert validity_on(history, day(3, 1)).standing is Standing.NOT_ISSUED
        assert validity_on(history, day(3, 31)).standing is Standing.PENDING
        assert validity_on(history, day(4, 1)).is_basis

    def test_it_is_never_in_force_before_it_was_published(self) -> None:
        history = told(published(effective_from=day(1, 1)))
        assert not validity_on(history, day(3, 1)).is_basis
        assert validity_on(history, ISSUED).is_basis

    def test_the_last_day_of_its_term_still_counts(self) -> None:
        history = told(published(valid_until=day(12, 31)))
        assert validity_on(history, day(12, 31)).until == day(12, 31)
        assert validity_on(history, day(12, 31)).is_basis
        assert validity_on(history, day(1, 1, 2027)).standing is Standing.EXPIRED

    def test_a_repeal_ends_it_from_its_day_and_not_before_it_was_made(self) -> None:
        history = told(
            published(),
            ("repeal", day(6, 1), {"repeal_basis": "云政发〔2026〕9号", "ends_on": day(5, 1)}),
        )
        assert validity_on(history, day(5, 31)).is_basis
        ended = validity_on(history, day(6, 1))
        assert (ended.standing, ended.why) == (Standing.REPEALED, "云政发〔2026〕9号")

    def test_a_repeal_may_take_effect_later(self) -> None:
        history = told(published(), ("repeal", day(6, 1), {"ends_on": day(7, 1)}))
        before = validity_on(history, day(6, 30))
        assert before.is_basis and before.until == day(6, 30)
        assert validity_on(history, day(7, 1)).standing is Standing.REPEALED

    def test_what_is_revoked_never_was(self) -> None:
        history = told(published(), ("revoke", day(6, 1), {"repeal_basis": "决定"}))
        assert validity_on(history, ISSUED).standing is Standing.REVOKED
        assert validity_on(history, ISSUED - timedelta(days=1)).standing is Standing.NOT_ISSUED

    def test_suspended_it_stands_and_has_no_effect(self) -> None:
        history = told(
            published(),
            ("suspend", day(5, 1), {"suspension_basis": "会议决定", "suspended_from": day(5, 10)}),
            ("resume", day(6, 1), {}),
        )
        assert validity_on(history, day(5, 9)).is_basis
        paused = validity_on(history, day(5, 20))
        assert (paused.standing, paused.stands, paused.is_basis) == (
            Standing.SUSPENDED,
            True,
            False,
        )
        assert (paused.since, paused.until) == (day(5, 10), day(5, 31))
        assert validity_on(history, day(6, 1)).is_basis

    def test_an_extension_counts_from_the_day_it_is_made(self) -> None:
        history = told(
            published(valid_until=day(6, 30)), ("renew", day(7, 15), {"valid_until": day(12, 31)})
        )
        assert validity_on(history, day(7, 14)).standing is Standing.EXPIRED
        assert validity_on(history, day(7, 15)).is_basis
        assert validity_on(history, day(1, 1, 2027)).standing is Standing.EXPIRED

    def test_an_amendment_shows_from_the_day_it_takes_effect(self) -> None:
        history = told(
            published(), ("amend", day(5, 1), {"amended_by": "决定", "amended_from": day(6, 1)})
        )
        assert validity_on(history, day(5, 31)).amendments == ()
        (found,) = validity_on(history, day(6, 1)).amendments
        assert (found.by, found.since) == ("决定", day(6, 1))


@st.composite
def _acts(draw: st.DrawFn) -> list[tuple[str, date, dict[str, Value]]]:
    days = st.integers(0, 400).map(lambda n: ISSUED + timedelta(days=n))
    names = draw(st.lists(st.sampled_from(sorted(_DAYS)), max_size=7))
    found: list[tuple[str, date, dict[str, Value]]] = []
    for name in names:
        facts: dict[str, Value] = {}
        if name == "renew" or draw(st.booleans()):
            facts[_DAYS[name]] = draw(days)
        found.append((name, draw(days), facts))
    return found


def _effect(name: str, at: date, facts: dict[str, Value]) -> date:
    """The day an act takes effect, a repeal not before it is made."""
    told = facts.get(_DAYS[name], at) if name != "renew" else at
    assert isinstance(told, date)
    return max(told, at) if name == "repeal" else told


_FIRST = st.fixed_dictionaries(
    {},
    optional={
        "effective_from": st.dates(date(2026, 1, 1), date(2026, 12, 31)),
        "valid_until": st.dates(date(2026, 4, 1), date(2027, 6, 1)),
    },
)
_ANY_DAY = st.dates(date(2026, 1, 1), date(2028, 1, 1))


class TestAnyHistory:
    @given(_FIRST, _acts(), st.randoms(), _ANY_DAY)
    def test_the_order_of_entry_does_not_matter(
        self, first: dict[str, Value], acts: list[tuple[str, date, dict[str, Value]]],
        random: object, on: date,
    ) -> None:  # fmt: skip
        """Where each act has a day of its own: what happened on one day is told by its order."""
        acts = list({(name, at): (name, at, facts) for name, at, facts in acts}.values())
        effects = [_effect(*act) for act in acts]
        if len(set(effects)) != len(effects):
            return
        shuffled = list(acts)
        random.shuffle(shuffled)  # type: ignore[attr-defined]
        one, other = told(published(**first), *acts), told(published(**first), *shuffled)
        assert timeline(one) == timeline(other)
        assert validity_on(one, on).standing is validity_on(other, on).standing

    @given(_FIRST, _acts(), st.data(), _ANY_DAY)
    def test_what_is_undone_has_never_been(
        self, first: dict[str, Value], acts: list[tuple[str, date, dict[str, Value]]],
        data: st.DataObject, on: date,
    ) -> None:  # fmt: skip
        events = [Event("publish", ISSUED, facts=first, seq=1)]
        events += [Event(a, d, facts=f, seq=n) for n, (a, d, f) in enumerate(acts, 2)]
        undone = data.draw(st.sampled_from(events))
        later = replace(undone, seq=len(events) + 1, corrects=undone.seq, void=True)
        assert validity_on(replay([*events, later]), on) == validity_on(
            replay([event for event in events if event is not undone]), on
        )

    @given(_FIRST, _acts(), st.data(), _ANY_DAY)
    def test_what_is_put_right_has_always_been_so(
        self, first: dict[str, Value], acts: list[tuple[str, date, dict[str, Value]]],
        data: st.DataObject, on: date,
    ) -> None:  # fmt: skip
        events = [Event("publish", ISSUED, facts=first, seq=1)]
        events += [Event(a, d, facts=f, seq=n) for n, (a, d, f) in enumerate(acts, 2)]
        wrong = data.draw(st.sampled_from(events))
        right = replace(wrong, on=wrong.on + timedelta(days=data.draw(st.integers(0, 30))))
        later = replace(right, seq=len(events) + 1, corrects=wrong.seq)
        fixed = [right if event is wrong else event for event in events]
        assert validity_on(replay([*events, later]), on) == validity_on(replay(fixed), on)

    @given(_FIRST, _acts(), _ANY_DAY)
    def test_every_day_lies_in_one_span_and_its_neighbours_differ(
        self, first: dict[str, Value], acts: list[tuple[str, date, dict[str, Value]]], on: date
    ) -> None:
        history = told(published(**first), *acts)
        spans = timeline(history)
        days = [span.since for span in spans]
        assert days == sorted(set(days)) and days[0] == ISSUED
        assert all(a.standing is not b.standing for a, b in zip(spans, spans[1:], strict=False))
        found = validity_on(history, on)
        if on < ISSUED:
            assert found.standing is Standing.NOT_ISSUED
            return
        assert found.since is not None and found.since <= on
        assert found.until is None or on <= found.until
        for edge in filter(None, (found.since, found.until)):
            assert validity_on(history, edge).standing is found.standing

    @given(_FIRST, _acts(), _ANY_DAY)
    def test_once_repealed_nothing_brings_it_back(
        self, first: dict[str, Value], acts: list[tuple[str, date, dict[str, Value]]], on: date
    ) -> None:
        history = told(published(**first), *acts, ("repeal", day(6, 1), {}))
        later = max(on, day(6, 1))
        assert not validity_on(history, later).stands


@pytest.mark.parametrize("standing", list(Standing))
def test_every_word_is_chinese(standing: Standing) -> None:
    assert not any(letter.isascii() for letter in standing.value)
