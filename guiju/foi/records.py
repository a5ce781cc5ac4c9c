"""Records of a request in a set form: how it was searched, what can be told apart. No tables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from guiju.core.errors import Reason, Refusal
from guiju.letters.filling import chinese_day, clean

SEARCH_BASIS = "条例第三十六条第四项"
PARTIAL_BASIS = "条例第三十七条"
_BETWEEN = re.compile(r"[\s、，,；;]+")
_MARKS = "“”\"'「」"


@dataclass(frozen=True, slots=True)
class SearchLog:
    """One search: `places` one a line, `keywords` in a row, who searched and when, what came."""

    places: str
    keywords: str
    searcher: str
    on: date
    result: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class PartialTest:
    """Whether what may not be released can be told apart from the rest, and how or why not.

    `released` is what remains to be given; nothing where the parts cannot be told apart.
    """

    withheld: str
    separable: bool
    released: str
    grounds: str


def compose_search_record(log: SearchLog) -> str:
    """The search as one sentence of the record. Raises Refusal for what is left out."""
    places = _several(log.places.splitlines())
    keywords = "".join(
        f"“{word.strip(_MARKS)}”" for word in _BETWEEN.split(log.keywords) if word.strip(_MARKS)
    )
    _refuse_unless(
        SEARCH_BASIS,
        {
            "检索范围": places,
            "检索关键词": keywords,
            "检索人": log.searcher,
            "检索结果": log.result,
        },
    )
    note = clean(log.note)
    said = (
        f"{chinese_day(log.on)}，{clean(log.searcher)}在{places}以{keywords}为关键词检索，"
        f"结果为{clean(log.result)}"
    )
    return f"{said}；{note}" if note else said


def compose_partial_test(test: PartialTest) -> str:
    """The judgment as it stands in the reply. Raises Refusal for what is left out."""
    withheld, released, grounds = clean(test.withheld), clean(test.released), clean(test.grounds)
    wanted = {"不应当公开的内容": withheld}
    wanted |= (
        {"可以公开的内容": released, "区分的方式": grounds}
        if test.separable
        else {"不能区分的理由": grounds}
    )
    _refuse_unless(PARTIAL_BASIS, wanted)
    if test.separable:
        return f"不应当公开的内容为{withheld}，可以公开的内容为{released}，区分的方式为{grounds}"
    return f"不应当公开的内容为{withheld}，与其他内容不能区分，理由是{grounds}"


def _several(lines: list[str]) -> str:
    named = [line.strip(" 、，,；;。") for line in lines]
    return "、".join(name for name in named if name)


def _refuse_unless(basis: str, wanted: dict[str, str]) -> None:
    missing = [name for name, text in wanted.items() if not text.strip()]
    if missing:
        says = f"请填写{'、'.join(missing)}"
        raise Refusal([Reason("record.missing", says, basis)])
