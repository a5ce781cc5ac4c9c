"""The body as it is typed: headings by their ordinals, tables, pictures, and the way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.documents.plain_body import blocks_of, heading_level, text_of
from guiju.typeset.official import Block, Heading, Image, Paragraph, Table

DIGEST = "a1" * 32


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("一、总体要求", 1),
        ("十二、附则", 1),
        ("（三）加强组织领导", 2),
        ("1.明确责任", 3),
        ("（1）牵头单位", 4),
        ("1.5万元以下的项目", 0),
        ("（一）各单位要高度重视，认真落实。", 0),
        ("一、", 0),
        ("各镇人民政府：", 0),
    ],
)
def test_ordinals_make_headings(line: str, level: int) -> None:
    assert heading_level(line) == level


def test_a_long_line_with_an_ordinal_is_a_paragraph() -> None:
    line = "1." + "各有关单位要按照职责分工抓好落实" * 3
    assert blocks_of(line) == (Paragraph(text=line),)


def test_rows_pasted_from_a_sheet_are_a_table() -> None:
    assert blocks_of("序号\t事项\n1\t值班") == (Table(rows=(("序号", "事项"), ("1", "值班"))),)


def test_a_table_says_its_head_widths_and_caption() -> None:
    typed = "[表 表头=2 横排 宽=20,30.5：任务分工]\n| 序号 | 事|\n| 1 | 甲\\|乙 |"
    (table,) = blocks_of(typed)
    assert table == Table(
        rows=(("序号", "事"), ("1", "甲|乙")),
        head_rows=2,
        widths=(20, 30.5),
        caption="任务分工",
        wide=True,
    )


def test_what_is_no_picture_stays_a_paragraph() -> None:
    assert blocks_of(f"[图 {DIGEST} 宽=999]") == (Paragraph(text=f"[图 {DIGEST} 宽=999]"),)


def test_indents_typed_by_hand_are_not_part_of_the_text() -> None:
    assert blocks_of("　　为加强管理，现通知如下。\n\n") == (
        Paragraph(text="为加强管理，现通知如下。"),
    )


words = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp", "Zs", "Cf")),
    min_size=1,
    max_size=30,
)
tricky = st.sampled_from(
    ["一、要求", "# 井", "\\斜", "| 甲 |", "[表]", "[图]", "（1）", "1.甲", "#"]
)
lines = st.one_of(words, tricky)
captions = st.one_of(st.just(""), words).filter(lambda text: "]" not in text)
cells = st.one_of(st.just(""), words, st.just("甲\n乙|丙\\丁"))
tables = st.integers(1, 4).flatmap(
    lambda columns: st.builds(
        Table,
        rows=st.lists(st.tuples(*[cells] * columns), min_size=1, max_size=4).map(tuple),
        head_rows=st.integers(0, 3),
        widths=st.lists(st.integers(1, 99).map(float), max_size=3).map(tuple),
        caption=captions,
        wide=st.booleans(),
    )
)
blocks: st.SearchStrategy[Block] = st.one_of(
    st.builds(Paragraph, text=lines),
    st.builds(Heading, level=st.integers(1, 4), text=lines),
    tables,
    st.builds(Image, digest=st.just(DIGEST), width_mm=st.integers(1, 156), caption=captions),
)


@given(st.lists(blocks, max_size=6).map(tuple))
def test_what_is_written_out_reads_back_the_same(document: tuple[Block, ...]) -> None:
    assert blocks_of(text_of(document)) == document


@given(st.text())
def test_anything_typed_is_read(text: str) -> None:
    once = blocks_of(text)
    assert blocks_of(text_of(once)) == once
