"""What is published names no machine, installs what it declares and ships its data files."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.house.tree import ROOT, files

# Written so that this file does not match itself.
OF_ONE_MACHINE = re.compile(r"pypi[-.]|/wor[k]/|/roo[t]/|/opt/py[p]i|/home/[a-z]|/\.li[b]rary")
BINARY = {".docx", ".xlsx", ".png", ".pdf", ".jpg", ".ico"}
PINNED = re.compile(r"^([a-z0-9-]+)==(\S+) \\$", re.MULTILINE)
LOCKS = ("requirements.lock", "requirements-dev.lock")

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def locked(name: str) -> dict[str, str]:
    return dict(PINNED.findall((ROOT / name).read_text(encoding="utf-8")))


def project_name(requirement: str) -> str:
    match = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert match, requirement
    return re.sub(r"[-_.]+", "-", match[0]).lower()


def imported(path: Path) -> set[str]:
    """Top-level names of the packages a file imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names


def test_no_file_names_a_registry_or_a_folder_of_one_machine() -> None:
    found = [
        f"{path}:{number}: {line.strip()[:80]}"
        for path in files()
        if path.suffix not in BINARY
        for number, line in enumerate(
            (ROOT / path).read_text(encoding="utf-8", errors="replace").splitlines(), 1
        )
        if OF_ONE_MACHINE.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_says_what_to_install_and_not_where_from(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"https?:|file:/|--(extra-)?index-url|--find-links|--trusted-host", text)


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_carries_its_hashes(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    entries = re.split(r"^(?=[a-z0-9-]+==)", text, flags=re.MULTILINE)[1:]
    assert len(entries) == len(locked(name)) > 0
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_every_declared_dependency_is_locked() -> None:
    runtime = {project_name(r) for r in PYPROJECT["project"]["dependencies"]}
    dev = {project_name(r) for r in PYPROJECT["project"]["optional-dependencies"]["dev"]}
    assert runtime <= set(locked("requirements.lock"))
    assert dev <= set(locked("requirements-dev.lock"))


def test_the_tests_run_on_the_versions_that_are_shipped() -> None:
    shipped, tested = locked("requirements.lock"), locked("requirements-dev.lock")
    assert shipped.items() <= tested.items()


def test_the_test_tools_are_not_shipped() -> None:
    assert not {"pytest", "mypy", "ruff", "chinesecalendar"} & set(locked("requirements.lock"))


def test_every_data_file_of_the_package_is_shipped() -> None:
    shipped = {Path(p).suffix for p in PYPROJECT["tool"]["setuptools"]["package-data"]["*"]}
    data = {p for p in files() if p.parts[0] == "guiju" and p.suffix not in {".py", ".md"}}
    assert {str(p) for p in data if p.suffix not in shipped} == set()


def test_every_package_imported_is_declared() -> None:
    extras = PYPROJECT["project"]["optional-dependencies"]["opensearch"]
    declared = {project_name(r) for r in [*PYPROJECT["project"]["dependencies"], *extras]}
    # An extra need not be installed where the tests run.
    projects = {"opensearchpy": ["opensearch-py"], **packages_distributions()}
    undeclared: dict[str, set[str]] = {}
    for path in files(".py"):
        if path.parts[0] != "guiju":
            continue
        for name in imported(ROOT / path) - sys.stdlib_module_names - {"guiju"}:
            owners = {project_name(owner) for owner in projects.get(name, [name])}
            if not owners & declared:
                undeclared.setdefault(name, set()).add(str(path))
    assert undeclared == {}
