"""Research folders: articles collected for a draft, one's own or those of a case.

They are notes, not acts on a case, and leave no trace on its chain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from guiju.core.errors import NotYours, Reason, Refusal
from guiju.law.citing import written
from guiju.law.models import Article, Clipping, Folder, Instrument
from guiju.law.parsed import Unit
from guiju.org.models import Jurisdiction
from guiju.procedures.desk.visibility import Viewer, may_see, viewer_of, visible_cases
from guiju.procedures.models import Case
from guiju.procedures.record import day_of

MOST = 500
"""Articles of one folder; more is a library."""


def folders_of(viewer: Viewer, case: Case | None = None) -> QuerySet[Folder]:
    """Those someone sees, newest first: their own, and of the cases they may see."""
    cases = visible_cases(viewer).values("pk")
    seen = Q(owner=viewer.user, subject=None) | Q(subject__in=cases)
    found = Folder.objects.filter(seen).order_by("-made_at", "-pk")
    return found if case is None else found.filter(subject=case.pk)


def make_folder(
    title: str, *, jurisdiction: Jurisdiction, case: Case | None = None, by: User, at: datetime
) -> Folder:
    """Begin a folder. Raises Refusal without a name, NotYours for a case one may not see."""
    if not title.strip():
        raise Refusal([Reason("folder.title", "请填写研究夹的名称")])
    if case is not None and not may_see(viewer_of(by, on=day_of(at)), case):
        raise NotYours([Reason("case", "您不能查看这个事项")])
    return Folder.objects.create(
        jurisdiction=case.jurisdiction if case else jurisdiction,
        owner=by,
        subject=case.pk if case else None,
        title=title.strip()[:200],
        made_at=at,
    )


def collect(folder: Folder, article: Article, *, note: str = "", by: User, at: datetime) -> bool:
    """Put an article into a folder; whether it was not yet there. Raises NotYours, Refusal."""
    _refuse_unless_seen(folder, by, at)
    if article.unit == Unit.PROSE:
        raise Refusal([Reason("folder.article", "只能摘录有条号的条文")])
    if folder.clippings.count() >= MOST:
        raise Refusal([Reason("folder.full", f"一个研究夹最多摘录{MOST}条，请另建一个")])
    version = article.version
    clipping, new = Clipping.objects.get_or_create(
        folder=folder,
        instrument=version.instrument,
        version_on=version.on,
        number=article.number,
        suffix=article.suffix,
        defaults={"note": note.strip()[:500], "by": by.get_username(), "at": at},
    )
    if not new and note.strip():
        clipping.note = note.strip()[:500]
        clipping.save(update_fields=["note"])
    return new


def leave_out(clipping: Clipping, *, by: User, at: datetime) -> None:
    """Take an article out of a folder. Raises NotYours."""
    _refuse_unless_seen(clipping.folder, by, at)
    clipping.delete()


def give_up(folder: Folder, *, by: User) -> None:
    """Throw a folder away, by whoever made it. Raises NotYours."""
    if folder.owner_id != by.pk:
        raise NotYours([Reason("folder", "只有建立人可以删除研究夹")])
    folder.delete()


def _refuse_unless_seen(folder: Folder, by: User, at: datetime) -> None:
    if not folders_of(viewer_of(by, on=day_of(at))).filter(pk=folder.pk).exists():
        raise NotYours([Reason("folder", "研究夹不存在或您不能查看")])


@dataclass(frozen=True, slots=True)
class Clipped:
    """A clipping with its text as collected; None when the library no longer has that wording."""

    clipping: Clipping
    article: Article | None
    citation: str


def clipped(folder: Folder) -> list[Clipped]:
    """What lies in a folder, by law and number; a few queries however much it is."""
    order = ("instrument__title", "version_on", "number", "suffix")
    clippings = list(folder.clippings.select_related("instrument").order_by(*order))
    texts = _texts(clippings)
    return [Clipped(one, texts.get(_place(one)), citation_of(one)) for one in clippings]


def citation_of(clipping: Clipping) -> str:
    """《…》第…条, as the standard writes it."""
    return written(clipping.instrument.title, clipping.number, clipping.suffix)


Place = tuple[int, date, int, int]


def _texts(clippings: Sequence[Clipping]) -> dict[Place, Article]:
    wanted = {_place(one) for one in clippings}
    numbers = {one.number for one in clippings}
    rows = Article.objects.filter(
        version__instrument__in={one.instrument_id for one in clippings},
        version__on__in={one.version_on for one in clippings},
        number__in=numbers,
    ).exclude(unit=Unit.PROSE)
    found = {
        (a.version.instrument_id, a.version.on, a.number, a.suffix): a
        for a in rows.select_related("version").prefetch_related("passages")
    }
    return {place: article for place, article in found.items() if place in wanted}


def _place(one: Clipping) -> Place:
    return one.instrument_id, one.version_on, one.number, one.suffix


def article_there(instrument: Instrument, version_on: date, number: int, suffix: int) -> Article:
    """The article of that permanent name. Raises Refusal when the library does not have it."""
    rows = Article.objects.filter(
        version__instrument=instrument, version__on=version_on, number=number, suffix=suffix
    ).exclude(unit=Unit.PROSE)
    found = rows.select_related("version__instrument").first()
    if found is None:
        raise Refusal([Reason("folder.article", "法规库中没有这一条")])
    return found
