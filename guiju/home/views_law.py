"""The law library: the tree, a law, an article with what it cites and what cites it."""

from __future__ import annotations

from datetime import date

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from guiju.checkup.export_list import Column, download, workbook
from guiju.home import law_pages
from guiju.home.finding import address, findable
from guiju.home.law_wording import wording_of
from guiju.home.scope import Scope, scope_for, user_of
from guiju.law.citing import written
from guiju.law.models import Instrument, Version
from guiju.law.selectors import Difference, compare
from guiju.procedures.research import folders_of

PER_PAGE, FOLDERS = 60, 50
LAW_COLUMNS = (
    Column("名称", 50), Column("效力层级", 16), Column("效力", 12), Column("版本日期", 14),
    Column("施行日期", 14), Column("制定机关", 30),
)  # fmt: skip


def library(request: HttpRequest) -> HttpResponse:
    """The tree by kind and maker, and the laws of the branch chosen."""
    scope = scope_for(request)
    branches = law_pages.tree(scope)
    kind, organ, found = _branch(request, scope, branches[0].kind if branches else "")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "branches": branches, "kind": kind, "organ": organ, "page": page,
        "laws": law_pages.listed(list(page), timezone.localdate()),
    }  # fmt: skip
    return render(request, "home/law_library.html", context)


def _branch(
    request: HttpRequest, scope: Scope, first: str
) -> tuple[str, str, QuerySet[Instrument]]:
    """The kind and maker asked for, and their laws."""
    kind = request.GET.get("kind", "").replace("\x00", "") or first
    organ = request.GET.get("organ", "").replace("\x00", "")
    found = Instrument.objects.filter(law_pages.own(scope), kind=kind)
    found = found.filter(organ=organ) if organ else found
    return kind, organ, found.order_by("key", "pk").prefetch_related("versions")


def library_export(request: HttpRequest) -> HttpResponse:
    """The laws of the branch chosen as a workbook."""
    scope = scope_for(request)
    branches = law_pages.tree(scope)
    _, organ, found = _branch(request, scope, branches[0].kind if branches else "")
    rows = [
        (
            one.instrument.title,
            one.instrument.get_kind_display(),
            one.light.word if one.light else "",
            one.version.on if one.version else None,
            _begun(one.version),
            one.instrument.organ,
        )
        for one in law_pages.listed(list(found), timezone.localdate())
    ]
    title = f"法规清单（{organ}）" if organ else "法规清单"
    return download(workbook(title, LAW_COLUMNS, rows), f"{title}.xlsx")


def _begun(version: Version | None) -> date | None:
    """Since when a wording binds, where its text says so."""
    return version.valid_from if version is not None and version.begins_as_stated else None


def _instrument(request: HttpRequest, pk: int) -> Instrument:
    return get_object_or_404(law_pages.own_instruments(scope_for(request)), pk=pk)


def _day(request: HttpRequest, name: str) -> date | None:
    """The day asked for; none is none. Raises Http404 for what is no day."""
    asked = request.GET.get(name, "")
    try:
        return date.fromisoformat(asked) if asked else None
    except ValueError:
        raise Http404("没有这一天") from None


def _version(request: HttpRequest, instrument: Instrument) -> tuple[Version, list[Version], date]:
    """The wording named by its day of making, else the one of the day asked for, else today's."""
    on = _day(request, "on") or timezone.localdate()
    version, versions = law_pages.version_of(instrument, on)
    made = _day(request, "version")
    if made is not None:
        named = [one for one in versions if one.on == made]
        if not named:
            raise Http404("没有这个版本")
        version = named[0]
    return version, versions, on


def instrument(request: HttpRequest, pk: int) -> HttpResponse:
    """A law in the wording of a day, chapter by chapter."""
    law = _instrument(request, pk)
    version, versions, on = _version(request, law)
    context = {
        "law": law, "version": version, "versions": versions, "on": on,
        "light": law_pages.light_of_version(version, timezone.localdate()),
        "sections": list(law_pages.sections(version)),
        "suffix": f"?version={version.on}" if "on" in request.GET or "version" in request.GET
        else "",
    }  # fmt: skip
    return render(request, "home/law_instrument.html", context)


def article(request: HttpRequest, pk: int, number: str) -> HttpResponse:
    """An article in the wording of a day, its other wordings, and its citations both ways."""
    law = _instrument(request, pk)
    version, versions, on = _version(request, law)
    found = law_pages.article_numbered(version, number)
    others = [(one, law_pages.article_numbered(one, number)) for one in versions]
    if found is None and not any(there for _, there in others):
        raise Http404("没有这一条")
    context: dict[str, object] = {
        "law": law, "version": version, "on": on, "number": number, "article": found,
        "light": law_pages.light_of_version(version, timezone.localdate()),
        "others": others,
    }  # fmt: skip
    if found is not None:
        context["passages"] = list(found.passages.all())
    if _day(request, "on") and "version" not in request.GET:
        today = timezone.localdate()
        context["wording"] = wording_of(version, number, found, on=on, today=today)
    if "beside" in request.GET:
        return render(request, "home/parts/law_beside.html", context)
    if found is not None:
        scope = scope_for(request)
        near = version.articles.order_by("place")
        context |= {
            "citation": written(law.title, found.number, found.suffix),
            "folders": folders_of(scope.viewer)[:FOLDERS],
            "before": near.filter(place__lt=found.place).last(),
            "after": near.filter(place__gt=found.place).first(),
            "cites": law_pages.cites(found, version.valid_from, scope),
            "uses": law_pages.used_by(found),
            "cited_by": law_pages.cited_by(found, scope),
            "papers": [
                (entry, address(entry))
                for entry in law_pages.named_in(
                    found, findable(user_of(request), timezone.localdate())
                )
            ],
        }
    return render(request, "home/law_article.html", context)


def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """Two wordings side by side; without a choice the last two."""
    law = _instrument(request, pk)
    known = list(law.versions.order_by("on"))
    by_day = {version.on: version for version in known}
    before = by_day.get(_day(request, "from") or (known[-2].on if len(known) > 1 else date.min))
    after = by_day.get(_day(request, "to") or (known[-1].on if known else date.min))
    rows = compare(before, after) if before and after and before != after else []
    context = {
        "law": law, "versions": known, "before": before, "after": after,
        "rows": [row for row in rows if row.difference != Difference.SAME],
        "same": sum(row.difference == Difference.SAME for row in rows),
    }  # fmt: skip
    return render(request, "home/law_compare.html", context)
