"""Words that mean the same to an office, each group with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

DATA = Path(__file__).parent / "data" / "synonyms.yaml"


@dataclass(frozen=True, slots=True)
class Group:
    """Words for one thing. `why`: the rule that says so, or the custom."""

    words: tuple[str, ...]
    why: str


@cache
def groups() -> tuple[Group, ...]:
    """The groups of the data file. Raises KeyError where one lacks its words or its reason."""
    read = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return tuple(Group(tuple(group["words"]), group["why"]) for group in read)


@cache
def _others() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for group in groups():
        for word in group.words:
            found.setdefault(word, []).extend(other for other in group.words if other != word)
    return {word: tuple(dict.fromkeys(others)) for word, others in found.items()}


def rewordings(text: str) -> Sequence[str]:
    """`text` with its longest known word said otherwise, in each other way."""
    known = [word for word in _others() if word in text]
    if not known:
        return ()
    longest = max(known, key=len)
    return [text.replace(longest, other) for other in _others()[longest] if other not in text]
