"""放假安排: the years in force, and a new notice put in their place after a look at its days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import redirect, render
from django.utils import timezone

from guiju.core.errors import NotYours, Refusal
from guiju.home.scope import user_of
from guiju.procedures.desk.visibility import ADMINISTRATOR, viewer_of
from guiju.procedures.nightly.holidays import (
    MOST_BYTES,
    checked,
    days_changed,
    earlier_text,
    put_in_force,
)
from guiju.procedures.rulebook import office_rulebook


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days in a row of one name."""

    name: str
    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def stretches(days: Mapping[date, str]) -> Iterator[Stretch]:
    """Holidays as the notice tells them: from, to, name."""
    run: Stretch | None = None
    for day, name in sorted(days.items()):
        if run and run.name == name and day == run.last + timedelta(days=1):
            run = Stretch(name, run.first, day)
            continue
        if run:
            yield run
        run = Stretch(name, day, day)
    if run:
        yield run


def holidays(request: HttpRequest) -> HttpResponse:
    """Show what is in force; check an upload and show its days; put it in force once confirmed."""
    user, today = user_of(request), timezone.localdate()
    may = viewer_of(user, on=today).holds(ADMINISTRATOR)
    if request.method != "POST":
        return _page(request, may)
    if not may:
        return HttpResponseForbidden("放假数据由系统管理员载入。")
    text = _text_of(request)
    try:
        if "sure" in request.POST:
            return redirect("job", put_in_force(text, by=user, at=timezone.now())[0].pk)
        year = checked(text)
    except NotYours as refusal:
        return HttpResponseForbidden(str(refusal))
    except Refusal as refusal:
        return _page(request, may, {"refusal": refusal}, status=422)
    calendar = office_rulebook().calendar
    shown = {
        "text": text,
        "year": year,
        "stretches": list(stretches(year.holidays)),
        "workdays": sorted(year.workdays.items()),
        "changed": days_changed(year, calendar),
        "replaces": any(y.year == year.year for y in calendar.years),
    }
    return render(request, "home/holidays_preview.html", shown)


def _text_of(request: HttpRequest) -> str:
    """What was uploaded, confirmed, or is to come back; unreadable bytes are left to the check."""
    file = request.FILES.get("file")
    if file is not None:
        content: bytes = file.read(MOST_BYTES + 1)
        return content.decode("utf-8-sig", errors="replace")
    earlier = request.POST.get("earlier", "")
    if earlier.isdecimal() and len(earlier) == 4:
        return earlier_text(int(earlier))
    return request.POST.get("text", "")


def _page(
    request: HttpRequest, may: bool, more: Mapping[str, object] | None = None, status: int = 200
) -> HttpResponse:
    calendar = office_rulebook().calendar
    newest = sorted(calendar.years, key=lambda y: -y.year)
    years = [
        (y, list(stretches(y.holidays)), sorted(y.workdays), bool(earlier_text(y.year)))
        for y in newest[:3]
    ]
    shown = {"may": may, "years": years, "last": calendar.last_known, **(more or {})}
    return render(request, "home/holidays.html", shown, status=status)
