"""docs/law-coverage.md names every rule, limit and paper of every version of every procedure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import pytest

from guiju.procedures import library
from guiju.procedures.definition import Procedure

DOCUMENT = Path(__file__).parents[2] / "docs" / "law-coverage.md"
VERSIONS = [p for versions in library.versions().values() for p in versions]


@cache
def named() -> frozenset[str]:
    """The ids written out; `.x` and `/x` go on from the one before them."""
    found, before = [], ""
    for code in re.findall(r"`([^`\n]+)`", DOCUMENT.read_text(encoding="utf-8")):
        if code.startswith("."):
            code = before.rsplit(".", 1)[0] + code
        elif code.startswith("/"):
            code = before.split("/")[0] + code
        found.append(code)
        before = code
    return frozenset(found)


def rules_of(p: Procedure) -> Iterator[str]:
    yield from (item.id for item in p.invariants)
    yield from (paper.id for paper in p.papers)
    yield from (f"{p.id}/{name}" for name in p.time_limits)


@pytest.mark.parametrize("p", VERSIONS, ids=lambda p: f"{p.id}@{p.valid_from}")
def test_every_rule_is_named(p: Procedure) -> None:
    missing = [one for one in rules_of(p) if not any(fnmatchcase(one, n) for n in named())]
    assert missing == []


@pytest.mark.parametrize("p", VERSIONS[-1:], ids=lambda p: p.id)
def test_a_rule_nobody_wrote_down_would_be_missed(p: Procedure) -> None:
    assert not any(fnmatchcase(f"{p.id}.never.heard.of", name) for name in named())
