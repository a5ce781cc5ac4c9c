"""Asking the library: what did an article say on a day, and how do two wordings differ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum

from django.db.models import Q

from guiju.law.heads import Change, title_key
from guiju.law.models import Article, Ended, Instrument, Version
from guiju.law.parsed import Unit, article_label
from guiju.org.models import Jurisdiction


class Standing(StrEnum):
    """The answer to "what did article n say on that day"."""

    FOUND = "found"
    UNKNOWN_INSTRUMENT = "unknown instrument"  # not in the library: cannot be verified
    NOT_YET = "not yet"  # before the instrument was in force
    WORDING_MISSING = "wording missing"  # in force then, but in a wording not at hand
    NO_LONGER = "no longer"  # repealed
    NO_ARTICLE = "no article"


@dataclass(frozen=True, slots=True)
class Found:
    """`version`: the wording in force that day, else the nearest one. `says` is for a reader."""

    standing: Standing
    says: str
    instrument: Instrument | None = None
    version: Version | None = None
    article: Article | None = None


class Difference(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Compared:
    """One row of two wordings side by side; an article missing on a side is None."""

    difference: Difference
    before: Article | None
    after: Article | None


ALIKE = 0.5
"""From this likeness on, two articles are one article that changed; 1 is equal."""


def instrument_named(title: str, district: Jurisdiction | None = None) -> Instrument | None:
    """By title, with or without 中华人民共和国 and 《》; a district's own rule comes first."""
    named = Instrument.objects.filter(key=title_key(title))
    own = Q(jurisdiction=None) if district is None else Q(jurisdiction=None) | Q(
        jurisdiction=district
    )  # fmt: skip
    return max(named.filter(own), key=lambda i: i.jurisdiction_id is not None, default=None)


def version_on(instrument: Instrument, on: date) -> Found:
    """The wording of an instrument in force on a day."""
    versions = list(instrument.versions.order_by("valid_from", "on"))
    begun = [version for version in versions if version.valid_from <= on]
    if not begun:
        return _too_early(instrument, versions, on)
    version = begun[-1]
    if version.in_force(on):
        return Found(Standing.FOUND, "", instrument, version)
    says = f"《{instrument.title}》已于{version.valid_until}终止（{Ended(version.ended).label}）"
    return Found(Standing.NO_LONGER, says, instrument, version)


def _too_early(instrument: Instrument, versions: list[Version], on: date) -> Found:
    if not versions:
        return Found(Standing.WORDING_MISSING, f"《{instrument.title}》没有文本", instrument)
    first = versions[0]
    begun = first_day(first)
    if begun < first.valid_from and begun <= on:
        says = f"《{instrument.title}》{on}的文本不在库中，库中最早的是{first.on}的文本"
        return Found(Standing.WORDING_MISSING, says, instrument, first)
    says = f"《{instrument.title}》自{first.valid_from}起施行，{on}尚未施行"
    return Found(Standing.NOT_YET, says, instrument, first)


def first_day(first: Version) -> date:
    """Since when there has been a law of that name, as far as its first wording at hand tells.

    A text made, not changed, on its day is the first wording there was.
    """
    if first.effective is not None and first.effective < first.on:
        return first.effective
    if first.change == Change.MADE or first.first_made is None:
        return first.valid_from
    return first.first_made


def article_on(
    title: str, number: int, on: date, *, suffix: int = 0, district: Jurisdiction | None = None
) -> Found:
    """What article `number` of an instrument said on a day, or why that cannot be told."""
    instrument = instrument_named(title, district)
    if instrument is None:
        return Found(Standing.UNKNOWN_INSTRUMENT, f"库中没有《{title}》，无法核对")
    found = version_on(instrument, on)
    version = found.version
    if version is None:
        return found
    article = version.articles.filter(number=number, suffix=suffix).exclude(unit=Unit.PROSE).first()
    if article is None and found.standing is not Standing.WORDING_MISSING:
        says = f"《{instrument.title}》（{version.on}）没有{article_label(number, suffix)}"
        return Found(Standing.NO_ARTICLE, says, instrument, version)
    return Found(found.standing, found.says, instrument, version, article)


def compare(before: Version, after: Version) -> list[Compared]:
    """Two wordings side by side in the order of the later one.

    Articles are matched by their text, not their number: one inserted article would otherwise
    make every later one look changed.
    """
    old, new = list(before.articles.all()), list(after.articles.all())
    matcher = SequenceMatcher(None, [a.text for a in old], [a.text for a in new], autojunk=False)
    rows: list[Compared] = []
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        if tag == "equal":
            pairs = zip(old[a1:a2], new[b1:b2], strict=True)
            rows += [Compared(Difference.SAME, a, b) for a, b in pairs]
        else:
            rows += _aligned(old[a1:a2], new[b1:b2])
    return rows


def _aligned(old: list[Article], new: list[Article]) -> list[Compared]:
    """Within a stretch that differs: each new article beside the first old one like it."""
    rows: list[Compared] = []
    left = list(old)
    for article in new:
        place = next((n for n, past in enumerate(left) if _alike(past.text, article.text)), None)
        if place is None:
            rows.append(Compared(Difference.ADDED, None, article))
            continue
        rows += [Compared(Difference.REMOVED, past, None) for past in left[:place]]
        rows.append(Compared(Difference.CHANGED, left[place], article))
        left = left[place + 1 :]
    return rows + [Compared(Difference.REMOVED, past, None) for past in left]


def _alike(before: str, after: str) -> bool:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    # The first two are upper bounds, cheap, and rule out most pairs.
    return (
        matcher.real_quick_ratio() >= ALIKE
        and matcher.quick_ratio() >= ALIKE
        and matcher.ratio() >= ALIKE
    )
