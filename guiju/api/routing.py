"""How routes are declared: the same possible answers for all, the headers in the description."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from ninja import Router

from guiju.api.gate import KEY_PATTERN
from guiju.api.problems import CODES, Problem

View = TypeVar("View", bound=Callable[..., Any])

_PROBLEMS = dict.fromkeys(CODES, Problem)

_IDEMPOTENCY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "幂等键：同一键、同一请求只办一次，重发得到原来的应答",
    "schema": {"type": "string", "pattern": KEY_PATTERN},
}


def reads(
    router: Router, path: str, answer: Any, summary: str, says: str = ""
) -> Callable[[View], View]:
    """A route that changes nothing."""

    def declare(view: View) -> View:
        return router.get(
            path,
            response={200: answer, **_PROBLEMS},
            operation_id=view.__name__,
            summary=summary,
            description=says or summary,
        )(view)

    return declare


def does(
    router: Router, path: str, answer: Any, summary: str, says: str = "", *, status: int = 200
) -> Callable[[View], View]:
    """A route that does something; takes an `Idempotency-Key`."""

    def declare(view: View) -> View:
        return router.post(
            path,
            response={status: answer, **_PROBLEMS},
            operation_id=view.__name__,
            summary=summary,
            description=says or summary,
            openapi_extra={"parameters": [_IDEMPOTENCY]},
        )(view)

    return declare
