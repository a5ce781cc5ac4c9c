"""The yearly reports, previewed with every number open to its records."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guiju.home.scope import scope_for
from guiju.home.selectors import years_of


def reports(request: HttpRequest) -> HttpResponse:
    """Which reports there are, year by year."""
    scope = scope_for(request)
    return render(request, "home/reports.html", {"scope": scope, "years": years_of(scope)})
