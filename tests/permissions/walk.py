"""Every route there is, as the URL resolver knows it, with the methods its view answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

CHANGES = frozenset({"POST", "PUT", "PATCH", "DELETE"})


@dataclass(frozen=True, slots=True)
class Route:
    """A path as it is written in the URLconf, and the methods its views say they answer.

    `methods` is None for a plain function that answers whatever comes.
    """

    path: str
    methods: frozenset[str] | None
    arguments: frozenset[str]


def routes(patterns: list[URLPattern | URLResolver] | None = None) -> dict[str, Route]:
    """Path → route, of the given patterns or of the whole desk."""
    found: dict[str, Route] = {}
    for path, pattern in _walk(get_resolver().url_patterns if patterns is None else patterns):
        arguments = frozenset(pattern.pattern.converters) | frozenset(
            pattern.pattern.regex.groupindex
        )
        route = Route(path, methods_of(path, pattern), arguments)
        before = found.get(path)
        if before is not None and before.methods and route.methods:
            route = Route(path, before.methods | route.methods, arguments)
        found[path] = route
    return found


def _walk(patterns: list[Any], before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, path)
        else:
            yield path, pattern


def methods_of(path: str, pattern: URLPattern) -> frozenset[str] | None:
    view: Any = pattern.callback
    if hasattr(view, "view_class"):
        names = (n for n in view.view_class.http_method_names if hasattr(view.view_class, n))
        return frozenset(n.upper() for n in names) - {"OPTIONS", "HEAD"}
    if "api/v1/" in path and path in _operations():
        return _operations()[path]
    return _declared(view)


def _declared(view: Callable[..., Any]) -> frozenset[str] | None:
    """What `require_POST` and its kin let through, however deep they are wrapped."""
    seen: Any = view
    while seen is not None:
        names = getattr(getattr(seen, "__code__", None), "co_freevars", ())
        if "request_method_list" in names:
            cell = seen.__closure__[names.index("request_method_list")]
            return frozenset(cell.cell_contents) - {"HEAD"}
        seen = getattr(seen, "__wrapped__", None)
    return None


@cache
def _operations() -> dict[str, frozenset[str]]:
    """The API's paths from its own description, written as the URLconf writes them."""
    from guiju.api.service import api

    return {
        re.sub(r"{(\w+)}", r"<\1>", path.lstrip("/")): frozenset(
            method.upper() for method in operations
        )
        for path, operations in api.get_openapi_schema()["paths"].items()
    }
