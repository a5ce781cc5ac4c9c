"""Which of two words about urgency counts: the document's own, as it is on record."""

from __future__ import annotations

import pytest

from guiju.procedures.models.cases import Urgency
from guiju.procedures.urgency import borne_by, level_of, level_said


@pytest.mark.parametrize(
    ("words", "level"), [("", 0), ("平急", 0), ("未标注", 0), ("加急", 1), ("特急", 2), ("特提", 2)]
)
def test_what_a_document_bears(words: str, level: int) -> None:
    assert level_of(words) == level


def test_the_record_wins_and_without_it_the_choice_stands() -> None:
    assert level_said({"urgency": "加急"}, Urgency.MOST_URGENT) == Urgency.URGENT
    assert level_said({"urgency": "未标注"}, Urgency.URGENT) == Urgency.ORDINARY
    assert level_said({}, Urgency.URGENT) == Urgency.URGENT


def test_an_ordinary_document_bears_nothing() -> None:
    assert [borne_by(level) for level in Urgency] == ["", "加急", "特急"]
