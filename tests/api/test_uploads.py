"""A form with a file, however it is written: stored, or refused with what is wrong with it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.conftest import Line, opening

pytestmark = pytest.mark.django_db
EDGE = "vor-dem-Feld-0001"
PAPER = "附件一 名单".encode()


@pytest.fixture
def case(registrar: Line) -> int:
    return int(registrar.do("/cases", opening())["id"])


def part(name: bytes, body: bytes, *more: bytes) -> bytes:
    """A part as a client writes it that escapes nothing."""
    head = b'Content-Disposition: form-data; name="' + name + b'"' + b"".join(more)
    return b"--" + EDGE.encode() + b"\r\n" + head + b"\r\n\r\n" + body + b"\r\n"


AS_FILE = b'; filename="list.txt"\r\nContent-Type: text/plain'
FILE = part(b"file", PAPER, AS_FILE)


def sent(line: Line, case: int, *parts: bytes) -> tuple[int, Any]:
    """Status and what was told."""
    body = b"".join(parts) + b"--" + EDGE.encode() + b"--\r\n"
    kind = f"multipart/form-data; boundary={EDGE}"
    path = f"/api/v1/cases/{case}/attachments"
    got = Client().generic("POST", path, body, kind, headers=line.headers())
    return got.status_code, got.json()  # type: ignore[attr-defined]


ODD = {
    "quotes": b'a"b',
    "backslash": b"a\\",
    "line break": b"a\r\nb",
    "blank line": b"a\r\n\r\nb",
    "another header": b'a"\r\nContent-Transfer-Encoding: base64\r\nX: "',
    "unicode": "附件（一）\u202e".encode(),
    "not utf-8": b"\xff\xfe",
    "null": b"a\x00b",
    "empty": b"",
    "blanks": b" a ",
    "very long": b"n" * 900,
    "half an edge": b"--" + EDGE[:-1].encode(),
}


@pytest.mark.parametrize("name", ODD.values(), ids=list(ODD))
def test_what_stands_beside_the_file_does_not_lose_it(
    registrar: Line, case: int, name: bytes
) -> None:
    for beside in (part(name, b"1"), part(name, b""), part(name, b"1", AS_FILE)):
        for parts in ([beside, FILE], [FILE, beside]):
            status, told = sent(registrar, case, *parts)
            assert (status, told["name"], told["size"]) == (201, "list.txt", len(PAPER)), told


@given(st.lists(st.tuples(st.binary(max_size=40), st.binary(max_size=80)), max_size=6))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_stands_beside_it_is_answered(
    registrar: Line, case: int, beside: list[tuple[bytes, bytes]]
) -> None:
    cache.clear()
    status, told = sent(registrar, case, *(part(*each) for each in beside), FILE)
    assert (status, told["size"]) == (201, len(PAPER)), told


NO_FILE = {
    "nothing": [],
    "a plain field": [part(b"file", PAPER)],
    "no file name": [part(b"file", PAPER, b'; filename=""')],
    "another field": [part(b"paper", PAPER, AS_FILE)],
    # What Werkzeug's client writes of an empty file: Django takes it for no part at all.
    "no blank line": [part(b"file", b"", AS_FILE).replace(b"\r\n\r\n", b"\r\n")],
}


@pytest.mark.parametrize("parts", NO_FILE.values(), ids=list(NO_FILE))
def test_a_form_without_the_file_says_how_it_is_sent(
    registrar: Line, case: int, parts: list[bytes]
) -> None:
    status, told = sent(registrar, case, *parts)
    (reason,) = told["reasons"]
    assert (status, reason["rule"]) == (422, "invalid.file")
    assert "没有收到文件" in reason["says"]


def test_an_empty_file_is_refused_as_empty(registrar: Line, case: int) -> None:
    status, told = sent(registrar, case, part(b"file", b"", AS_FILE))
    assert (status, told["reasons"][0]["rule"]) == (409, "file.empty")


TOO_MUCH = {
    "fields": [part(b"a%d" % number, b"") for number in range(2100)],
    "files": [part(b"a", b"1", AS_FILE)] * 110,
    "text": [part(b"a", b"x" * 2_100_000)],
}


@pytest.mark.parametrize("parts", TOO_MUCH.values(), ids=list(TOO_MUCH))
def test_a_form_of_too_much_is_told_how_much_it_may_be(
    registrar: Line, case: int, parts: list[bytes]
) -> None:
    status, told = sent(registrar, case, *parts, FILE)
    (reason,) = told["reasons"]
    assert (status, told["kind"], reason["rule"]) == (413, "too_large", "form")
    assert "2000个字段、100个文件" in reason["says"]


def test_a_name_too_long_is_said_to_be_so(registrar: Line, case: int) -> None:
    status, told = sent(registrar, case, part(b"n" * 5000, b"1"), FILE)
    assert (status, told["kind"]) == (400, "invalid")
    assert "字段名、文件名过长" in told["reasons"][0]["says"]
