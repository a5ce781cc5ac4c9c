"""Laws and articles named in words, found in the law library.

One a line, or several in a sentence: 《行政处罚法》第五条、第六条. What the library does not have
is refused with its line, never kept as words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from guiju.core.errors import Reason, Refusal
from guiju.law.citations import Citation, instruments, parse
from guiju.law.models import Instrument
from guiju.law.selectors import Standing, article_on, instrument_named, version_on
from guiju.org.models import Jurisdiction
from guiju.study.models import Chosen

MOST = 200
"""Articles of one session; more is a law to be read as a whole."""
BASIS = "学法登记要求"


@dataclass(frozen=True, slots=True)
class Named:
    """A law (`number` 0) or an article, in the wording of the library."""

    instrument: Instrument
    version_on: date
    number: int = 0
    suffix: int = 0

    @property
    def key(self) -> tuple[int, int, int]:
        return self.instrument.pk, self.number, self.suffix


def named_in(text: str, on: date, district: Jurisdiction | None = None) -> list[Named]:
    """Every law and article named, each once, in order. Raises Refusal for every line at fault."""
    found: dict[tuple[int, int, int], Named] = {}
    troubles: list[Reason] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            for one in _named(line.strip(), on, district):
                found.setdefault(one.key, one)
        except Refusal as refusal:
            troubles += [Reason(r.rule, f"第{number}行：{r.says}", BASIS) for r in refusal.reasons]
    if len(found) > MOST:
        troubles.append(_trouble(f"一次学法最多选{MOST}条，请按整部法律登记"))
    if troubles:
        raise Refusal(troubles)
    return list(found.values())


def _named(line: str, on: date, district: Jurisdiction | None) -> Iterator[Named]:
    cited = [one for one in parse(line) if one.instrument and one.place.article is not None]
    titles = {one.instrument for one in cited}
    for one in cited:
        yield from _articles(one, on, district)
    whole = [title for _, _, title in instruments(line) if title not in titles]
    if not cited and not whole:
        whole = [line.strip("《》。；;，, ")]
    for title in whole:
        yield _law(title, on, district)


def _articles(cited: Citation, on: date, district: Jurisdiction | None) -> Iterator[Named]:
    first = cited.place.article or 0
    last = cited.until.article if cited.until and cited.until.article else first
    if last - first >= MOST:
        raise Refusal([_trouble(f"{cited}超过{MOST}条，请按整部法律登记")])
    for number in range(first, max(first, last) + 1):
        suffix = cited.place.suffix if number == first else 0
        found = article_on(cited.instrument, number, on, suffix=suffix, district=district)
        if found.article is None or found.instrument is None or found.version is None:
            raise Refusal([_trouble(found.says)])
        yield Named(found.instrument, found.version.on, number, suffix)


def _law(title: str, on: date, district: Jurisdiction | None) -> Named:
    instrument = instrument_named(title, district)
    if instrument is None:
        raise Refusal([_trouble(f"法规库中没有《{title}》，请先核对名称或者导入")])
    found = version_on(instrument, on)
    if found.version is None or found.standing is Standing.NO_LONGER:
        raise Refusal([_trouble(found.says)])
    return Named(instrument, found.version.on)


def _trouble(says: str) -> Reason:
    return Reason("study.chosen", says, BASIS)


def rows(named: Iterable[Named]) -> list[Chosen]:
    """The rows to be kept, yet without what they belong to."""
    return [
        Chosen(
            instrument=one.instrument,
            version_on=one.version_on,
            number=one.number,
            suffix=one.suffix,
        )
        for one in named
    ]


def as_text(chosen: Iterable[Chosen]) -> str:
    """As it is typed in the form: one a line."""
    return "\n".join(str(one) for one in chosen)


def in_words(chosen: Sequence[Chosen]) -> str:
    """In a row, each law once with its articles: 《甲法》第一条、第二条；《乙法》."""
    by_law: dict[str, list[str]] = {}
    for one in chosen:
        title = f"《{one.instrument.title}》"
        by_law.setdefault(title, []).append(str(one).removeprefix(title))
    return "；".join(title + "、".join(n for n in places if n) for title, places in by_law.items())
