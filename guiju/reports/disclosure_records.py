"""What the yearly disclosure tables need to know of a request and of a normative document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from guiju.procedures.definition import OUTCOME, Procedure
from guiju.procedures.history import Event, History
from guiju.reports.disclosure_form import PENDING, REVIEWS

REVIEW_FACTS = dict(
    zip(
        REVIEWS,
        ("reconsideration_result", "litigation_direct_result", "litigation_after_result"),
        strict=True,
    )
)
KIND = "applicant_kind"
RULING_ACTS = (
    "register_reconsideration",
    "record_reconsideration_result",
    "register_lawsuit",
    "record_lawsuit_result",
)
REGISTERED = {"register_reconsideration": REVIEWS[0], "register_lawsuit": ""}
"""Acts that start a review; '' where the fact `lawsuit_kind` says which."""

_WORDS = {"维持": "结果维持", "纠正": "结果纠正", "其他": "其他结果"}
"""How ledgers shorten the official words."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What became of a reconsideration or lawsuit, as recorded on a day."""

    on: date
    result: str


@dataclass(frozen=True, slots=True)
class Request:
    """A request as the tables see it. `row` is its result's row of table three, '' while open."""

    key: str
    received: date | None
    ended: date | None = None
    kind: str = ""
    row: str = ""
    rulings: dict[str, tuple[Ruling, ...]] = field(default_factory=dict)

    def received_in(self, year: int) -> bool:
        return self.received is not None and self.received.year == year

    def ended_in(self, year: int) -> bool:
        return self.ended is not None and self.ended.year == year

    def open_after(self, year: int) -> bool:
        """Received by 31 December of the year and not ended by then."""
        received = self.received is not None and self.received.year <= year
        return received and (self.ended is None or self.ended.year > year)

    def concerns(self, year: int) -> bool:
        """True when some cell of table three counts it in that year."""
        return self.received_in(year) or self.ended_in(year) or self.open_after(year - 1)

    def result_of(self, review: str, year: int) -> str:
        """Its result in the year's table four, '' if it does not belong there.

        A case pending when the year ends is counted as pending in every year until decided.
        """
        known = [r for r in self.rulings.get(review, ()) if r.on.year <= year]
        if not known:
            return ""
        last = known[-1]
        return last.result if last.on.year == year or last.result == PENDING else ""


@dataclass(frozen=True, slots=True)
class Document:
    """A normative document: made public and repealed on these days, valid up to a third."""

    key: str
    published: date | None
    repealed: date | None = None
    valid_until: date | None = None

    def in_force_after(self, year: int) -> bool:
        """Made public by the end of the year, and still valid when it ends."""
        last = date(year, 12, 31)
        if self.published is None or self.published > last:
            return False
        repealed = self.repealed is not None and self.repealed <= last
        lapsed = self.valid_until is not None and self.valid_until < last
        return not repealed and not lapsed


def request_of(key: str, history: History, p: Procedure) -> Request:
    """Read a request off its history by the procedure in force when it opened."""
    received = history.first(_opening(p))
    ended = history.first(ending_acts(p))
    outcome = str(history.facts.get(OUTCOME) or "")
    if not outcome and ended is not None:
        outcome = p.acts()[ended.act].outcome
    row = p.outcomes[outcome].counts_in if outcome in p.outcomes else outcome
    return Request(
        key,
        received.on if received else None,
        ended.on if ended else None,
        str(history.facts.get(KIND) or ""),
        row if ended else "",
        dict(_rulings(history, _opening(p), ended.on if ended else None)),
    )


def document_of(key: str, history: History) -> Document:
    """Read a normative document off its history."""
    published = history.first(("publish",))
    repealed = history.first(("repeal",))
    lapsed = history.first(("lapse",))
    until = history.facts.get("valid_until")
    if isinstance(until, str):
        until = date.fromisoformat(until)
    ends = [until] if isinstance(until, date) else []
    ends += [lapsed.on - timedelta(days=1)] if lapsed else []
    return Document(
        key,
        published.on if published else None,
        repealed.on if repealed else None,
        min(ends, default=None),
    )


def _opening(p: Procedure) -> tuple[str, ...]:
    return tuple(name for name, act in p.acts().items() if act.opens)


def ending_acts(p: Procedure) -> tuple[str, ...]:
    """The acts that settle how a request ended."""
    return tuple(name for name, act in p.acts().items() if act.outcome or OUTCOME in act.needs)


def _rulings(
    history: History, opening: tuple[str, ...], ended: date | None
) -> Iterator[tuple[str, tuple[Ruling, ...]]]:
    """Each review's results, oldest first.

    From the day it is registered a review is pending. A ledger row tells a result but not its
    day: it is taken to belong to the year in which the request ended, or else was received.
    """
    for review, fact in REVIEW_FACTS.items():
        found = [
            ruling
            for event in history.events
            if event.act not in opening
            for ruling in _ruling(event, review, fact)
        ]
        day = ended or history.opened_on
        if not found and history.facts.get(fact) and day is not None:
            found = [Ruling(day, _word(history.facts[fact]))]
        if found:
            yield review, tuple(found)


def _ruling(event: Event, review: str, fact: str) -> Iterator[Ruling]:
    started = REGISTERED.get(event.act)
    if started == "":
        started = str(event.facts.get("lawsuit_kind") or "")
    if started == review:
        yield Ruling(event.on, PENDING)
    if event.facts.get(fact):
        yield Ruling(event.on, _word(event.facts[fact]))


def _word(value: object) -> str:
    return _WORDS.get(str(value), str(value))
