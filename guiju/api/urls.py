"""The addresses of the API, at /api/v1/, and of the page where its tokens are managed."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path, re_path

from guiju.api import views
from guiju.api.gate import Taken, gate
from guiju.api.problems import missing
from guiju.api.routing import QUERIES, UPLOADS
from guiju.api.service import api


def _behind_the_gate() -> list[URLPattern | URLResolver]:
    """The routes of the API. A token opens them, hence they alone need no one signed in."""
    patterns, _, _ = api.urls
    for pattern in patterns:
        assert isinstance(pattern, URLPattern)
        route = str(pattern.pattern)
        checked = gate(pattern.callback, Taken(frozenset(QUERIES.get(route, ())), route in UPLOADS))
        checked.csrf_exempt = True  # type: ignore[attr-defined]
        pattern.callback = login_not_required(checked)
    return patterns


@login_not_required
def nowhere(request: HttpRequest, rest: str) -> HttpResponse:
    """An address the API does not have."""
    return missing("没有这个地址")


nowhere.csrf_exempt = True  # type: ignore[attr-defined]

urlpatterns = [
    path("api/v1/", include((_behind_the_gate(), "api"))),
    re_path(r"^api/v1/(?P<rest>.*)$", nowhere, name="api-nowhere"),
    path("api-tokens/", views.tokens, name="api-tokens"),
    path("api-tokens/<int:pk>/revoke/", views.revoke_token, name="api-token-revoke"),
]
