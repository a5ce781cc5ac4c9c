"""Law texts into the tables. Importing the same texts again changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.db import transaction

from guiju.law.heads import Change, title_key
from guiju.law.models import Article, Chapter, Ended, Instrument, Passage, Repeal, Version
from guiju.law.parsed import LawText
from guiju.law.reading import digest_of
from guiju.org.models import Jurisdiction

BATCH = 2000
IN_ONE_TRANSACTION = 50


@dataclass(slots=True)
class Stored:
    """What an import did. `corrected`: versions whose text was replaced by a better one."""

    added: int = 0
    corrected: int = 0
    unchanged: int = 0


def store_texts(
    texts: Sequence[LawText],
    *,
    district: Jurisdiction | None = None,
    progress: Callable[[int], None] = lambda done: None,
) -> Stored:
    """Store versions, then work out anew from when until when each wording binds.

    `district`: these are its own rules, not the law of the land. A stored text that differs
    from the one read is replaced and keeps its row, hence its address.
    """
    stored = Stored()
    touched: set[str] = set()
    for start in range(0, len(texts), IN_ONE_TRANSACTION):
        lot = texts[start : start + IN_ONE_TRANSACTION]
        with transaction.atomic():
            for text in lot:
                if _store(text, district, stored):
                    touched |= {title_key(text.title), *map(title_key, text.repeals)}
        progress(len(lot))
    with transaction.atomic():
        _rechain(Instrument.objects.filter(key__in=touched).select_for_update())
    return stored


def _store(text: LawText, district: Jurisdiction | None, stored: Stored) -> bool:
    """Store one version; whether anything changed."""
    digest = digest_of(text)
    about = {"title": text.title, "kind": text.kind, "field": text.field, "organ": text.organ}
    instrument, _ = Instrument.objects.get_or_create(
        jurisdiction=district, key=title_key(text.title), defaults=about
    )
    known = Version.objects.filter(instrument=instrument, on=text.on).first()
    if known is not None and known.digest == digest:
        stored.unchanged += 1
        return False
    facts = {
        "first_made": text.dates.promulgated, "change": text.change,
        "effective": text.effective, "valid_from": text.valid_from, "valid_until": None,
        "says_repealed": text.dates.repealed, "source": text.file, "digest": digest,
    }  # fmt: skip
    version, new = Version.objects.update_or_create(
        instrument=instrument, on=text.on, defaults=facts
    )
    stored.added += new
    stored.corrected += not new
    _write_text(version, text)
    if not instrument.versions.filter(on__gt=text.on).exists():
        # The newest text says best what it is called and who makes it now.
        Instrument.objects.filter(pk=instrument.pk).update(**about)
    return True


def _write_text(version: Version, text: LawText) -> None:
    for rows in (version.articles, version.chapters, version.repeals):
        rows.all().delete()
    chapters = Chapter.objects.bulk_create(
        [
            Chapter(version=version, place=n, level=c.level, label=c.label, title=c.title)
            for n, c in enumerate(text.chapters)
        ],
        BATCH,
    )
    articles = Article.objects.bulk_create(
        [
            Article(
                version=version, place=n, unit=a.unit, number=a.number, suffix=a.suffix,
                label=a.label, text=a.text,
                chapter=None if a.chapter is None else chapters[a.chapter],
            )
            for n, a in enumerate(text.articles)
        ],
        BATCH,
    )  # fmt: skip
    Passage.objects.bulk_create(
        [
            Passage(
                article=row, place=n, paragraph=p.paragraph, item=p.item, subitem=p.subitem,
                text=p.text,
            )
            for row, article in zip(articles, text.articles, strict=True)
            for n, p in enumerate(article.passages)
        ],
        BATCH,
    )  # fmt: skip
    keys = {title_key(title): title for title in text.repeals}
    Repeal.objects.bulk_create(
        Repeal(version=version, title=title, key=key) for key, title in keys.items()
    )


def _rechain(instruments: Iterable[Instrument]) -> None:
    """Link the versions of each instrument and close every interval that has an end."""
    changed: list[Version] = []
    for instrument in instruments:
        versions = list(instrument.versions.order_by("on"))
        repeals = _repeal_days(instrument)
        for version, later in pairwise([*versions, None]):
            if version is not None:
                _close(version, later, repeals)
        for earlier, version in pairwise([None, *versions]):
            if version is not None:
                version.earlier = earlier
        changed += versions
    fields = ["earlier", "valid_until", "ended"]
    Version.objects.bulk_update(changed, fields, BATCH // len(fields))


def _repeal_days(instrument: Instrument) -> list[date]:
    """The days on which other instruments said this one ends. Only equals or above repeal."""
    repeals = Repeal.objects.filter(key=instrument.key).exclude(version__instrument=instrument)
    own = instrument.jurisdiction_id
    return sorted(
        repeal.version.effective or repeal.version.valid_from
        for repeal in repeals.select_related("version__instrument")
        if repeal.version.instrument.jurisdiction_id in (None, own)
    )


def _close(version: Version, later: Version | None, repeals: Sequence[date]) -> None:
    """End a wording by the next one or by a repeal, whichever came first."""
    ends: list[tuple[date, Ended]] = []
    if later is not None:
        how = Ended.AMENDED if later.change == Change.AMENDED else Ended.REVISED
        ends.append((max(later.valid_from, version.valid_from), how))
    days = [*repeals, *([version.says_repealed] if version.says_repealed else [])]
    ends += [(day, Ended.REPEALED) for day in days if day > version.valid_from]
    version.valid_until, version.ended = min(ends, default=(None, Ended.NOT))
