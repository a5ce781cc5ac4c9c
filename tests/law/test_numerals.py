"""Chinese numbers there and back; what is no number is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.law.numerals import LARGEST, to_chinese, to_int


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("零", 0), ("二", 2), ("十", 10), ("十二", 12), ("一十二", 12), ("二十", 20),
        ("一百", 100), ("一百零二", 102), ("一百〇二", 102), ("一百一十", 110),
        ("一千二百六十", 1260), ("一千零五", 1005), ("一万", 10_000), ("一万零一十", 10_010),
        ("二〇二五", 2025), ("102", 102), ("１０２", 102), ("两百", 200),
    ],
)  # fmt: skip
def test_numbers_as_drafters_write_them_are_read(words: str, number: int) -> None:
    assert to_int(words) == number


@pytest.mark.parametrize(
    "word", ["", "一百百", "二一十", "十零", "一百五", "千", "猫", "一猫", "²"]
)
def test_what_is_no_number_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="不是数字"):
        to_int(word)


@pytest.mark.parametrize("number", [-1, LARGEST + 1])
def test_a_number_without_words_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="没有对应的中文数字"):
        to_chinese(number)


@given(st.integers(0, LARGEST))
def test_every_number_survives_the_way_through_words(number: int) -> None:
    assert to_int(to_chinese(number)) == number


@given(st.integers(0, LARGEST), st.integers(0, LARGEST))
def test_two_numbers_never_share_their_words(one: int, other: int) -> None:
    assert (to_chinese(one) == to_chinese(other)) == (one == other)


@given(st.text(alphabet="零一二三四五六七八九十百千万", min_size=1, max_size=9))
def test_what_is_read_is_written_back_the_same_or_was_digits(words: str) -> None:
    try:
        number = to_int(words)
    except ValueError:
        return
    digits = not set(words) & set("十百千万")
    assert digits or to_chinese(number) == words.removeprefix("一" * words.startswith("一十"))
