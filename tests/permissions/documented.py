"""The tables of docs/permissions.md: what it says by hand is read, the rest is written from here.

`PYTHONPATH=. guiju manage shell -c "from tests.permissions.documented import write; write()"`
writes it anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from tests.permissions.cast import PEOPLE
from tests.permissions.table import WHO, Entry, entries

PAGE = Path(__file__).resolve().parents[2] / "docs" / "permissions.md"


@cache
def sees() -> dict[str, frozenset[str]]:
    """Person → the cases they see, as the page says."""
    rows = [
        [cell.strip() for cell in line.strip("| \n").split("|")]
        for line in PAGE.read_text(encoding="utf-8").splitlines()
        if re.match(r"\| *\w* *\|.*\|$", line) and "`" not in line
    ]
    heads = next(row for row in rows if "request" in row)
    cases = heads[heads.index("request") :]
    found = {}
    for row in rows:
        if row[0] in PEOPLE:
            marks = row[1:] + [""] * len(cases)
            found[row[0]] = frozenset(c for c, mark in zip(cases, marks, strict=False) if mark)
    return found


def people() -> str:
    lines = [f"- **{name}** {person.says}" for name, person in PEOPLE.items()]
    return "\n".join(lines)


def route_table(table: Iterable[Entry]) -> str:
    lines = ["| route | method | who | |", "|---|---|---|---|"]
    lines += [
        f"| `/{entry.path.strip('^$')}` | {entry.method} | {entry.who} | {entry.why} |".replace(
            "(?P", "("
        )
        for entry in sorted(table, key=lambda e: (e.path, e.method))
    ]
    told = [f"- **{who}**: {says}" for who, says in WHO.items()]
    return "\n".join([*told, "", *lines])


def written(page: str) -> str:
    for name, text in (("people", people()), ("routes", route_table(entries()))):
        start, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        before, _, rest = page.partition(start)
        after = rest.partition(end)[2]
        page = f"{before}{start}{text}\n{end}{after}"
    return page


def write() -> None:
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
