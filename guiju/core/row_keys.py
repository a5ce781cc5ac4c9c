"""The key of a row as an address or a form names it."""

from __future__ import annotations

from collections.abc import Iterable

_LONGEST = 18
"""Digits: what is longer no table of ours has given, and no database's whole number holds."""


def row_key(text: str | None) -> int | None:
    """The key written in `text`; None for anything that can be no key."""
    plain = text is not None and text.isascii() and text.isdecimal() and len(text) <= _LONGEST
    return int(text) if text and plain else None


def row_keys(texts: Iterable[str]) -> list[int]:
    """The keys among `texts`, in their order; what can be no key is left out."""
    return [key for key in map(row_key, texts) if key is not None]
