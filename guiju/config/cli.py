"""The command `guiju`: one name, and behind it the tools of every floor.

A tool is imported when it is called, so that the deadline calculator starts without Django
and the list of tools can be shown even where one of them is broken.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import IO

import click

UNUSABLE = 2
"""Exit status when a command cannot run at all; 1 is left to "ran, and found something"."""


@dataclass(frozen=True)
class Tool:
    """Where a command lives, its line in the list, and whether it needs the tables."""

    target: str
    help: str
    tables: bool = False

    def load(self) -> click.Command:
        """Import the command, with Django started first where it needs the tables.

        Raises ModuleNotFoundError when its module is not part of this installation.
        """
        if self.tables:
            _start_django()
        module, _, attribute = self.target.partition(":")
        command = getattr(import_module(module), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{self.target} is not a command")
        return command


COMMANDS: Mapping[str, Tool] = {
    "deadline": Tool(
        "guiju.worktime.cli:deadline_command", "推算期限，并说明每一天为何计入或不计入"
    ),
    "checkup": Tool(
        "guiju.checkup.cli:checkup_command", "对一个文件夹的台账作合规体检（不需要数据库）"
    ),
    "procedures": Tool(
        "guiju.procedures.cli:procedures_group", "校验程序文件，打印程序说明与流程图"
    ),
    "doc": Tool("guiju.documents.cli:doc_group", "检查公文格式（不需要数据库），列出格式规则"),
    "import": Tool("guiju.checkup.import_cli:import_command", "把台账导入为办结事项", tables=True),
    "law": Tool(
        "guiju.procedures.law_cli:law_group",
        "法规库：导入、查条文、比对版本、核对依据",
        tables=True,
    ),
    "search": Tool("guiju.procedures.search_cli:search_group", "检索：更新索引、查询", tables=True),
    "report": Tool("guiju.reports.cli:report_group", "生成年度报告（DOCX、PDF）", tables=True),
    "nightly": Tool(
        "guiju.procedures.nightly.cli:nightly_command",
        "每夜复算期限，发出临期和逾期提醒",
        tables=True,
    ),
    "api": Tool("guiju.api.cli:api_group", "接口：其他系统的令牌", tables=True),
    "audit": Tool("guiju.audit.cli:audit_group", "核验审计链", tables=True),
    "demo": Tool("guiju.demo.cli:demo_command", "建立云岭区演示数据并打开工作台", tables=True),
    "manage": Tool("guiju.config.manage:manage_command", "数据库迁移等维护命令", tables=True),
}


def _start_django() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guiju.config.settings")
    django.setup()


class LazyGroup(click.Group):
    """A group whose commands are imported only when one of them is called."""

    def __init__(self, tools: Mapping[str, Tool], help: str) -> None:
        super().__init__("guiju", help=help, add_help_option=False, no_args_is_help=True)
        self.tools = tools
        self.params += [
            click.Option(
                ["--help"], is_flag=True, is_eager=True, expose_value=False,
                callback=_show_help, help="显示本说明",
            ),
            click.Option(
                ["--version"], is_flag=True, is_eager=True, expose_value=False,
                callback=_show_version, help="显示版本",
            ),
        ]  # fmt: skip

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.tools)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        tool = self.tools.get(cmd_name)
        if tool is None:
            return None
        try:
            return tool.load()
        except ModuleNotFoundError as error:
            if not tool.target.startswith(error.name or "?"):
                raise
            raise Unusable(
                f"本次安装不含命令“{cmd_name}”（缺少 {error.name}）。请重新安装规矩。"
            ) from error

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in self.tools:
            raise Unusable(f"没有命令“{args[0]}”。可用的命令：{'、'.join(self.tools)}。")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; a database that is not ready is told with its remedy."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            says = _database_says(error)
            if says is None:
                raise
            raise Unusable(says) from error

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, "命令 [选项]…", prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("命令"):
            formatter.write_dl([(name, tool.help) for name, tool in self.tools.items()])
        records = [record for p in self.params if (record := p.get_help_record(ctx))]
        with formatter.section("选项"):
            formatter.write_dl(records)
        formatter.write_paragraph()
        formatter.write_text("每个命令的用法：guiju 命令 --help")


def _database_says(error: Exception) -> str | None:
    """What to do about a database error; None for any other. Django need not be imported."""
    if type(error).__module__ != "django.db.utils":
        return None
    words = str(error)
    if "no such table" in words or "no such column" in words or "does not exist" in words:
        return "数据库尚未准备好（缺少数据表）。请先运行 guiju manage migrate，再重试。"
    if type(error).__name__ == "OperationalError":
        return f"数据库连接不上：{words.strip()}。请检查 DATABASE_URL 和数据库服务，再重试。"
    return None


class Unusable(click.ClickException):
    """The command named cannot run; says why and what to do."""

    exit_code = UNUSABLE

    def show(self, file: IO[str] | None = None) -> None:
        click.echo(self.format_message(), file=file, err=file is None)


def _show_help(ctx: click.Context, option: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        click.echo(ctx.get_help())
        ctx.exit()


def _show_version(ctx: click.Context, option: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from guiju import __version__

        click.echo(f"规矩 {__version__}")
        ctx.exit()


main = LazyGroup(COMMANDS, help="规矩：法治政府建设办公室的程序、期限与台账体检。")
