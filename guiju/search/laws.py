"""The law library as things to be found, and the article or law that a question names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q

from guiju.law.heads import Kind as Rank
from guiju.law.heads import title_key
from guiju.law.models import Article, Chapter, Instrument, Version
from guiju.law.numerals import NUMBER, to_int
from guiju.law.parsed import Level, Unit
from guiju.search.acts import Kept, keep_only, put
from guiju.search.models import LAW, Kind
from guiju.search.rows import Found
from guiju.search.tokens import plain

IN_FORCE, NOT_YET, REPLACED, REPEALED = "现行有效", "尚未施行", "已被修改", "已废止"
_STANDING = {IN_FORCE: 120, NOT_YET: 60, REPLACED: 20, REPEALED: 10}
_RANKS = {
    Rank.CONSTITUTION: 40, Rank.LAW: 36, Rank.REGULATION: 30, Rank.DEPARTMENT_RULE: 16,
    Rank.LOCAL_REGULATION: 20, Rank.LOCAL_RULE: 16, Rank.INTERPRETATION: 8,
}  # fmt: skip
_OF_A_LAW = 10
_CITED = re.compile(
    rf"^[《〈]?(?P<title>[^《》〈〉\d]{{2,60}}?)[》〉]?\s*"
    rf"(?:第?(?P<n>{NUMBER})条(?:之(?P<s>{NUMBER}))?|\s(?P<bare>\d{{1,4}}))(?P<rest>.*)$"
)
_TELLS_NOTHING = re.compile(r"^(?:总则|附则|一般规定|其他规定)$")
_TITLE = re.compile(
    r"^[《〈]?(?P<title>[^《》〈〉\s]{2,60}(?:法|条例|规定|办法|法典|解释|细则))[》〉]?$"
)


@dataclass(frozen=True, slots=True)
class Place:
    """The permanent name of an article: instrument, wording, number."""

    instrument: int
    version: date
    number: int
    suffix: int

    @classmethod
    def of(cls, ref: str) -> Place:
        """Raises ValueError for what is no article's ref."""
        _, instrument, version, number = ref.split("/")
        n, _, suffix = number.partition("-")
        return cls(int(instrument), date.fromisoformat(version), int(n), int(suffix or 0))

    @property
    def ref(self) -> str:
        return f"article/{self.instrument}/{self.version}/{self.number}-{self.suffix}"


def instrument_ref(instrument: Instrument) -> str:
    return f"instrument/{instrument.pk}"


def status_of(version: Version, on: date) -> str:
    """What a wording is on a day, in the words of the national database."""
    if version.in_force(on):
        return IN_FORCE
    if on < version.valid_from:
        return NOT_YET
    return REPEALED if version.ended == "repealed" else REPLACED


def index_laws(on: date, *, progress: Callable[[int, int], None] = lambda done, of: None) -> Kept:
    """Bring the index up to the library as it is on a day; what is gone goes."""
    total = Version.objects.count()
    kept, refs = Kept(), set[str]()
    within = (
        Prefetch("articles", Article.objects.order_by("place")),
        Prefetch("chapters", Chapter.objects.order_by("place")),
    )
    for instrument in _instruments():
        versions = list(instrument.versions.order_by("valid_from", "on").prefetch_related(*within))
        found = list(_of_instrument(instrument, versions, on))
        refs |= {one.ref for one in found}
        lot = put(found)
        kept.written += lot.written
        kept.unchanged += lot.unchanged
        progress(len(versions), total)
    kept.dropped = keep_only(LAW, refs)
    return kept


def _instruments() -> Iterator[Instrument]:
    yield from Instrument.objects.order_by("pk").iterator(chunk_size=200)


def _of_instrument(
    instrument: Instrument, versions: Sequence[Version], on: date
) -> Iterator[Found]:
    current = version_shown(versions, on)
    if current is None:
        return
    yield _instrument(instrument, current, on)
    for version in versions:
        under = headings(version.chapters.all())
        for article in version.articles.all():
            yield _article(instrument, version, article, under.get(article.chapter_id, ""), on)


def headings(chapters: Iterable[Chapter]) -> dict[int | None, str]:
    """Under what the articles of each chapter and section stand, 听证程序 with its chapter's name.

    An article on it often does not hold the word. 总则 and 附则 say nothing.
    """
    found: dict[int | None, str] = {}
    chapter = ""
    for one in chapters:
        if one.level == Level.PART:
            chapter = ""
        elif one.level == Level.CHAPTER:
            chapter = _TELLS_NOTHING.sub("", one.title)
            found[one.pk] = chapter
        else:
            found[one.pk] = "·".join(filter(None, (chapter, one.title)))
    return found


def version_shown(versions: Sequence[Version], on: date) -> Version | None:
    """The wording a reader wants, of those in order of their days: in force, else the last."""
    begun = [version for version in versions if version.valid_from <= on]
    return begun[-1] if begun else versions[0] if versions else None


def _instrument(instrument: Instrument, version: Version, on: date) -> Found:
    status = status_of(version, on)
    return Found(
        instrument_ref(instrument), Kind.INSTRUMENT, instrument.title,
        jurisdiction=instrument.jurisdiction_id, unit=instrument.organ, year=version.on.year,
        status=status, standing=_standing(instrument, status) + _OF_A_LAW,
    )  # fmt: skip


def _article(
    instrument: Instrument, version: Version, article: Article, under: str, on: date
) -> Found:
    place = Place(instrument.pk, version.on, article.number, article.suffix)
    status = status_of(version, on)
    label = article.label if article.unit != Unit.POINT else f"第{article.label}项"
    title = f"{instrument.title} {label}".strip()
    return Found(
        place.ref, Kind.ARTICLE, f"{title}（{under}）" if under else title, article.text,
        jurisdiction=instrument.jurisdiction_id, unit=instrument.organ, year=version.on.year,
        status=status, standing=_standing(instrument, status),
    )  # fmt: skip


def _standing(instrument: Instrument, status: str) -> int:
    return _STANDING[status] + _RANKS.get(Rank(instrument.kind), 0)


def named(text: str, on: date, own: Q) -> list[str]:
    """The refs that a question names outright: the article cited, the law it is the title of.

    `own`: which instruments the asker may see. The wording is that of the day.
    """
    kept = plain(text).strip()
    cited = _CITED.match(kept)
    if cited is not None:
        instrument = _called(cited["title"], own)
        ref = _article_ref(instrument, cited, on) if instrument is not None else None
        if instrument is not None and ref is not None:
            return [ref, instrument_ref(instrument)]
    titled = _TITLE.match(kept)
    instrument = _called(titled["title"], own) if titled is not None else None
    return [instrument_ref(instrument)] if instrument is not None else []


def _article_ref(instrument: Instrument, cited: re.Match[str], on: date) -> str | None:
    try:
        number, suffix = to_int(cited["n"] or cited["bare"]), to_int(cited["s"] or "0")
    except ValueError:
        return None
    version = version_shown(list(instrument.versions.order_by("valid_from", "on")), on)
    if version is None:
        return None
    there = version.articles.filter(number=number, suffix=suffix).exclude(unit=Unit.PROSE)
    return Place(instrument.pk, version.on, number, suffix).ref if there.exists() else None


def _called(title: str, own: Q) -> Instrument | None:
    """The instrument of a title in full, in part, or shortened as 行诉法 is from 行政诉讼法.

    The shortest title that fits, for a longer one is about something else as well.
    """
    key = title_key(title)
    instruments = Instrument.objects.filter(own)
    exact = instruments.filter(key=key).first()
    if exact is not None or len(key) < 3:
        return exact
    ending = instruments.filter(key__endswith=key)
    letters = instruments.filter(key__regex="^" + ".*".join(map(re.escape, key)) + "$")
    return min([*ending, *letters], key=lambda one: (len(one.key), one.pk), default=None)
