"""Only what a table may have given is taken for the key of a row."""

import pytest

from guiju.core.row_keys import row_key, row_keys


@pytest.mark.parametrize(("text", "key"), [("0", 0), ("7", 7), ("007", 7), ("9" * 18, 10**18 - 1)])
def test_digits_are_a_key(text: str, key: int) -> None:
    assert row_key(text) == key


@pytest.mark.parametrize(
    "text", [None, "", " 7", "-7", "7.0", "七", "７", "²", "9" * 19, "9" * 9999]
)
def test_anything_else_is_none(text: str | None) -> None:
    assert row_key(text) is None


def test_what_is_none_is_left_out() -> None:
    assert row_keys(["3", "", "x", "1", "9" * 19, "3"]) == [3, 1, 3]
