"""Asking the desk as somebody: addresses filled from the scene, answers as plain text."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import pdfplumber
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client
from openpyxl import load_workbook

from tests.permissions.belongings import secret_of
from tests.permissions.filling import NOTHING, spelled
from tests.permissions.scene import CODES, Scene
from tests.permissions.table import Entry

_ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^()]*\)")
BACKEND = "django.contrib.auth.backends.ModelBackend"
_HELD = ("django_session", "axes_", "api_apitoken", "search_")
"""Tables of signing in, which every request may touch, and of the search, which says no rows."""
_WRITES = re.compile(r'^\s*(?:INSERT (?:OR IGNORE )?INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.I)
_ONCE = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]*"')


def address(entry: Entry, filled: Mapping[str, Any], query: str = "") -> str:
    """The path with its arguments filled in."""
    found = _ARGUMENT.sub(lambda m: str(filled[m.group(1) or m.group(2)]), entry.path)
    plain = "/" + found.removeprefix("^").removesuffix("$").replace("\\.", ".")
    return f"{plain}?{query}" if query else plain


@dataclass(frozen=True, slots=True)
class Call:
    """One request of an entry with everything filled in."""

    method: str
    address: str
    body: dict[str, Any]
    api: bool = False


def call_on(scene: Scene, entry: Entry, case: str) -> Call | None:
    """The request of an entry on a case; None where the case has no such thing."""
    try:
        return _call(scene, entry, lambda kind: scene.things[kind][case])
    except KeyError:
        return None


def call_nowhere(scene: Scene, entry: Entry, case: str) -> Call | None:
    """The same on a case that never was."""
    steady = {"act", "letter", "letter_seq", "token"}
    try:
        return _call(
            scene, entry, lambda kind: scene.things[kind][case] if kind in steady else _none(kind)
        )
    except KeyError:
        return None


def _none(kind: str) -> Any:
    return f"case/{NOTHING}/search" if kind == "place" else NOTHING


def calls_of(scene: Scene, entry: Entry) -> Iterator[Call]:
    """Every request of an entry that hangs on no case: its words may name several values."""
    names = list(entry.arguments)
    said = [str(_said(scene, entry.arguments[name], lambda kind: f"${kind}")) for name in names]
    for values in product(*(one.split("|") for one in said)):
        given = dict(zip(names, values, strict=True))
        for query in entry.query.split("|"):
            yield _call(scene, entry, lambda kind: scene.owned[kind].key, given, query)


def _call(
    scene: Scene,
    entry: Entry,
    thing: Callable[[str], Any],
    given: Mapping[str, str] | None = None,
    query: str = "",
) -> Call:
    filled = {n: _said(scene, v, thing) for n, v in (given or entry.arguments).items()}
    body = _said(scene, entry.body, thing)
    return Call(entry.method, address(entry, filled, query), body, entry.api)


def _said(scene: Scene, value: Any, thing: Callable[[str], Any]) -> Any:
    if isinstance(value, dict):
        return {name: _said(scene, one, thing) for name, one in value.items()}
    if isinstance(value, list):
        return [_said(scene, one, thing) for one in value]
    if isinstance(value, str) and value.startswith("$"):
        return thing(value[1:])
    if isinstance(value, str) and value.startswith("@"):
        return spelled(scene, value[1:])
    return value


@dataclass(slots=True)
class Asker:
    """Clients of the whole cast, each signed in once; to the API each comes with a key."""

    scene: Scene
    clients: dict[str, Client] = field(default_factory=dict)

    def of(self, who: str) -> Client:
        if who not in self.clients:
            client = Client()
            if who != "anonymous":
                client.force_login(self.scene.cast[who], backend=BACKEND)
            self.clients[who] = client
        return self.clients[who]

    def ask(self, who: str, call: Call) -> Answer:
        if call.api:
            return self._over_the_line(who, call)
        send = getattr(self.of(who), call.method.lower())
        return Answer.of(send(call.address, call.body))

    def _over_the_line(self, who: str, call: Call) -> Answer:
        key = {} if who == "anonymous" else {"Authorization": f"Bearer {secret_of(who)}"}
        client = Client()
        if call.method == "GET":
            return Answer.of(client.get(call.address, headers=key))
        if "file" in call.body:
            return Answer.of(client.post(call.address, call.body, headers=key))
        sent = json.dumps(call.body) if call.body else ""
        kind = "application/json" if call.body else ""
        return Answer.of(client.generic("POST", call.address, sent, kind, headers=key))


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
    content = response.getvalue()  # type: ignore[attr-defined]
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
