"""How routes are declared: the same possible answers for all, the headers in the description."""

from __future__ import annotations

import re
from collections.abc import Callable
from inspect import signature
from typing import Any, TypeVar

from ninja import Router

from guiju.api.gate import KEY_PATTERN
from guiju.api.problems import CODES, Problem

router = Router()
"""One for all: a path belongs to one router, whatever its methods."""

QUERIES: dict[str, set[str]] = {}
"""Route as Django writes it → the names its query may use: a misspelt filter filters nothing."""

UPLOADS: set[str] = set()
"""Routes that take a form with a file."""

_NOT_IN_QUERY = {"request", "response", "body", "file", "if_match"}

View = TypeVar("View", bound=Callable[..., Any])

_PROBLEMS = dict.fromkeys(CODES, Problem)

_IDEMPOTENCY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "幂等键：同一键、同一请求只办一次，重发得到原来的应答",
    "schema": {"type": "string", "pattern": KEY_PATTERN},
}


def reads(tag: str, path: str, answer: Any, summary: str, says: str = "") -> Callable[[View], View]:
    """A route that changes nothing."""

    def declare(view: View) -> View:
        _remember_query(path, view)
        return router.get(
            path,
            response={200: answer, **_PROBLEMS},
            tags=[tag],
            operation_id=view.__name__,
            summary=summary,
            description=says or summary,
        )(view)

    return declare


def downloads(tag: str, path: str, summary: str) -> Callable[[View], View]:
    """A route that hands out bytes."""
    content = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}

    def declare(view: View) -> View:
        _remember_query(path, view)
        return router.get(
            path,
            response={200: None, **_PROBLEMS},
            tags=[tag],
            operation_id=view.__name__,
            summary=summary,
            description=summary,
            openapi_extra={"responses": {200: {"content": content}}},
        )(view)

    return declare


def does(  # noqa: PLR0913 - what a route is made of
    tag: str,
    path: str,
    answer: Any,
    summary: str,
    says: str = "",
    *,
    status: int = 200,
    upload: bool = False,
) -> Callable[[View], View]:
    """A route that does something; takes an `Idempotency-Key`, and JSON unless it is an upload."""
    if upload:
        UPLOADS.add(_route(path))

    def declare(view: View) -> View:
        _remember_query(path, view)
        return router.post(
            path,
            response={status: answer, **_PROBLEMS},
            tags=[tag],
            operation_id=view.__name__,
            summary=summary,
            description=says or summary,
            openapi_extra={"parameters": [_IDEMPOTENCY]},
        )(view)

    return declare


def _remember_query(path: str, view: Callable[..., Any]) -> None:
    in_path = set(re.findall(r"{(\w+)}", path))
    names = set(signature(view).parameters) - _NOT_IN_QUERY - in_path
    QUERIES.setdefault(_route(path), set()).update(names)


def _route(path: str) -> str:
    return path.lstrip("/").replace("{", "<").replace("}", ">")
