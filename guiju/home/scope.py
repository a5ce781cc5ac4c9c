"""Who sees what: the one question every list, page, count and export asks first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from guiju.org.models import Holding, Jurisdiction
from guiju.procedures.models import Case, Finding


class SignedIn(HttpRequest):
    """A request that got past the sign-in page."""

    user: User


@dataclass(frozen=True, slots=True)
class Scope:
    """The districts whose cases someone may see on a day."""

    jurisdictions: tuple[Jurisdiction, ...]

    @property
    def name(self) -> str:
        return "、".join(j.name for j in self.jurisdictions)

    def cases(self) -> QuerySet[Case]:
        return Case.objects.filter(jurisdiction__in=self.jurisdictions)

    def findings(self) -> QuerySet[Finding]:
        return Finding.objects.filter(jurisdiction__in=self.jurisdictions)


def scope_of(user: User, *, on: date) -> Scope:
    """The districts of the units in which someone holds a post that day; a superuser sees all."""
    found = Jurisdiction.objects.order_by("code")
    if not user.is_superuser:
        held = Holding.objects.filter(Q(until=None) | Q(until__gte=on), user=user, since__lte=on)
        found = found.filter(pk__in=held.values("post__unit__jurisdiction"))
    return Scope(tuple(found))


def scope_for(request: HttpRequest) -> Scope:
    """The scope of whoever asks, today."""
    assert isinstance(request.user, User)
    return scope_of(request.user, on=timezone.localdate())
