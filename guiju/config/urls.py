"""Where each page lives."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """For the machine that watches: 200 when the database answers, 500 otherwise."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("", include("guiju.api.urls")),
    path("", include("guiju.home.urls_cases")),
    path("", include("guiju.home.urls")),
    path("", include("guiju.letters.urls")),
    path("", include("guiju.foi.urls")),
    path("", include("guiju.normative.urls")),
    path("", include("guiju.normative.urls_register")),
    path("", include("guiju.study.urls")),
    path("", include("guiju.documents.urls")),
    path("", include("guiju.documents.urls_outgoing")),
    path("", include("guiju.documents.urls_numbers")),
    path("", include("guiju.home.urls_clock")),
]
