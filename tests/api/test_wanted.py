"""What another system sends is taken as JSON means it."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from guiju.api.wanted import Facts


@pytest.mark.parametrize(("sent", "taken"), [("20.0", 20), ("20", 20), ("2.5", 2.5)])
def test_json_has_one_kind_of_number(sent: str, taken: float) -> None:
    facts = TypeAdapter(Facts).validate_json(f'{{"extension_days": {sent}}}', strict=True)
    assert repr(facts["extension_days"]) == repr(taken)


def test_what_is_no_number_is_none() -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Facts).validate_json('{"extension_days": 1e999}', strict=True)
