"""Refusals before a page is reached: an upload out of all measure, a name locked out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

MEGABYTE = 1024 * 1024
MAX_UPLOAD = 100 * MEGABYTE
"""Bytes of one request; a year of ledgers is one or two megabytes."""


def upload_limit(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: refuse a request by the size it claims, before anything reads it.

    The server in front passes on no more bytes than are claimed.
    """

    def refuse_or_pass(request: HttpRequest) -> HttpResponse:
        claimed = request.META.get("CONTENT_LENGTH") or "0"
        if claimed.isdecimal() and int(claimed) > MAX_UPLOAD:
            return render(request, "413.html", {"limit": MAX_UPLOAD // MEGABYTE}, status=413)
        return get_response(request)

    return refuse_or_pass


def locked_out(
    request: HttpRequest, _response: HttpResponse | None, _credentials: Mapping[str, str]
) -> HttpResponse:
    """What django-axes answers after too many wrong passwords."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return render(request, "429.html", {"minutes": minutes}, status=429)
