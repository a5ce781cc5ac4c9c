"""Edited, published texts nobody wrote for the checker: close to no findings.

`python -m bench.checker` counts over all of them, rule by rule; here every twenty-fifth.
"""

from __future__ import annotations

import pytest

from bench.checker import GRAVE, LAWS, THE_COPY, texts
from guiju.typeset.check.judging import check
from guiju.typeset.check.reading import sheet_of_lines

EVERY = 25


def test_edited_texts_are_left_in_peace() -> None:
    if not LAWS.is_dir():
        pytest.skip("the law texts are not at hand")
    size = grave = others = 0
    for number, (_, rows) in enumerate(texts()):
        if number % EVERY:
            continue
        size += sum(map(len, rows))
        for finding in check(sheet_of_lines(rows)):
            grave += finding.rule.level in GRAVE
            others += finding.rule.id not in THE_COPY
    assert size > 200_000
    assert grave / size * 1e5 < 1
    assert others / size * 1e5 < 20
