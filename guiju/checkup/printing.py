"""How much of a list is on one page: as much as is read on screen, or as much as is printed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

MOST_PRINTED = 1000
"""Rows of a page to be printed (全部列出). What is longer goes on, on further pages."""


def per_page(request: HttpRequest, usual: int) -> int:
    return MOST_PRINTED if "all" in request.GET else usual


def page_of(request: HttpRequest, found: QuerySet[Any] | Sequence[Any], usual: int) -> Page[Any]:
    """The page asked for: of `usual` rows, or with `all` one to be printed."""
    return Paginator(found, per_page(request, usual)).get_page(request.GET.get("page"))
