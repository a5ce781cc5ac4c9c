"""Two wordings made from one: nothing of either is lost, and only clashes need a person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.procedures.desk.merging import Change, Pick, joined, marked, parts

WORDINGS = st.lists(
    st.sampled_from(["一、甲。", "二、乙。", "三、丙。", "丁", ""]), max_size=9
).map("\n".join)
COMMON = "标题\n第一段\n第二段\n第三段"


@given(WORDINGS, WORDINGS, WORDINGS)
def test_taking_one_side_everywhere_gives_that_side_back(
    common: str, mine: str, theirs: str
) -> None:
    found = parts(common, mine, theirs)
    for pick, whole in ((Pick.COMMON, common), (Pick.MINE, mine), (Pick.THEIRS, theirs)):
        assert joined(found, dict.fromkeys(range(len(found)), pick)) == whole


@given(WORDINGS, WORDINGS, WORDINGS)
def test_taking_both_everywhere_loses_no_paragraph(common: str, mine: str, theirs: str) -> None:
    found = parts(common, mine, theirs)
    open_ones = {n: Pick.BOTH for n, part in enumerate(found) if part.open}
    taken = joined(found, open_ones).split("\n")
    assert {*mine.split("\n"), *theirs.split("\n")} - {""} <= set(taken)


@given(WORDINGS, WORDINGS)
def test_what_only_one_changed_goes_without_saying(common: str, mine: str) -> None:
    assert joined(parts(common, mine, common), {}) == mine
    assert joined(parts(common, common, mine), {}) == mine
    assert joined(parts(common, mine, mine), {}) == mine


def test_changes_in_two_places_do_not_clash() -> None:
    found = parts(COMMON, COMMON.replace("第一段", "甲改"), COMMON + "\n第四段，乙加")
    assert [part.change for part in found if part.open] == [Change.MINE, Change.THEIRS]
    assert joined(found, {}) == "标题\n甲改\n第二段\n第三段\n第四段，乙加"


def test_a_clash_is_a_persons_to_decide() -> None:
    mine, theirs = COMMON.replace("第二段", "甲改"), COMMON.replace("第二段", "乙改")
    found = parts(COMMON, mine, theirs)
    (place,) = [n for n, part in enumerate(found) if part.change is Change.CLASH]
    with pytest.raises(KeyError):
        joined(found, {})
    assert joined(found, {place: Pick.BOTH}) == "标题\n第一段\n甲改\n乙改\n第三段"


def test_paragraphs_are_chosen_one_by_one() -> None:
    mine, theirs = "标题\n甲一\n甲二\n第三段", "标题\n第一段\n乙二\n乙三"
    found = parts(COMMON, mine, theirs)
    changes = [part.change for part in found if part.open]
    assert changes == [Change.MINE, Change.CLASH, Change.THEIRS]


def test_line_ends_of_a_browser_are_no_change() -> None:
    found = parts(COMMON, COMMON.replace("\n", "\r\n"), COMMON)
    assert not any(part.open for part in found)


def test_a_marked_copy_says_what_went_in_and_out() -> None:
    shown = [(piece.kind, piece.text) for piece in marked("共三项", "共四项")]
    assert shown == [("same", "共"), ("out", "三"), ("in", "四"), ("same", "项")]
