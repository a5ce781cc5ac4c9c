"""Asking the desk as somebody: addresses filled from the scene, answers as plain text."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import pdfplumber
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client
from openpyxl import load_workbook

from tests.permissions.scene import CODES, Scene
from tests.permissions.table import Entry

NOWHERE = 987654321
"""The key of nothing."""

_ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^()]*\)")
_HELD = ("django_session", "axes_")
"""Tables of signing in, which every request may touch."""
_WRITES = re.compile(r'^\s*(?:INSERT INTO|INSERT OR IGNORE INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.I)
_ONCE = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]*"')


def address(path: str, arguments: dict[str, Any]) -> str:
    """The path with its arguments filled in."""
    filled = _ARGUMENT.sub(lambda m: str(arguments[m.group(1) or m.group(2)]), path)
    return "/" + filled.removeprefix("^").removesuffix("$").replace("\\.", ".")


def of_case(scene: Scene, entry: Entry, case: str) -> dict[str, Any] | None:
    """The arguments of a route for a case; None where the case has no such thing."""
    kinds = entry.things()
    if not all(case in scene.things.get(kind, {}) for kind in kinds.values()):
        return None
    filled = dict(entry.arguments) | {k: scene.things[v][case] for k, v in kinds.items()}
    return filled


def addresses(entry: Entry) -> Iterator[str]:
    """Every address of a route that hangs on no case: its arguments may name several values."""
    names = list(entry.arguments)
    for values in product(*(entry.arguments[name].split("|") for name in names)):
        for query in entry.query.split("|"):
            found = address(entry.path, dict(zip(names, values, strict=True)))
            yield f"{found}?{query}" if query else found


@dataclass(slots=True)
class Asker:
    """Clients of the whole cast, each signed in once."""

    scene: Scene
    clients: dict[str, Client] = field(default_factory=dict)

    def of(self, who: str) -> Client:
        if who not in self.clients:
            client = Client()
            if who != "anonymous":
                client.force_login(
                    self.scene.cast[who], backend="django.contrib.auth.backends.ModelBackend"
                )
            self.clients[who] = client
        return self.clients[who]

    def get(self, who: str, address: str) -> Answer:
        return Answer.of(self.of(who).get(address))

    def post(self, who: str, address: str, body: dict[str, Any] | None = None) -> Answer:
        return Answer.of(self.of(who).post(address, body or {}))


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    text: str
    place: str = ""

    @classmethod
    def of(cls, response: HttpResponseBase) -> Answer:
        place = response.headers.get("Location", "")
        named = response.headers.get("Content-Disposition", "")
        return cls(response.status_code, place + named + text_of(response), place)

    def names(self, code: str) -> bool:
        return code in self.text

    @property
    def steady(self) -> str:
        """The text without what is new in every answer."""
        return _ONCE.sub("", self.text)


def text_of(response: HttpResponseBase) -> str:
    """All the words of an answer, whatever it is wrapped in."""
    if response.streaming:
        content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    else:
        content = response.content  # type: ignore[attr-defined]
    kind = response.headers.get("Content-Type", "")
    if "spreadsheetml" in kind:
        return _of_workbook(content)
    if "wordprocessingml" in kind:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return "".join(re.sub("<[^>]+>", "", packed.read(n).decode("utf-8", "replace"))
                           for n in packed.namelist() if n.endswith(".xml"))  # fmt: skip
    if content.startswith(b"%PDF") and b"/Pages" in content:
        with pdfplumber.open(io.BytesIO(content)) as paper:
            return content.decode("latin-1") + "".join(p.extract_text() for p in paper.pages)
    if "json" in kind:
        return json.dumps(json.loads(content), ensure_ascii=False)
    # A feed folds its long lines.
    return content.decode("utf-8", "replace").replace("\r\n ", "")


def _of_workbook(content: bytes) -> str:
    book = load_workbook(io.BytesIO(content), read_only=True)
    cells = (cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    return "\n".join(str(cell) for cell in cells if cell is not None) + str(book.properties)


def hidden_in(scene: Scene, answer: Answer, seen: frozenset[str]) -> list[str]:
    """The cases that may not be seen and yet are named, by a code or by their address."""
    found = [c for c in scene.cases if c not in seen and answer.names(CODES[c])]
    for name, case in scene.cases.items():
        if name not in seen and f"/cases/{case.pk}/" in answer.text:
            found.append(f"/{name}")
    return found


@contextmanager
def writes() -> Iterator[list[str]]:
    """The tables written to while the block runs, those of signing in apart."""
    found: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        wrote = _WRITES.match(sql)
        if wrote and not wrote.group(1).startswith(_HELD):
            found.append(wrote.group(1))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


def rows(tables: set[str]) -> dict[str, list[Any]]:
    with connection.cursor() as cursor:
        found = {}
        for table in sorted(tables):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names out of our own SQL
            found[table] = sorted(map(repr, cursor.fetchall()))
        return found


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens in the block is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@dataclass(slots=True)
class Changed:
    """The tables that are different for the block having run, which is then taken back."""

    tables: set[str] = field(default_factory=set)


@contextmanager
def changes() -> Iterator[Changed]:
    found, after = Changed(), {}
    with undone(), writes() as wrote:
        yield found
        after = rows(set(wrote))
    before = rows(set(after))
    found.tables = {table for table in after if after[table] != before[table]}
