"""The search log and the test of what can be told apart, as sentences of the record."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.core.errors import Refusal
from guiju.foi.records import PartialTest, SearchLog, compose_partial_test, compose_search_record

LOG: dict[str, Any] = {
    "places": "文电系统\n 档案室2019年至2024年文书档案；\n",
    "keywords": "供水 “改造”、工程",
    "searcher": "冯科员",
    "on": date(2025, 3, 14),
    "result": "检索到",
}


def test_a_search_is_one_sentence() -> None:
    assert compose_search_record(SearchLog(**LOG)) == (
        "2025年3月14日，冯科员在文电系统、档案室2019年至2024年文书档案"
        "以“供水”“改造”“工程”为关键词检索，结果为检索到"
    )


def test_a_note_stands_at_its_end() -> None:
    said = compose_search_record(SearchLog(**LOG, note="共3件。"))
    assert said.endswith("结果为检索到；共3件")


@pytest.mark.parametrize(
    ("left_out", "named"),
    [
        ({"places": " \n；"}, "检索范围"),
        ({"keywords": "“” 、"}, "检索关键词"),
        ({"searcher": " "}, "检索人"),
        ({"result": ""}, "检索结果"),
    ],
)
def test_a_search_says_where_how_who_and_what(left_out: dict[str, str], named: str) -> None:
    with pytest.raises(Refusal, match=named):
        compose_search_record(SearchLog(**{**LOG, **left_out}))


def test_parts_that_can_be_told_apart() -> None:
    test = PartialTest("第三页的账号", True, "其余各页", "遮盖账号后提供复印件。")
    assert compose_partial_test(test) == (
        "不应当公开的内容为第三页的账号，可以公开的内容为其余各页，区分的方式为遮盖账号后提供复印件"
    )


def test_parts_that_cannot() -> None:
    test = PartialTest("全文", False, "不看这一栏", "全文均为核心参数")
    assert compose_partial_test(test) == (
        "不应当公开的内容为全文，与其他内容不能区分，理由是全文均为核心参数"
    )


@pytest.mark.parametrize(
    ("test", "named"),
    [
        (PartialTest("", True, "其余", "遮盖"), "不应当公开的内容"),
        (PartialTest("账号", True, "", "遮盖"), "可以公开的内容"),
        (PartialTest("账号", True, "其余", " "), "区分的方式"),
        (PartialTest("账号", False, "", ""), "不能区分的理由"),
    ],
)
def test_a_judgment_says_what_and_why(test: PartialTest, named: str) -> None:
    with pytest.raises(Refusal, match=named):
        compose_partial_test(test)


@given(places=st.text(max_size=40), keywords=st.text(max_size=40), searcher=st.text(max_size=10))
def test_whatever_is_typed_makes_one_line_or_is_refused(
    places: str, keywords: str, searcher: str
) -> None:
    typed = {**LOG, "places": places, "keywords": keywords, "searcher": searcher}
    try:
        said = compose_search_record(SearchLog(**typed))
    except Refusal:
        return
    assert len(said.splitlines()) == 1
    assert "““" not in said
