"""Every route plays by its own description: schemathesis asks what it allows and what it does not.

`API_EXAMPLES=200 pytest tests/api/test_description.py` asks for longer.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings

from guiju.api.gate import KEY
from tests.api.conftest import District, Line, opening

EXAMPLES = int(os.environ.get("API_EXAMPLES", "3"))

schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


NUMBERS = count(1)


def answerable(case: schemathesis.Case) -> schemathesis.Case:
    """Ask for what is there, else every answer would be that there is no such case.

    No two calls share a valid key: that another body is refused then has its own test.
    """
    pk = (case.path_parameters or {}).get("pk")
    if isinstance(pk, int) and 1 <= pk <= 2**53 - 1:
        case.path_parameters["pk"] = pk % 3 + 1
    if KEY.fullmatch(str((case.headers or {}).get("Idempotency-Key") or "")):
        case.headers["Idempotency-Key"] = f"key-{next(NUMBERS)}"
    body = case.body
    if isinstance(body, dict) and "file" in body and not getattr(body["file"], "data", True):
        # Its client forgets the blank line before nothing, and what is no part cannot be a file.
        case.body["file"] = b"\n"
    return case


@pytest.fixture
def line(district: District) -> Iterator[Line]:
    """An account with every post there is, before which lie three cases.

    The door for web servers puts a connection down between requests, and the test with it, unless
    it is told not to: after Django's own client, which tells it so each time.
    """
    registrar = district["incoming_document.registrar"]
    for number in range(3):
        registrar.do("/cases", opening(title=f"通知之{number}"))
    signals = request_started, request_finished
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield registrar
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.django_db
@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    derandomize=EXAMPLES < 20,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
def test_it_answers_as_described(case: schemathesis.Case, line: Line) -> None:
    answerable(case).call_and_validate(headers=line.headers())
