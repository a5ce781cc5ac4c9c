"""The floors hold: imports go down, never up, never sideways, and the kernel stays pure."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT

LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    """Check the contracts in `root/pyproject.toml` on the package that lies in `root`."""
    return subprocess.run(
        [str(LINT_IMPORTS), "--no-cache", "--no-logo"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root), "NO_COLOR": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def copy_of_the_tree(tmp_path: Path) -> Path:
    """The project's code and contracts in a folder where they may be broken."""
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    for source in (ROOT / "guiju").rglob("*.py"):
        target = tmp_path / source.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
    return tmp_path


def test_every_import_goes_down() -> None:
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("module", "line", "broken"),
    [
        ("core/errors.py", "import guiju.org", "Every floor"),
        ("worktime/calendar.py", "import guiju.procedures.clock", "Every floor"),
        ("procedures/clock.py", "import django.utils.timezone", "The kernel is pure"),
        ("checkup/run.py", "import guiju.procedures.models", "need no database"),
    ],
)
def test_a_forbidden_import_is_noticed(
    copy_of_the_tree: Path, module: str, line: str, broken: str
) -> None:
    with (copy_of_the_tree / "guiju" / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    result = lint_imports(copy_of_the_tree)
    verdicts = [row for row in result.stdout.splitlines() if row.endswith("BROKEN")]
    assert result.returncode == 1, result.stdout + result.stderr
    assert any(broken in row for row in verdicts), verdicts


def test_a_package_without_a_floor_is_noticed(copy_of_the_tree: Path) -> None:
    package = copy_of_the_tree / "guiju" / "homeless"
    package.mkdir()
    (package / "__init__.py").write_text("", encoding="utf-8")
    result = lint_imports(copy_of_the_tree)
    assert result.returncode == 1
    assert "homeless" in result.stdout
