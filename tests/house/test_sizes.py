"""Files and functions stay short enough to be read at one sitting."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import ROOT, files

LONGEST_FILE = 400
LONGEST_FUNCTION = 40

# "path:function": why it is better in one piece.
EXCUSED: dict[str, str] = {}


def python_files() -> Iterator[Path]:
    for path in files(".py"):
        if "migrations" not in path.parts:
            yield path


def long_functions() -> dict[str, int]:
    """Lines of each function over the limit, outside the tests."""
    found: dict[str, int] = {}
    for path in python_files():
        if path.parts[0] == "tests":
            continue
        for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LONGEST_FUNCTION:
                found[f"{path}:{node.name}"] = lines
    return found


def test_no_python_file_is_longer_than_400_lines() -> None:
    lengths = {
        str(path): len((ROOT / path).read_text(encoding="utf-8").splitlines())
        for path in python_files()
    }
    assert lengths, "no Python file was found: the test looks in the wrong place"
    assert {path: n for path, n in lengths.items() if n > LONGEST_FILE} == {}


def test_no_function_is_longer_than_40_lines_without_a_reason() -> None:
    unexcused = {name: n for name, n in long_functions().items() if name not in EXCUSED}
    assert unexcused == {}


def test_every_excuse_is_still_needed() -> None:
    assert set(EXCUSED) <= set(long_functions())
