"""The citations of a text against the library in the tables, and citations written for a text.

For whatever edits or checks a text: `check_text` finds each citation with its place in the text
and a verdict, `written` says a citation as it should stand, `inserted` puts it where the caret is.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import cached_property

from guiju.law.citation_check import Article, Finding, Instrument, Verdict, check_all
from guiju.law.citations import parse
from guiju.law.models import Article as ArticleRow
from guiju.law.models import Ended, Repeal, Version
from guiju.law.models import Instrument as InstrumentRow
from guiju.law.numerals import to_chinese
from guiju.law.parsed import article_label
from guiju.law.selectors import Standing, article_on, first_day, instrument_named, version_on
from guiju.org.models import Jurisdiction

VERDICTS = {
    Verdict.FOUND: "有此条文",
    Verdict.NO_ARTICLE: "条文不存在",
    Verdict.NOT_IN_FORCE: "当日无效",
    Verdict.UNKNOWN: "无法核对",
}
"""A verdict in a clerk's words."""


class Holdings:
    """The library as `citation_check` asks it. Titles are kept, so make one for each text."""

    def __init__(self, district: Jurisdiction | None = None) -> None:
        self._district = district

    def find(self, title: str) -> Instrument | None:
        row = instrument_named(title, self._district)
        versions = list(row.versions.order_by("on")) if row is not None else []
        if row is None or not versions:
            return None
        last = versions[-1]
        return Instrument(row.title, first_day(versions[0]), last.valid_until, _successor(last))

    def article_on(self, title: str, number: int, suffix: int, on: date) -> Article | None:
        found = article_on(title, number, on, suffix=suffix, district=self._district)
        if found.standing is not Standing.FOUND or found.article is None:
            return None
        return Article(number, suffix, _divided(found.article))

    def has_wording(self, title: str, on: date) -> bool:
        row = instrument_named(title, self._district)
        return row is not None and version_on(row, on).standing is Standing.FOUND

    def titles(self) -> Collection[str]:
        return self._titles

    @cached_property
    def _titles(self) -> frozenset[str]:
        return frozenset(InstrumentRow.objects.values_list("key", flat=True))


def check_text(
    text: str, on: date, *, own: str = "", district: Jurisdiction | None = None
) -> list[Finding]:
    """Every citation in a text, looked up in the law of that day. `own`: the text's own title."""
    holdings = Holdings(district)
    return check_all(parse(text, own=own, titles=holdings.titles()), holdings, on)


def written(title: str, number: int, suffix: int = 0, paragraph: int = 0, item: int = 0) -> str:
    """A citation in full: 《中华人民共和国行政许可法》第四十二条第一款第（二）项.

    Titles in 《》 and articles in Chinese numerals, as GB/T 9704—2012 documents and the law
    itself write them. 0 leaves a part out.
    """
    place = article_label(number, suffix)
    place += f"第{to_chinese(paragraph)}款" if paragraph else ""
    place += f"第（{to_chinese(item)}）项" if item else ""
    return f"《{title.strip('《》')}》{place}"


def inserted(text: str, caret: int, citation: str) -> tuple[str, int]:
    """The text with a citation where the caret is, and where the caret is then."""
    caret = min(max(caret, 0), len(text))
    return text[:caret] + citation + text[caret:], caret + len(citation)


def _successor(version: Version) -> str:
    """What repealed it, if the library has that."""
    if version.ended != Ended.REPEALED:
        return ""
    repeals = Repeal.objects.filter(key=version.instrument.key).exclude(
        version__instrument=version.instrument
    )
    first = repeals.select_related("version__instrument").order_by("version__on").first()
    return first.version.instrument.title if first is not None else ""


def _divided(article: ArticleRow) -> tuple[int, ...]:
    """For each 款 the number of its 项."""
    counts: dict[int, int] = {}
    for paragraph, item in article.passages.values_list("paragraph", "item"):
        counts[paragraph] = max(counts.get(paragraph, 0), item)
    return tuple(counts[number] for number in sorted(counts))
