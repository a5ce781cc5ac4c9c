"""A file is there complete, or the old one is."""

from __future__ import annotations

from pathlib import Path

import pytest

from guiju.typeset.saving import save, whole


def test_it_makes_the_folder_and_writes(tmp_path: Path) -> None:
    target = save(tmp_path / "a" / "b.txt", b"x")
    assert target.read_bytes() == b"x"
    assert [path.name for path in target.parent.iterdir()] == ["b.txt"]


def test_a_failure_keeps_the_old_file_and_leaves_no_half(tmp_path: Path) -> None:
    target = save(tmp_path / "b.txt", b"old")
    with pytest.raises(RuntimeError), whole(target) as half:
        half.write_bytes(b"new")
        raise RuntimeError
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["b.txt"]
