"""Who calls: the system behind a token, the account it acts as, and what that may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer
from ninja.throttling import BaseThrottle

from guiju.api.models import ApiToken
from guiju.api.problems import Missing
from guiju.api.tokens import recognise
from guiju.org.models import Jurisdiction, Post, Unit
from guiju.org.selectors import seats_of
from guiju.procedures.desk.boxes import tasks_for
from guiju.procedures.desk.visibility import Viewer, visible_cases, within_sight
from guiju.procedures.models import Case, Reading, Task


@dataclass(frozen=True, slots=True)
class Caller:
    """A system on the line: its token, the moment of the call, what its account may see."""

    token: ApiToken
    at: datetime
    viewer: Viewer

    @property
    def user(self) -> User:
        return self.token.user

    @property
    def today(self) -> date:
        return self.viewer.on

    @property
    def jurisdiction(self) -> Jurisdiction:
        return self.token.jurisdiction

    def cases(self) -> QuerySet[Case]:
        """Every case this system may see, in its own district."""
        return visible_cases(self.viewer).select_related("unit", "jurisdiction")

    def case(self, pk: int) -> Case:
        """Raises Missing for a case that is not there or not to be seen: both look alike."""
        found = self.cases().filter(pk=pk).first()
        if found is None:
            raise Missing("没有这个事项，或者不在本系统的阅知范围内")
        return found

    def task(self, pk: int) -> Task:
        """A task this account may act on. Raises Missing."""
        mine = Task.objects.filter(tasks_for(self.viewer), pk=pk)
        seen = mine.filter(within_sight(self.viewer))
        found = seen.select_related("case__jurisdiction", "post__unit", "unit", "user").first()
        if found is None:
            raise Missing("没有这件待办，或者不是本系统的")
        return found

    def reading(self, pk: int) -> Reading:
        """A circulation sent to one of this account's posts. Raises Missing."""
        mine = Reading.objects.filter(pk=pk, post__in=[p.pk for p in self.viewer.posts])
        seen = mine.filter(within_sight(self.viewer))
        found = seen.select_related("case", "post__unit").first()
        if found is None:
            raise Missing("没有这件待阅，或者不是传阅给本系统的岗位的")
        return found

    def posts(self, pks: Iterable[int]) -> list[Post]:
        """Posts of the district, in the order asked for. Raises Missing."""
        wanted = list(dict.fromkeys(pks))
        rows = Post.objects.filter(pk__in=wanted, jurisdiction=self.jurisdiction)
        found = rows.select_related("unit").in_bulk()
        if len(found) < len(wanted):
            raise Missing("有的岗位不存在")
        return [found[pk] for pk in wanted]

    def unit(self, pk: int) -> Unit:
        """A unit of the district. Raises Missing."""
        found = Unit.objects.filter(pk=pk, jurisdiction=self.jurisdiction).first()
        if found is None:
            raise Missing("没有这个单位")
        return found

    def person(self, username: str) -> User:
        """Someone who holds a post of the district. Raises Missing."""
        held = User.objects.filter(
            username=username, is_active=True, holdings__jurisdiction=self.jurisdiction
        )
        found = held.first()
        if found is None:
            raise Missing("没有这个人员")
        return found


class Asked(HttpRequest):
    """A request past the door; see `Bearer`."""

    auth: Caller


def caller_of(request: HttpRequest) -> Caller | None:
    """The system whose token a request carries; looked up once a request."""
    if not hasattr(request, "guiju_caller"):
        setattr(request, "guiju_caller", _recognised(request))  # noqa: B010 - not of HttpRequest
    found: Caller | None = getattr(request, "guiju_caller")  # noqa: B009
    return found


def _recognised(request: HttpRequest) -> Caller | None:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret:
        return None
    at = timezone.now()
    token = recognise(secret.strip(), at=at)
    if token is None:
        return None
    on = timezone.localdate(at)
    seats = seats_of(token.user, on=on, jurisdiction=token.jurisdiction)
    return Caller(token, at, Viewer(token.user, on, tuple(seats)))


class Bearer(HttpBearer):
    """`Authorization: Bearer <token>`; no cookie and no session opens the API."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        return caller_of(request)


class Rate(BaseThrottle):
    """So many calls a minute for each token, counted in each process by itself."""

    def allow_request(self, request: HttpRequest) -> bool:
        caller = caller_of(request)
        if caller is None:
            return True
        key = f"guiju-api/{caller.token.pk}/{caller.at:%H%M}"
        if cache.add(key, 1, timeout=120):
            return True
        try:
            return bool(cache.incr(key) <= settings.API_CALLS_A_MINUTE)
        except ValueError:
            # The cache dropped it in between.
            return True

    def wait(self) -> float:
        return 60
