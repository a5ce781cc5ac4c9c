"""Every letter a procedure names has a text, whichever matter it belongs to."""

from __future__ import annotations

import pytest

from guiju.letters.writers import writers
from guiju.procedures.definition import Procedure
from guiju.procedures.rulebook import office_rulebook

VERSIONS = [
    version for name in sorted(writers()) for version in office_rulebook().procedures.get(name, ())
]


def named(p: Procedure) -> set[str]:
    """The letters of acts and outcomes."""
    acts = {act.letter for act in p.acts().values()}
    return (acts | {outcome.letter for outcome in p.outcomes.values()}) - {""}


def test_there_are_procedures_to_ask() -> None:
    assert {"foi_request", "incoming_document"} <= {version.id for version in VERSIONS}


@pytest.mark.parametrize("p", VERSIONS, ids=lambda p: f"{p.id}@{p.valid_from}")
def test_every_letter_it_names_has_a_text(p: Procedure) -> None:
    texts = writers()[p.id].BOOK.texts
    assert named(p) <= set(texts.letters)
    for letter in texts.letters.values():
        assert set(letter.acts) <= set(p.acts()), letter.kind
