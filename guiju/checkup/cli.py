"""`guiju checkup DIR`: ledgers in, findings out. No database, no server."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from guiju.checkup.export import FORMATS, as_json, write
from guiju.checkup.reading import read_folder
from guiju.checkup.run import Result, check

CLEAN, FINDINGS, UNREADABLE = 0, 1, 2


@click.command("checkup", help="合规体检：读入一个文件夹的年度台账，列出指标与违反规定的行。")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--year", type=click.IntRange(1990, 2099), help="台账年度；不写则按多数行的日期判断")
@click.option(
    "--as-of", "as_of", type=click.DateTime(["%Y-%m-%d"]), help="截至日；默认当年12月31日"
)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="结果写入的文件夹")
@click.option("--format", "formats", default="", help=f"结果格式，逗号分隔：{','.join(FORMATS)}")
def checkup_command(
    folder: Path, year: int | None, as_of: datetime | None, out: Path | None, formats: str
) -> None:
    """Exit status: 0 clean, 1 findings, 2 unreadable input or nothing to read."""
    console = Console(stderr=True)
    wanted = _formats(formats, out)
    if not folder.is_dir():
        console.print(f"[red]没有这个文件夹：{folder}[/]")
        raise SystemExit(UNREADABLE)
    result = _check(folder, year, as_of, console)
    if wanted == ["json"] and out is None:
        click.echo(as_json(result))
    else:
        for path in write(result, out or Path("out"), wanted) if wanted else ():
            console.print(f"已写入 {path}")
    _print(result, console)
    raise SystemExit(_status(result))


def _formats(text: str, out: Path | None) -> list[str]:
    wanted = [name.strip() for name in text.split(",") if name.strip()]
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown:
        raise click.BadParameter(
            f"没有“{unknown[0]}”格式，可用：{'、'.join(FORMATS)}", param_hint="--format"
        )
    return wanted or (list(FORMATS) if out else [])


def _check(folder: Path, year: int | None, as_of: datetime | None, console: Console) -> Result:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        reading_task = bar.add_task("读取台账", total=None)
        reading = read_folder(
            folder,
            year=year,
            progress=lambda name: bar.update(reading_task, description=f"读取 {name}"),
        )
        bar.update(reading_task, total=len(reading.files), completed=len(reading.files))
        checking = bar.add_task("核对规则", total=len(reading.rows))
        return check(
            reading,
            as_of=as_of.date() if as_of else None,
            progress=lambda _row: bar.advance(checking),
        )


def _print(result: Result, console: Console) -> None:
    console.print(f"\n[bold]{result.year or '未知'}年台账体检[/]（截至{result.as_of}）")
    for file in result.files:
        name = file.ledger or "[red]未识别[/]"
        console.print(f"  {file.file}：{name}，{file.rows}行")
    for problem in result.problems[:20]:
        at = f"第{problem.row}行{problem.column}列 " if problem.row else ""
        console.print(f"  [yellow]问题[/] {problem.file} {problem.sheet} {at}{problem.says}")
    if len(result.problems) > 20:
        console.print(f"  ……另有{len(result.problems) - 20}个问题，见结果文件")
    if not result.findings:
        console.print("[green]没有发现违反规定的行。[/]")
        return
    rules = Table("规则", "依据", "条数", title="按规则")
    for rule, basis, n in result.by_rule():
        rules.add_row(rule, basis, str(n))
    units = Table("单位", "条数", title="按单位")
    for unit, n in result.by_unit():
        units.add_row(unit, str(n))
    console.print(rules)
    console.print(units)
    console.print(
        f"共{len(result.findings)}条，涉及{len({(f.ledger, f.key) for f in result.findings})}行"
    )


def _status(result: Result) -> int:
    """A file that could not be opened, or no ledger at all, outweighs what was found."""
    unopened = any(not file.sheet and not file.ledger for file in result.files)
    if unopened or not any(file.ledger for file in result.files):
        return UNREADABLE
    return FINDINGS if result.findings else CLEAN
