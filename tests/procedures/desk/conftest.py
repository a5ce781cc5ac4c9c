"""The house every test of the desk starts with."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.procedures.desk.house import House, house_of, paper


@pytest.fixture
def house(tmp_path: Path, db: None) -> House:
    return house_of(paper(tmp_path))
