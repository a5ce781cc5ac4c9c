"""What someone may find, and where each thing found is opened."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import User
from django.db.models import Q
from django.urls import reverse

from guiju.home.scope import scope_of
from guiju.procedures.desk.visibility import viewer_of, visible_cases
from guiju.search.laws import Place
from guiju.search.models import LAW, Entry, Kind


def findable(user: User, on: date) -> Q:
    """The law of the land, the rules of one's district, and the cases one may see."""
    own = Q(jurisdiction=None) | Q(jurisdiction__in=scope_of(user, on=on).jurisdictions)
    cases = visible_cases(viewer_of(user, on=on))
    return Q(own, kind__in=LAW) | Q(~Q(kind__in=LAW), subject__in=cases.values("pk"))


def address(entry: Entry) -> str:
    """The page of a thing found; an old wording is opened on its day."""
    if entry.kind == Kind.ARTICLE:
        place = Place.of(entry.ref)
        number = f"{place.number}-{place.suffix}".removesuffix("-0")
        return f"{reverse('law-article', args=[place.instrument, number])}?version={place.version}"
    if entry.kind == Kind.INSTRUMENT:
        return reverse("law-instrument", args=[entry.ref.rpartition("/")[2]])
    part = "#files" if entry.ref.startswith("file/") else ""
    return reverse("case", args=[entry.subject]) + part
