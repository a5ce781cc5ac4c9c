"""What the pages of the law library show."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.urls import reverse

from guiju.home.law_links import Linked, Shelf
from guiju.home.scope import Scope
from guiju.home.wording import Light
from guiju.law.citing import check_text
from guiju.law.folding import fold
from guiju.law.heads import KIND_LABELS, Kind, title_key
from guiju.law.models import Article, Instrument, Version
from guiju.law.parsed import Unit
from guiju.procedures.bases import bases_of, cited_places
from guiju.procedures.definition import Procedure
from guiju.procedures.rulebook import office_rulebook
from guiju.search.asking import said
from guiju.search.expression import AnyOf
from guiju.search.index import current_index
from guiju.search.laws import IN_FORCE, NOT_YET, REPEALED, REPLACED, status_of, version_shown
from guiju.search.models import LAW, Entry
from guiju.search.models import Kind as Found

CITING_SHOWN = 20
_KIND = re.compile("(?:法|条例|规定|办法|解释|细则|规则)$")
_LIGHTS = {
    IN_FORCE: Light("green", "绿", IN_FORCE),
    NOT_YET: Light("yellow", "黄", NOT_YET),
    REPLACED: Light("grey", "灰", REPLACED),
    REPEALED: Light("red", "红", REPEALED),
}


def light_of_version(version: Version, on: date) -> Light:
    return _LIGHTS[status_of(version, on)]


def own(scope: Scope) -> Q:
    """The instruments someone sees: the law of the land, and the rules of their district."""
    return Q(jurisdiction=None) | Q(jurisdiction__in=scope.jurisdictions)


def own_instruments(scope: Scope) -> QuerySet[Instrument]:
    return Instrument.objects.filter(own(scope))


@dataclass(frozen=True, slots=True)
class Branch:
    """A kind of law with its makers, each with how many instruments."""

    kind: str
    label: str
    n: int
    organs: tuple[tuple[str, int], ...]


def tree(scope: Scope) -> list[Branch]:
    """Kinds in order of rank, in each the makers with the most first."""
    counted = Instrument.objects.filter(own(scope)).values_list("kind", "organ")
    organs: dict[str, list[tuple[str, int]]] = {}
    for kind, organ, n in counted.annotate(n=Count("pk")).order_by("-n", "organ"):
        organs.setdefault(kind, []).append((organ, n))
    return [
        Branch(kind, KIND_LABELS[kind], sum(n for _, n in organs[kind]), tuple(organs[kind]))
        for kind in Kind
        if kind in organs
    ]


@dataclass(frozen=True, slots=True)
class Listed:
    instrument: Instrument
    version: Version | None
    light: Light | None


def listed(instruments: Sequence[Instrument], on: date) -> list[Listed]:
    """Instruments with the wording of the day and its light."""
    return [_listed(instrument, on) for instrument in instruments]


def _listed(instrument: Instrument, on: date) -> Listed:
    versions = sorted(instrument.versions.all(), key=lambda v: (v.valid_from, v.on))
    version = version_shown(versions, on)
    return Listed(instrument, version, light_of_version(version, on) if version else None)


def version_of(instrument: Instrument, on: date) -> tuple[Version, list[Version]]:
    """The wording of a day, and all of them, newest first. Raises Http404 without any."""
    versions = list(instrument.versions.order_by("valid_from", "on"))
    version = version_shown(versions, on)
    if version is None:
        raise Http404("没有文本")
    return version, versions[::-1]


@dataclass(frozen=True, slots=True)
class ArticleShown:
    article: Article
    address: str


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter heading, '' before the first, and its articles."""

    heading: str
    articles: tuple[ArticleShown, ...]


def sections(version: Version) -> Iterator[Section]:
    """A text as it is read, chapter by chapter."""
    chapters = {chapter.pk: chapter for chapter in version.chapters.all()}
    grouped: dict[int | None, list[Article]] = {}
    for article in version.articles.order_by("place"):
        grouped.setdefault(article.chapter_id, []).append(article)
    order = sorted(chapters.values(), key=lambda chapter: chapter.place)
    keys = [None] if None in grouped else []
    for key in [*keys, *(chapter.pk for chapter in order)]:
        shown = [ArticleShown(a, number_of(a)) for a in grouped.get(key, [])]
        yield Section(str(chapters[key]) if key else "", tuple(shown))


def number_of(article: Article) -> str:
    """The article's part of its address: 33, or 33-1 for 第三十三条之一."""
    return f"{article.number}-{article.suffix}" if article.suffix else str(article.number)


def article_numbered(version: Version, number: str) -> Article | None:
    n, _, suffix = number.partition("-")
    return version.articles.filter(number=int(n), suffix=int(suffix or 0)).first()


@dataclass(frozen=True, slots=True)
class Cited:
    """A place a text cites; `url` is "" where the library does not have it."""

    says: str
    url: str


def cites(article: Article, on: date, scope: Scope) -> list[Cited]:
    """What an article cites, in its order, each once."""
    title = article.version.instrument.title
    shelf = Shelf(scope)
    found: dict[str, Cited] = {}
    for finding in check_text(article.text, on, own=title):
        place = finding.citation.place
        url = ""
        if place.article is not None and finding.citation.instrument:
            url = shelf.address(finding.citation.instrument, place.article, place.suffix)
        says = str(finding.citation)
        if says and url != _address(article):
            found.setdefault(says, Cited(says, url))
    return list(found.values())


def _address(article: Article) -> str:
    return reverse("law-article", args=[article.version.instrument_id, number_of(article)])


@dataclass(frozen=True, slots=True)
class Use:
    """A procedure that rests on an article, and where."""

    procedure: Procedure
    where: tuple[str, ...]


def used_by(article: Article) -> list[Use]:
    """The procedures, in their newest version, whose rules, limits or acts cite the article."""
    key = article.version.instrument.key
    uses = []
    for versions in office_rulebook().procedures.values():
        p = versions[-1]
        shorts = [short for short, full in p.laws.items() if title_key(full) == key]
        if shorts:
            where = dict.fromkeys(_resting(p, shorts, article))
            uses += [Use(p, tuple(where))] if where else []
    return uses


def _resting(p: Procedure, shorts: Sequence[str], article: Article) -> Iterator[str]:
    for basis in bases_of(p):
        short = max((name for name in p.laws if basis.text.startswith(name)), key=len, default="")
        if short in shorts and any(
            (place.number, place.suffix) == (article.number, article.suffix)
            for place in cited_places(basis.text.removeprefix(short))
        ):
            yield _plainly(p, basis.where)


def _plainly(p: Procedure, where: str) -> str:
    """A rule by what it says, not by its id."""
    rules = {f"规则 {rule.id}": f"规则“{rule.says}”" for rule in p.invariants}
    return rules.get(where, where)


def cited_by(article: Article, scope: Scope) -> list[Linked]:
    """Articles in force whose text names this one, of those the reader may see."""
    if article.unit != Unit.ARTICLE:
        return []
    instrument = article.version.instrument
    seen = Entry.objects.filter(own(scope), kind=Found.ARTICLE, status=IN_FORCE, place=0)
    within = Q(ref__startswith=f"article/{instrument.pk}/")
    elsewhere = _naming(seen.exclude(within), f"{fold(instrument.key)}》{article.label}")
    kind = _KIND.search(instrument.key)
    inside = _naming(seen.filter(within), f"本{kind[0]}{article.label}") if kind else []
    return [*inside, *elsewhere][:CITING_SHOWN]


def named_in(article: Article, visible: Q) -> list[Entry]:
    """Documents, cases and messages that name this article, of those the reader may see.

    As 《条例》第三十三条, without the marks, or with the number in figures.
    """
    if article.unit != Unit.ARTICLE:
        return []
    key = fold(article.version.instrument.key)
    figures = f"第{article.number}条" if not article.suffix else article.label
    ways = [f"{key}{mark}{label}" for mark in "》 " for label in {article.label, figures}]
    ways = [way.replace(" ", "") for way in ways]
    asked = AnyOf(tuple(one for way in ways if (one := said(way)) is not None))
    entries = Entry.objects.filter(visible).exclude(kind__in=LAW)
    found = current_index().matching(entries, asked).order_by("-year", "-pk")[: CITING_SHOWN * 3]
    once: dict[str, Entry] = {}
    for entry in found.defer("terms", "text"):
        once.setdefault(entry.ref, entry)
    return list(once.values())[:CITING_SHOWN]


def _naming(entries: QuerySet[Entry], text: str) -> list[Linked]:
    words = said(text)
    if words is None:
        return []
    rows = current_index().matching(entries, words).order_by("-standing", "pk")
    return [
        Linked(title, reverse("law-article", args=[ref.split("/")[1], _number(ref)]))
        for ref, title in rows.values_list("ref", "title")[:CITING_SHOWN]
    ]


def _number(ref: str) -> str:
    return ref.rsplit("/", 1)[1].removesuffix("-0")
