"""One box over everything."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from guiju.home.finding import address, findable
from guiju.home.law_pages import own
from guiju.home.scope import scope_for, user_of
from guiju.search.asking import LONGEST_QUESTION, read
from guiju.search.laws import named
from guiju.search.selectors import FACETS, Answer, Asked, Hit, Value, search
from guiju.search.suggesting import complete

PER_PAGE = 20
_LABELS = {"kind": "类别", "status": "状态", "unit": "单位", "year": "年度"}
SUGGESTED = 8
SHOWN = 12
"""Values of a facet listed; further ones are rare."""


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    label: str
    values: tuple[Value, ...]
    chosen: str


def results(request: HttpRequest) -> HttpResponse:
    """What answers the question in the box, narrowed by the facets chosen."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_QUESTION]
    if not text:
        return render(request, "home/search.html", {"asked": ""})
    page = request.GET.get("page", "")
    number = int(page) if page.isdecimal() and 0 < int(page[:6]) < 1000 else 1
    today = timezone.localdate()
    narrowed = {name: value for name in FACETS if (value := request.GET.get(name, "")[:120])}
    answer = search(
        Asked(
            text, findable(user_of(request), today), narrowed,
            named(text, today, own(scope_for(request))), (number - 1) * PER_PAGE, PER_PAGE,
        )
    )  # fmt: skip
    return render(request, "home/search.html", _shown(text, answer, narrowed, number))


def suggestions(request: HttpRequest) -> JsonResponse:
    """Titles that go on from what is typed, with the page of each."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_QUESTION]
    seen = findable(user_of(request), timezone.localdate())
    titles = [
        {"title": entry.title, "kind": entry.get_kind_display(), "url": address(entry)}
        for entry in complete(read(text), seen, SUGGESTED)
    ]
    return JsonResponse({"titles": titles}, headers={"Cache-Control": "no-store"})


def _shown(text: str, answer: Answer, narrowed: dict[str, str], number: int) -> dict[str, object]:
    facets = [
        Facet(name, label, answer.facets[name][:SHOWN], narrowed.get(name, ""))
        for name, label in _LABELS.items()
    ]
    return {
        "asked": text,
        "answer": answer,
        "hits": [(hit, address(hit.entry), _colour(hit)) for hit in answer.hits],
        "further": [(hit, address(hit.entry), _colour(hit)) for hit in answer.further],
        "facets": [facet for facet in facets if len(facet.values) > 1 or facet.chosen],
        "narrowed": narrowed,
        "page": Paginator(range(answer.reached), PER_PAGE).get_page(number),
        "cut_short": answer.more or answer.total > answer.reached,
    }


def _colour(hit: Hit) -> tuple[str, str]:
    """The light of a law's status; none for what has no such status."""
    return {
        "现行有效": ("green", "绿"),
        "尚未施行": ("yellow", "黄"),
        "已被修改": ("grey", "灰"),
        "已废止": ("red", "红"),
    }.get(hit.entry.status, ("", ""))
