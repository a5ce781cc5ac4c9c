"""Text into the terms of the index: every substring of two characters is found, word or not.

A run of Chinese characters `ABCD` becomes `A AB BC CD D`: its pairs, and its first and last
character alone, so that what stands beside a figure or a mark (3号, 发〔2025〕) joins up with it.
A run of letters or figures is one term. A phrase of consecutive terms is then the substring.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

from guiju.law.folding import fold

LONGEST_WORD = 40
"""Letters and figures beyond this are cut: no one types them, and an index has its limits."""

LONGEST_PHRASE = 64
"""Characters of one phrase of a question that count; passages overlap by as many."""

PINYIN = "pinyin"
"""Marks the terms made of pinyin initials, which are no words of a text."""

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_RUN = re.compile(rf"[{_HAN}]+|[a-z0-9]+")
_IS_HAN = re.compile(rf"[{_HAN}]")


@lru_cache(maxsize=65536)
def _plain(character: str) -> str:
    """One character as it is searched: ⒊ → 3, Ａ → a; always one character long."""
    known = unicodedata.normalize("NFKC", fold(character) or character).lower()
    if len(known) == 1:
        return known
    inner = _RUN.findall(known)
    return inner[0] if len(inner) == 1 and len(inner[0]) == 1 else character


def plain(text: str) -> str:
    """The text as it is searched, character by character: as long as `text`."""
    return "".join(map(_plain, text))


def runs(text: str) -> list[str]:
    """The runs of Chinese characters, and of letters or figures."""
    return _RUN.findall(plain(text))


def is_chinese(run: str) -> bool:
    return _IS_HAN.match(run) is not None


def terms(text: str) -> list[str]:
    """The terms of a text, in order."""
    found: list[str] = []
    for run in runs(text):
        found += _han(run) if is_chinese(run) else [run[:LONGEST_WORD]]
    return found


def _han(run: str) -> list[str]:
    if len(run) == 1:
        return [run]
    return [run[0], *(run[n : n + 2] for n in range(len(run) - 1)), run[-1]]


def phrase(text: str) -> tuple[str, ...]:
    """The terms that follow each other wherever `text` stands in a text; () without any.

    What may go on to the left or right must not ask for an edge there. A single Chinese
    character is returned alone and stands for whatever begins with it.
    """
    found = runs(text[:LONGEST_PHRASE])
    parts = [_han(run) if is_chinese(run) else [run[:LONGEST_WORD]] for run in found]
    if parts and is_chinese(found[-1]) and len(found[-1]) > 1:
        parts[-1] = parts[-1][:-1]
    if parts and is_chinese(found[0]) and len(found[0]) > 1:
        parts[0] = parts[0][1:]
    return tuple(term for part in parts for term in part)


@lru_cache(maxsize=512)
def initials(text: str) -> str:
    """The pinyin initials of a title: 政府信息公开条例 → zfxxgktl."""
    kept = "".join(runs(text))
    return "".join(lazy_pinyin(kept, style=Style.FIRST_LETTER, errors="default")).lower()


def initial_terms(letters: str) -> tuple[str, ...]:
    """The terms under which initials are found, any two or more in a row."""
    return tuple(PINYIN + letters[n : n + 2] for n in range(len(letters) - 1))
