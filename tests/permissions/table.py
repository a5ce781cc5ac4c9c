"""The table of who may call what: `routes.yaml`, read strictly."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any

import yaml

WHO = {
    "public": "anyone, without signing in",
    "signed_in": "whoever is signed in; what is listed and counted is what they may see",
    "case": "whoever may see the case; 404 to everyone else",
    "own": "whose it is; to everyone else as if it were not there",
    "secret": "whoever has the address, which is as good as a key",
    "overseer": "who oversees the district's statistics",
    "administrator": "who administers the district",
    "token": "a system with a token that is in force",
}
FILE = Path(__file__).with_name("routes.yaml")


@dataclass(frozen=True, slots=True)
class Entry:
    """One method of one route, and what the tests ask of it.

    `arguments` fill the path, `query` goes behind it, `body` is posted.
    `answers` are the statuses of one who may call it, `refused` those of one who may not.
    `able` is somebody for whom the POST as written does what it is for, with the case it is
    done on; everybody else who sees the case is refused unless `anyone` says they may as well.
    `shows` marks a POST that only shows something. `writes` are the tables a GET may change.
    `lists`: the answer names cases. `counts_all`: its totals count every record of the
    district, as the law's reports must. `heavy`: asked once a case. `why` is for the reader.
    """

    path: str
    method: str
    who: str
    arguments: dict[str, str] = field(default_factory=dict)
    query: str = ""
    body: dict[str, Any] = field(default_factory=dict)
    answers: tuple[int, ...] = (200, 302)
    refused: tuple[int, ...] = ()
    able: str = ""
    anyone: bool = False
    shows: bool = False
    writes: tuple[str, ...] = ()
    lists: bool = False
    counts_all: bool = False
    heavy: bool = False
    why: str = ""

    @property
    def api(self) -> bool:
        return self.path.startswith(("api/v1/", "^api/v1/"))

    def kinds(self) -> set[str]:
        """The kinds of things its path and body name."""
        named = [*self.arguments.values(), *_words(self.body)]
        return {str(word)[1:] for word in named if str(word).startswith("$")}

    def __str__(self) -> str:
        return f"{self.method} /{self.path}"


_WORDS_KNOWN = {one.name for one in fields(Entry)} - {"path", "method", "arguments"}


def _words(body: Any) -> list[Any]:
    if isinstance(body, dict):
        return [word for value in body.values() for word in _words(value)]
    if isinstance(body, list):
        return [word for value in body for word in _words(value)]
    return [body]


def read(text: str) -> list[Entry]:
    """Raises ValueError for a word the table does not know."""
    found: list[Entry] = []
    for path, said in yaml.safe_load(text).items():
        arguments = {name: str(value) for name, value in said.pop("with", {}).items()}
        for method, rule in said.items():
            wanted = {"who": rule} if isinstance(rule, str) else dict(rule)
            if wanted.get("who") not in WHO:
                raise ValueError(f"{method} {path}: who must be one of {', '.join(WHO)}")
            unknown = set(wanted) - _WORDS_KNOWN
            if unknown:
                raise ValueError(f"{method} {path}: unknown word {', '.join(sorted(unknown))}")
            if not all(isinstance(name, str) for name in wanted.get("body", ())):
                raise ValueError(f'{method} {path}: YAML reads on and yes as truth: write "on"')
            for name in ("answers", "refused", "writes"):
                if name in wanted:
                    wanted[name] = tuple(wanted[name])
            found.append(Entry(path, method, arguments=arguments, **wanted))
    return found


@cache
def entries() -> tuple[Entry, ...]:
    return tuple(read(FILE.read_text(encoding="utf-8")))
