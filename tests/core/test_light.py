"""What is frozen for the type checker alone is otherwise a dataclass like any other."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import FrozenInstanceError, dataclass, fields, replace
from pathlib import Path

import pytest

from guiju.core import light


@light.dataclass(frozen=True, slots=True)
class Light:
    name: str
    n: int = 1


@dataclass(frozen=True, slots=True)
class Frozen:
    name: str
    n: int = 1


def test_it_is_compared_hashed_copied_and_told_as_a_frozen_one() -> None:
    one, other = Light("甲"), Frozen("甲")
    assert one == Light("甲", 1) != Light("甲", 2)
    assert hash(one) == hash(other) and {one, Light("甲")} == {one}
    assert replace(one, n=3) == Light("甲", 3)
    assert [f.name for f in fields(Light)] == ["name", "n"]
    assert repr(one) == repr(other).replace("Frozen", "Light")
    assert not hasattr(one, "__dict__")
    with pytest.raises(FrozenInstanceError):
        other.n = 2  # type: ignore[misc]


def test_the_type_checker_refuses_to_change_one(tmp_path: Path) -> None:
    said = tmp_path / "said.py"
    said.write_text(
        "from guiju.procedures.history import Event\n"
        "def change(event: Event) -> None:\n"
        "    event.act = 'x'\n"
    )
    run = [sys.executable, "-m", "mypy", "--config-file=", "--no-incremental", str(said)]
    root = Path(light.__file__).parents[2]
    told = subprocess.run(run, cwd=root, capture_output=True, text=True, check=False)
    assert 'Property "act" defined in "Event" is read-only' in told.stdout, told.stdout
