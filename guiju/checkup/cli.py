"""`guiju checkup DIR`: ledgers in, findings out. No database, no server."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import IO

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from guiju.checkup.export import FORMATS, as_json, write
from guiju.checkup.intake import Problem, Unreadable
from guiju.checkup.reading import read_folder
from guiju.checkup.run import Result, check

CLEAN, FINDINGS, UNREADABLE = 0, 1, 2
SHOWN = 20
RULE = "规则"
EXAMPLE = "guiju checkup 台账文件夹 --year 2025 --out out --format json,xlsx"
_EXPECTED = {
    "folder": "请写明台账所在的文件夹",
    "year": "--year：请写四位的年份，如 2025",
    "as_of": "--as-of：请写日期，如 2025-12-31",
}


class BadInput(click.UsageError):
    """Input refused, told in Chinese with an example; exit status 2."""

    def show(self, file: IO[str] | None = None) -> None:
        click.echo(f"输入有误　{self.message}\n用法举例　{EXAMPLE}", file=file, err=file is None)


class CheckupCommand(click.Command):
    """Tells in Chinese what click would tell in English."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except BadInput:
            raise
        except click.NoSuchOption as error:
            raise BadInput(f"没有选项 {error.option_name}") from error
        except click.BadParameter as error:
            name = error.param.name if error.param else ""
            raise BadInput(_EXPECTED.get(name or "", "参数不对")) from error
        except click.UsageError as error:
            raise BadInput("参数多了或者缺了值") from error


def _formats(ctx: click.Context, option: click.Parameter, text: str) -> list[str]:
    wanted = list(dict.fromkeys(name for part in text.split(",") if (name := part.strip())))
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown:
        raise BadInput(f"--format：没有“{unknown[0]}”格式，可用：{'、'.join(FORMATS)}")
    return wanted


@click.command(
    "checkup",
    cls=CheckupCommand,
    help="合规体检：读入一个文件夹的年度台账，列出指标与违反规定的行。",
)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--year", type=click.IntRange(1990, 2099), help="台账年度；不写则按多数行的日期判断")
@click.option(
    "--as-of", "as_of", type=click.DateTime(["%Y-%m-%d"]), help="截至日；默认当年12月31日"
)
@click.option("--out", type=click.Path(path_type=Path), help="结果写入的文件夹")
@click.option(
    "--format",
    "formats",
    default="",
    callback=_formats,
    help=f"结果格式，逗号分隔：{','.join(FORMATS)}",
)
def checkup_command(
    folder: Path, year: int | None, as_of: datetime | None, out: Path | None, formats: list[str]
) -> None:
    """Exit status: 0 clean, 1 findings, 2 unreadable input or nothing to read."""
    console = Console(stderr=True, emoji=False, highlight=False)
    if not folder.is_dir():
        raise BadInput(f"没有这个文件夹：{folder}")
    try:
        result = _check(folder, year, as_of, console)
    except Unreadable as error:
        raise BadInput(str(error)) from error
    _print(result, console)
    if formats == ["json"] and out is None:
        click.echo(as_json(result), nl=False)
    elif formats or out:
        _write(result, out or Path("out"), formats or FORMATS, console)
    raise SystemExit(_status(result))


def _write(result: Result, folder: Path, formats: Sequence[str], console: Console) -> None:
    try:
        for path in write(result, folder, formats):
            _say(console, f"已写入 {escape(str(path))}")
    except OSError as error:
        raise BadInput(
            f"--out：无法写入“{folder}”，请检查路径和权限（{error.strerror}）"
        ) from error


def _check(folder: Path, year: int | None, as_of: datetime | None, console: Console) -> Result:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        reading_task = bar.add_task("读取台账", total=None)
        reading = read_folder(
            folder,
            year=year,
            progress=lambda name: bar.update(reading_task, description=f"读取 {escape(name)}"),
        )
        bar.update(reading_task, total=len(reading.files), completed=len(reading.files))
        checking = bar.add_task("核对规则", total=len(reading.rows))
        return check(
            reading,
            as_of=as_of.date() if as_of else None,
            progress=lambda _row: bar.advance(checking),
        )


def _say(console: Console, text: str) -> None:
    console.print(text, soft_wrap=True)


def _print(result: Result, console: Console) -> None:
    year = f"{result.year}年台账体检[/]（截至{result.as_of}）" if result.year else "台账体检[/]"
    _say(console, f"\n[bold]{year}")
    for file in result.files:
        name = escape(file.ledger) or "[red]未识别[/]"
        _say(console, f"  {escape(file.file)}：{name}，{file.rows}行")
    for problem in result.problems[:SHOWN]:
        _say(console, f"  [yellow]问题[/] {escape(_told(problem))}")
    if len(result.problems) > SHOWN:
        _say(console, f"  ……另有{len(result.problems) - SHOWN}个问题，见结果文件")
    if _status(result) == UNREADABLE:
        read = any(file.ledger for file in result.files)
        says = "有文件无法读取，结果不完整" if read else "没有读到任何台账（.xlsx 或 .csv）"
        _say(console, f"[red]{says}：请按上面的说明处理后再做一次。[/]")
    elif not result.findings:
        _say(console, "[green]没有发现违反规定的行。[/]")
    if result.findings:
        _print_findings(result, console)


def _print_findings(result: Result, console: Console) -> None:
    console.print(
        _table(
            "按规则", ("规则", "依据"), [(rule, basis, n) for rule, basis, n in result.by_rule()]
        )
    )
    console.print(_table("按单位", ("单位",), result.by_unit()))
    rows = {(f.ledger, f.key) for f in result.findings}
    console.print(f"共{len(result.findings)}条，涉及{len(rows)}行")


def _told(problem: Problem) -> str:
    """A problem on one line: file, sheet, row, column, what is wrong."""
    places = [problem.file, problem.sheet]
    if problem.row:
        places.append(f"第{problem.row}行" + (f"{problem.column}列" if problem.column else ""))
    return f"{' '.join(place for place in places if place)} {problem.says}"


def _table(title: str, heads: Sequence[str], rows: Sequence[tuple[str | int, ...]]) -> Table:
    table = Table(title=title)
    for head in heads:
        # An id is searched for in other places, hence never broken over two lines.
        table.add_column(head, overflow="fold", no_wrap=head == RULE)
    table.add_column("条数", justify="right")
    for row in rows:
        table.add_row(*(escape(str(cell)) for cell in row))
    return table


def _status(result: Result) -> int:
    """A file that could not be opened, or no ledger at all, outweighs what was found."""
    unopened = any(not file.sheet and not file.ledger for file in result.files)
    if unopened or not any(file.ledger for file in result.files):
        return UNREADABLE
    return FINDINGS if result.findings else CLEAN
