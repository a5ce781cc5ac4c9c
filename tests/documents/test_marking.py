"""The marked copy gives back both texts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from guiju.documents.marking import marked_copy

texts = st.lists(st.text("一二三四五六七八九十，。", max_size=12), max_size=8).map("\n".join)


def without(kind: str, before: str, after: str) -> str:
    kept = [
        "".join(piece.text for piece in paragraph.pieces if piece.kind != kind)
        for paragraph in marked_copy(before, after)
        if paragraph.kind != kind
    ]
    return "\n".join(kept)


@given(texts, texts)
def test_both_versions_can_be_read_from_it(before: str, after: str) -> None:
    assert without("out", before, after) == after
    assert without("in", before, after) == before


def test_a_changed_word_is_marked_within_its_paragraph() -> None:
    before = "现将有关事项通知如下\n请于5月1日前报送。"
    (first, second) = marked_copy(before, before.replace("5月1日", "6月1日"))
    assert first.kind == "same"
    assert [(p.kind, p.text) for p in second.pieces] == [
        ("same", "请于"),
        ("out", "5"),
        ("in", "6"),
        ("same", "月1日前报送。"),
    ]
