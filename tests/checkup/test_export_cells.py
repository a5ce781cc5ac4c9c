"""Nothing from a ledger runs as a formula in what is exported."""

import pytest

from guiju.checkup.export_cells import escape_formula


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1", "＋1", "－x", "＠x"]
)
def test_a_formula_becomes_text(text: str) -> None:
    assert escape_formula(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "甲", "3", "-3", "+3.5", "1=1", "——"])
def test_other_text_and_numbers_stay(text: str) -> None:
    assert escape_formula(text) == text
