"""Articles offered to a research folder: the search box over the law alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.db.models import Q

from guiju.home.finding import address, findable
from guiju.home.law_pages import own
from guiju.home.scope import scope_of
from guiju.law.models import Folder
from guiju.search.laws import Place, named
from guiju.search.models import Kind
from guiju.search.selectors import Asked, Hit, search

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Offered:
    """An article found; `there`: the folder has it already in this wording."""

    hit: Hit
    url: str
    there: bool


def offered(text: str, folder: Folder, *, by: User, on: date) -> list[Offered]:
    """The articles that answer a question, those in force first; none for an empty one."""
    articles = Q(findable(by, on), kind=Kind.ARTICLE)
    first = named(text, on, own(scope_of(by, on=on)))
    answer = search(Asked(text, articles, first=first, count=SHOWN))
    hits = [*answer.hits, *answer.further][:SHOWN]
    kept = {
        Place(one.instrument_id, one.version_on, one.number, one.suffix).ref
        for one in folder.clippings.all()
    }
    return [Offered(hit, address(hit.entry), hit.entry.ref in kept) for hit in hits]
