"""The command `guiju` lists its tools without importing them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from guiju.config.cli import COMMANDS, UNUSABLE, LazyGroup, Tool, main


def test_help_is_chinese_and_lists_every_command() -> None:
    result = CliRunner().invoke(main, ["--help"])
    assert result.exit_code == 0
    assert result.output.startswith("用法：")
    assert all(f"  {name} " in result.output for name in COMMANDS)


def test_help_works_where_a_tool_is_missing() -> None:
    group = LazyGroup({"gone": Tool("guiju.nowhere.cli:command", "不在")}, help="试")
    assert "不在" in CliRunner().invoke(group, ["--help"]).output


def test_a_missing_tool_says_so_only_when_called() -> None:
    group = LazyGroup({"gone": Tool("guiju.nowhere.cli:command", "不在")}, help="试")
    result = CliRunner().invoke(group, ["gone"])
    assert result.exit_code == UNUSABLE
    assert "本次安装不含命令“gone”（缺少 guiju.nowhere）" in result.output


def test_an_unknown_command_is_answered_with_the_known_ones() -> None:
    result = CliRunner().invoke(main, ["deadlines"])
    assert result.exit_code == UNUSABLE
    assert "没有命令“deadlines”" in result.output
    assert "deadline、checkup" in result.output


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_on_the_list_can_be_loaded(name: str) -> None:
    assert isinstance(COMMANDS[name].load(), click.Command)


def test_the_calculator_starts_without_django() -> None:
    program = (
        "import sys; from guiju.config.cli import main; "
        "main(['deadline', '--from', '2025-01-02', '--length', '5 days'], standalone_mode=False); "
        "sys.exit('django' in sys.modules)"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert result.returncode == 0, result.stderr.decode()


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("sqlite:///{folder}/empty.sqlite3", "guiju manage migrate"),
        ("sqlite:///{folder}/no/such/folder/x.sqlite3", "DATABASE_URL"),
    ],
)
def test_a_database_that_is_not_ready_is_told_with_its_remedy(
    tmp_path: Path, url: str, says: str
) -> None:
    env = {**os.environ, "DATABASE_URL": url.format(folder=tmp_path), "GUIJU_VAR": str(tmp_path)}
    code = "from guiju.config.cli import main; main(['audit', 'verify'])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=env, check=False
    )
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr
