"""期限日历: the month, and the feed for calendar programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Window
from django.db.models.functions import RowNumber
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from guiju.home.due import Row, limits_of, rows_of, sight_of
from guiju.home.scope import user_of
from guiju.procedures.desk.board import Sight
from guiju.procedures.desk.feeds import calendar_of, due_of, make_feed, revoke_feed, user_of_token
from guiju.procedures.models import Feed, Limit
from guiju.procedures.rulebook import office_rulebook
from guiju.worktime.calendar import Calendar

SHOWN = 4
"""Limits shown on a day before the rest are only counted."""


@dataclass(frozen=True, slots=True)
class Day:
    """One square of the month. `name` is the holiday or 调休上班; `more` are not shown."""

    on: date
    inside: bool
    working: bool
    name: str
    rows: tuple[Row, ...]
    more: int


def calendar_now(request: HttpRequest) -> HttpResponse:
    """To this month."""
    today = timezone.localdate()
    return redirect("calendar", year=today.year, month=today.month)


def calendar(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """The limits that end in a month, on the days they end."""
    rules = office_rulebook().calendar
    if not 1 <= month <= 12 or date(year, month, 1) - timedelta(days=7) < rules.first:
        raise Http404("没有这个月的日历")
    first = date(year, month, 1)
    after = (first + timedelta(days=32)).replace(day=1)
    start = first - timedelta(days=first.weekday())
    end = after + timedelta(days=(7 - after.weekday()) % 7)
    days = list(_days(sight_of(request), (start, end), month, rules))
    weeks = [days[i : i + 7] for i in range(0, len(days), 7)]
    return render(
        request,
        "home/calendar.html",
        {
            "first": first,
            "before": first - timedelta(days=1),
            "after": after,
            "weeks": weeks,
            "busy": [week for week in weeks if any(day.rows for day in week)],
            "today": timezone.localdate(),
            "provisional": rules.is_provisional(after - timedelta(days=1)),
        },
    )


def _days(sight: Sight, span: tuple[date, date], month: int, calendar: Calendar) -> Iterator[Day]:
    start, end = span
    due = sight.running().filter(due_on__gte=start, due_on__lt=end)
    counted = due.order_by().values_list("due_on").annotate(n=Count("pk"))
    totals: Counter[date] = Counter({day: n for day, n in counted if day is not None})
    order = Window(RowNumber(), partition_by="due_on", order_by=("warn_on", "pk"))
    top = due.annotate(place=order).filter(place__lte=SHOWN)
    keys = list(top.order_by("due_on", "pk").values_list("pk", flat=True))
    by_day: dict[date, list[Row]] = {}
    for row in rows_of(limits_of(keys), sight):
        assert row.limit.due_on is not None
        by_day.setdefault(row.limit.due_on, []).append(row)
    for n in range((end - start).days):
        on = start + timedelta(days=n)
        rows = tuple(by_day.get(on, ()))
        yield Day(
            on,
            on.month == month,
            calendar.is_working(on),
            calendar.name_of(on),
            rows,
            totals[on] - len(rows),
        )


def feed_page(request: HttpRequest) -> HttpResponse:
    """Whether there is a feed, and the buttons to make or revoke it."""
    feed = Feed.objects.filter(user=user_of(request)).first()
    return render(request, "home/feed.html", {"feed": feed})


@require_POST
def feed_make(request: HttpRequest) -> HttpResponse:
    """Show the new address, this once."""
    token = make_feed(user_of(request), at=timezone.now())
    path = reverse("calendar-feed", args=[token])
    base = settings.DESK_URL.rstrip("/") or request.build_absolute_uri("/").rstrip("/")
    feed = Feed.objects.get(user=user_of(request))
    response = render(request, "home/feed.html", {"feed": feed, "address": f"{base}{path}"})
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def feed_revoke(request: HttpRequest) -> HttpResponse:
    """The address stops working at once."""
    if revoke_feed(user_of(request)):
        messages.success(request, "订阅地址已停用。")
    return redirect("calendar-feed-page")


@login_not_required
@never_cache
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """What is due of what the owner of the token may see today; 404 for any other token.

    Costs one look-up where the token is unknown and is capped where it is known.
    """
    user = user_of_token(token)
    if user is None:
        raise Http404("没有这个订阅地址")
    limits: list[Limit] = due_of(user, on=timezone.localdate())
    content = calendar_of(limits, at=timezone.now(), desk=settings.DESK_URL)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="guiju.ics"'
    response["Referrer-Policy"] = "no-referrer"
    return response
