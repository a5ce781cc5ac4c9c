"""Whether a normative document is in force on a day: worked out from its dated events.

Pure. Nothing is stored: a correction of an event changes the answer for every day it touches.
What is repealed ends on the day of the repeal, what is revoked never was (公文条例第三十三条);
before it is published a document is no basis for anything (优化营商环境条例第六十四条第二款).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from guiju.procedures.history import Event, History, text_of

PROCEDURE = "normative_document"
_DAY = timedelta(days=1)
_FIXING = ("publish", "renew")
"""The acts that say until when a document is in force."""


class Standing(StrEnum):
    """What a document is on a day. `value` is the word a clerk reads."""

    UNKNOWN = "无法判断"
    NOT_ISSUED = "尚未公布"
    PENDING = "尚未施行"
    IN_FORCE = "现行有效"
    SUSPENDED = "暂停执行"
    EXPIRED = "有效期届满"
    LAPSED = "已宣布失效"
    REPEALED = "已废止"
    REVOKED = "已撤销"


STANDS = frozenset({Standing.IN_FORCE, Standing.SUSPENDED})
"""In force; while it is suspended without effect."""


@dataclass(frozen=True, slots=True)
class Span:
    """From `since` on the document is what `standing` says, until the next span."""

    since: date
    standing: Standing


@dataclass(frozen=True, slots=True)
class Amendment:
    """A change of the text: the decision that made it, and the day it took effect."""

    by: str
    since: date


@dataclass(frozen=True, slots=True)
class Validity:
    """The document on a day. `since` and `until` bound what it then is, both days included.

    None as `since` says that nothing before is known, None as `until` that no end is on record.
    `why` is the decision or the term it rests on. `amendments` had taken effect by that day.
    """

    standing: Standing
    since: date | None = None
    until: date | None = None
    why: str = ""
    amendments: tuple[Amendment, ...] = ()

    @property
    def stands(self) -> bool:
        """It is in force, with effect or for the time being without."""
        return self.standing in STANDS

    @property
    def is_basis(self) -> bool:
        """It may be cited as a basis: in force, and not suspended."""
        return self.standing is Standing.IN_FORCE


def validity_on(history: History, on: date) -> Validity:
    """What the document is on a day, as the events now held to have happened say."""
    issued = history.first(("publish",))
    if issued is None:
        known = history.sees(("publish",))
        return Validity(Standing.NOT_ISSUED if known else Standing.UNKNOWN)
    spans = timeline(history)
    past = [span for span in spans if span.since <= on]
    ahead = [span for span in spans if span.since > on]
    until = ahead[0].since - _DAY if ahead else None
    if not past:
        return Validity(Standing.NOT_ISSUED, until=until)
    standing = past[-1].standing
    amendments = tuple(one for one in amendments_of(history) if one.since <= on)
    return Validity(standing, past[-1].since, until, _why(history, standing, on), amendments)


def timeline(history: History) -> tuple[Span, ...]:
    """What the document has been and, as far as it is on record, will be; oldest first.

    Two spans that follow each other differ. Empty for what was never published.
    """
    life = _life_of(history)
    if life is None:
        return ()
    found: list[Span] = []
    for day in sorted(life.changes()):
        standing = life.on(day)
        if standing is not Standing.NOT_ISSUED and (
            not found or found[-1].standing is not standing
        ):
            found.append(Span(day, standing))
    return tuple(found)


def amendments_of(history: History) -> list[Amendment]:
    """Every change of the text, in the order in which they take effect."""
    done = [event for event in history.events if event.act == "amend"]
    found = [
        Amendment(text_of(event.facts.get("amended_by")), _told(event, "amended_from"))
        for event in done
    ]
    return sorted(found, key=lambda one: one.since)


@dataclass(frozen=True, slots=True)
class _Life:
    """The days that count: issue, start, end, terms (day fixed, last day), times without effect."""

    issued: date
    begins: date
    ended: tuple[date, Standing] | None
    revoked: bool
    terms: tuple[tuple[date, date | None], ...]
    pauses: tuple[tuple[date, bool], ...]

    def changes(self) -> set[date]:
        days = {self.issued, self.begins}
        days |= {day for day, _ in (*self.terms, *self.pauses) if day >= self.issued}
        days |= {last + _DAY for _, last in self.terms if last is not None}
        if self.ended is not None:
            days.add(self.ended[0])
        return days

    def on(self, day: date) -> Standing:
        if day < self.issued:
            return Standing.NOT_ISSUED
        if self.revoked:
            return Standing.REVOKED
        if self.ended is not None and day >= self.ended[0]:
            return self.ended[1]
        if day < self.begins:
            return Standing.PENDING
        last = next((last for since, last in reversed(self.terms) if since <= day), None)
        if last is not None and day > last:
            return Standing.EXPIRED
        paused = next((still for since, still in reversed(self.pauses) if since <= day), False)
        return Standing.SUSPENDED if paused else Standing.IN_FORCE


def _life_of(history: History) -> _Life | None:
    issued = history.first(("publish",))
    if issued is None:
        return None
    stated = history.facts.get("effective_from")
    begins = stated if isinstance(stated, date) else issued.on
    endings = sorted(_endings(history), key=lambda one: one[0])
    return _Life(
        issued=issued.on,
        begins=max(begins, issued.on),
        ended=endings[0] if endings else None,
        revoked=history.first(("revoke",)) is not None,
        terms=tuple(_terms(history, issued)),
        pauses=tuple(_pauses(history)),
    )


def _endings(history: History) -> Iterator[tuple[date, Standing]]:
    """A repeal takes no effect before it is made; a lapse may be found later than it came."""
    for event in history.events:
        if event.act == "repeal":
            yield max(_told(event, "ends_on"), event.on), Standing.REPEALED
        elif event.act == "lapse":
            yield _told(event, "ends_on"), Standing.LAPSED


def _terms(history: History, issued: Event) -> Iterator[tuple[date, date | None]]:
    """A ledger may tell the term with another act than that of publishing."""
    fixed = [event for event in history.events if event.act in _FIXING]
    if not any("valid_until" in event.facts for event in fixed):
        yield issued.on, _date(history.facts.get("valid_until"))
        return
    told = ((event.on, _date(event.facts.get("valid_until"))) for event in fixed)
    yield from sorted(told, key=lambda term: term[0])


def _pauses(history: History) -> list[tuple[date, bool]]:
    found = [
        (_told(event, name), event.act == "suspend")
        for event in history.events
        for act, name in (("suspend", "suspended_from"), ("resume", "resumed_from"))
        if event.act == act
    ]
    return sorted(found, key=lambda one: one[0])


def _told(event: Event, name: str) -> date:
    """The day an act names for its effect; its own day where it names none."""
    return _date(event.facts.get(name)) or event.on


def _date(value: object) -> date | None:
    return value if isinstance(value, date) else None


_GROUNDS = {
    Standing.REPEALED: (("repeal",), "repeal_basis"),
    Standing.LAPSED: (("lapse",), "repeal_basis"),
    Standing.REVOKED: (("revoke",), "repeal_basis"),
    Standing.SUSPENDED: (("suspend",), "suspension_basis"),
}


def _why(history: History, standing: Standing, on: date) -> str:
    """The decision or the term behind a standing, in words; '' where there is none to name."""
    if standing in _GROUNDS:
        acts, fact = _GROUNDS[standing]
        last = history.last(acts)
        return text_of(last.facts.get(fact)) if last is not None else ""
    issued = history.first(("publish",))
    if issued is None:
        return ""
    fixed = [last for since, last in _terms(history, issued) if since <= on and last is not None]
    if standing is Standing.EXPIRED and fixed:
        return f"文件写明的有效期至{fixed[-1].isoformat()}"
    return f"有效期至{fixed[-1].isoformat()}" if fixed else ""
