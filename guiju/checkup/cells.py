"""What people type into a ledger's cell, read strictly: a value, nothing, or a problem.

A cell that could mean two things is a problem, never the likelier of the two: a wrong date
would become a wrong finding about somebody's work.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

UNCALCULATED = "#UNCALCULATED!"
"""The code of a formula that was saved without its result."""

BLANK_WORDS = frozenset(
    ("无", "暂无", "没有", "未", "空", "无此项", "不涉及", "不适用")
    + ("n/a", "n.a.", "na", "none", "null", "nil")
)
"""Words that say a cell is empty, after NFKC and in lower case. (Source: ledgers as kept.)"""

_DASHES = "-—–―─‐‑−_/\\|"
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class ErrorCell:
    """A cell in which Excel shows an error such as ``#REF!`` instead of a value."""

    code: str

    def __str__(self) -> str:
        return self.code


Cell = str | int | float | bool | date | datetime | ErrorCell | None


@dataclass(frozen=True, slots=True)
class CellProblem:
    """Why a cell could not be read: what was expected, what stands there, what is wrong."""

    expected: str
    got: str
    why: str = ""

    @property
    def says(self) -> str:
        """One Chinese sentence for the person who keeps the ledger."""
        tail = f"，{self.why}" if self.why else ""
        return f"应为{self.expected}；这里是“{self.got}”{tail}"


def column_letter(index: int) -> str:
    """Name the column with this zero-based index as Excel does: 0 is A, 26 is AA.

    Raises ValueError below zero.
    """
    if index < 0:
        raise ValueError(f"a column index is never negative: {index}")
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def blank(value: Cell) -> bool:
    """Tell whether a cell is empty, or says in words or by a stroke that it is."""
    if value is None:
        return True
    return isinstance(value, str) and _blank_text(value)


@lru_cache(maxsize=8192)
def _blank_text(text: str) -> bool:
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    return plain in BLANK_WORDS or (core := plain.strip(_DASHES + " ")) == "" or core in BLANK_WORDS


def problem_with(value: Cell, expected: str, why: str = "") -> CellProblem:
    """State that this cell is not what was expected; long contents are shortened."""
    if isinstance(value, ErrorCell):
        why = "公式没有保存计算结果" if value.code == UNCALCULATED else "公式出错"
    shown = " ".join(_as_text(value).split())
    return CellProblem(expected, shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…", why)


def parse_text(value: Cell) -> str | None | CellProblem:
    """Read any content as text, unchanged but for the white space around it.

    Ideographic and no-break spaces become ordinary ones. Numbers and dates become the text a
    person would type: ``3``, ``2025-03-05``.
    """
    if isinstance(value, ErrorCell):
        return problem_with(value, "文字")
    if blank(value):
        return None
    return _as_text(value).replace("\u3000", " ").replace("\xa0", " ").strip()


def _as_text(value: Cell) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


_COUNT = re.compile(r"\d{1,12}|\d{1,3}(?:,\d{3}){1,3}", re.ASCII)


def parse_number(value: Cell, units: Iterable[str] = ()) -> int | None | CellProblem:
    """Read a count: a whole number from 0, its unit written or not (``23人`` with unit 人)."""
    expected = "不带小数的数字，如 23"
    if isinstance(value, bool | ErrorCell | date):
        return problem_with(value, expected)
    if isinstance(value, int | float):
        whole = value >= 0 and float(value).is_integer()
        return int(value) if whole else problem_with(value, expected, "不是整数或小于零")
    if value is None or blank(value):
        return None
    plain = _squeezed(value)
    for unit in units:
        plain = plain.removesuffix(unit)
    if not _COUNT.fullmatch(plain):
        return problem_with(value, expected)
    return int(plain.replace(",", ""))


@lru_cache(maxsize=8192)
def _squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


class Choices:
    """The words a column allows, each with the other words people write for it."""

    def __init__(self, synonyms: Mapping[str, Iterable[str]]) -> None:
        self.words = tuple(synonyms)
        self._found = {_squeezed(word): word for word in self.words}
        for word, others in synonyms.items():
            for other in others:
                if self._found.setdefault(_squeezed(other), word) != word:
                    raise ValueError(f"{other!r} is a synonym of two choices, one of them {word!r}")

    def find(self, text: str) -> str | None:
        """Give the word that this text is, or is a synonym of."""
        return self._found.get(_squeezed(text))

    def __str__(self) -> str:
        more = "等" if len(self.words) > 8 else ""
        return "、".join(self.words[:8]) + more


def parse_choice(value: Cell, choices: Choices) -> str | None | CellProblem:
    """Read one of the words a column allows; a word for emptiness may be one of them."""
    if isinstance(value, str) and (word := choices.find(value)):
        return word
    if blank(value):
        return None
    return problem_with(value, f"下列之一：{choices}")


_YES_NO = Choices(
    {
        "是": ("√", "✓", "✔", "☑", "y", "yes", "true", "有", "对", "是的"),
        "否": ("×", "✗", "✘", "✕", "n", "no", "false", "不是"),
    }
)


def parse_yes_no(value: Cell) -> bool | None | CellProblem:
    """Read 是 or 否 and the marks used for them.

    无 stays a blank, and neither x, 0 nor 1 is read: some tick with them, others cross out.
    """
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and (word := _YES_NO.find(value)):
        return word == "是"
    return None if blank(value) else problem_with(value, "“是”或“否”")
