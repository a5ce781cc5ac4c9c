"""`guiju import DIR`: a year of ledgers into the database as closed cases."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click
from django.utils import timezone
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from guiju.checkup.importing import Imported, Order, import_reading
from guiju.checkup.reading import read_folder
from guiju.org.models import Jurisdiction

DONE, UNREADABLE = 0, 2
SHOWN = 20


@click.command("import", help="把一个文件夹的年度台账导入数据库，作为已办结的事项（可重复导入）。")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--year", type=click.IntRange(1990, 2099), help="台账年度；不写则按多数行的日期判断")
@click.option("--jurisdiction", "code", default="", help="行政区代码；只有一个行政区时可不写")
@click.option("--by", default="命令行导入", help="导入人，记入审计")
def import_command(folder: Path, year: int | None, code: str, by: str) -> None:
    """Exit status: 0 done, 2 when nothing could be read."""
    console = Console(stderr=True)
    district = _district(code)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("读取台账", total=None)
        reading = read_folder(
            folder,
            year=year,
            progress=lambda name: bar.update(task, description=f"读取 {escape(name)}"),
        )
        bar.update(task, description="导入", total=len(reading.rows), completed=0)
        done = import_reading(
            reading,
            Order(district, by, timezone.now(), _as_of(reading.year)),
            progress=lambda rows: bar.advance(task, rows),
        )
    _print(done, console)
    raise SystemExit(DONE if done.files else UNREADABLE)


def _as_of(year: int) -> date | None:
    """The year's last day, or today while it still runs: what is not yet due is not overdue."""
    return min(timezone.localdate(), date(year, 12, 31)) if year else None


def _district(code: str) -> Jurisdiction:
    known = list(Jurisdiction.objects.order_by("code"))
    chosen = [d for d in known if d.code == code] if code else known
    if len(chosen) == 1:
        return chosen[0]
    names = "、".join(f"{d.code} {d.name}" for d in known)
    raise click.BadParameter(
        f"请写明行政区代码：{names}" if known else "还没有行政区，请先建立（如 guiju demo）",
        param_hint="--jurisdiction",
    )


def _print(done: Imported, console: Console) -> None:
    console.print(f"[bold]{done.year or '未知'}年台账导入[/]")
    for file in done.files:
        console.print(
            f"  {escape(file.file)}：新增{file.added}，更正{file.corrected}，"
            f"未变{file.unchanged}，检查发现{file.findings}"
        )
    for problem in done.problems[:SHOWN]:
        at = f"第{problem.row}行{problem.column}列 " if problem.row else ""
        told = escape(f"{problem.file} {problem.sheet} {at}{problem.says}")
        console.print(f"  [yellow]问题[/] {told}", highlight=False, emoji=False)
    if len(done.problems) > SHOWN:
        console.print(f"  ……另有{len(done.problems) - SHOWN}个问题")
