"""Who sees what: the one question every list, page, count and export asks first.

The rule itself is `guiju.procedures.desk.visibility`; here it is carried to the pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from guiju.org.models import Jurisdiction
from guiju.org.selectors import OVERSEER
from guiju.procedures.desk.visibility import Viewer, viewer_of, visible_to
from guiju.procedures.models import Case, Finding


class SignedIn(HttpRequest):
    """A request that got past the sign-in page."""

    user: User


@dataclass(frozen=True, slots=True)
class Scope:
    """What someone may see on a day.

    `jurisdictions` are the districts of their posts; `overseen` those whose totals and yearly
    reports they may see, which count every record. `sees` is the rule on `Case`.
    """

    jurisdictions: tuple[Jurisdiction, ...]
    viewer: Viewer
    overseen: tuple[Jurisdiction, ...]
    sees: Q

    @property
    def name(self) -> str:
        return "、".join(j.name for j in self.jurisdictions)

    def cases(self) -> QuerySet[Case]:
        return Case.objects.filter(self.sees)

    def findings(self) -> QuerySet[Finding]:
        found = Finding.objects.filter(jurisdiction__in=self.jurisdictions)
        return found.filter(Exists(self.cases().filter(pk=OuterRef("case"))))


def scope_of(user: User, *, on: date) -> Scope:
    """What someone sees from their posts that day, own and delegated.

    A superuser looks after the machine: overseer of every district.
    """
    viewer = viewer_of(user, on=on)
    found = Jurisdiction.objects.order_by("code")
    if not user.is_superuser:
        found = found.filter(pk__in=viewer.jurisdictions)
    districts = tuple(found)
    overseen = tuple(j for j in districts if user.is_superuser or viewer.holds(OVERSEER, j.pk))
    return Scope(districts, viewer, overseen, visible_to(viewer))


def scope_for(request: HttpRequest) -> Scope:
    """The scope of whoever asks, today."""
    return scope_of(user_of(request), on=timezone.localdate())


def user_of(request: HttpRequest) -> User:
    """Who asks. The sign-in page stands before every page."""
    assert isinstance(request.user, User)
    return request.user
