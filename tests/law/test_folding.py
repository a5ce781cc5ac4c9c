"""Look-alikes are folded; what merely looks unusual stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.law.folding import fold, without_gaps


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("⾏政许可", "行政许可"), ("⼈⺠政府", "人民政府"), ("⼾⼝", "户口"), ("⻓⻔⻅", "长门见"),
        ("２０条ＡＢ", "20条AB"), ("第\u3000一\u2002章", "第 一 章"), ("法\u200b律", "法律"),
        ("（一）：①〔2025〕", "（一）：①〔2025〕"),
    ],
)  # fmt: skip
def test_look_alikes_become_what_a_reader_means(written: str, meant: str) -> None:
    assert fold(written) == meant


def test_a_stretched_heading_closes_up() -> None:
    assert without_gaps("总　　则") == "总则"


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
