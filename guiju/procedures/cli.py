"""`guiju procedures`: check that the rules load, hold and agree with their cases; print sheets."""

from __future__ import annotations

from pathlib import Path

import click

from guiju.procedures import library
from guiju.procedures.loader import load
from guiju.procedures.prover import prove
from guiju.procedures.run_check import check_file
from guiju.procedures.sheet import write_sheets
from guiju.procedures.yaml_source import Refused
from guiju.worktime.calendar import standard


@click.group("procedures", help="程序文件：校验、证明、公布、打印。")
def procedures_group() -> None:
    """Load, prove, publish and print procedure files."""


@procedures_group.command("check", help="逐个载入、证明并演算案例；问题列出编号、位置、改法。")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check_command(paths: tuple[Path, ...]) -> None:
    """Exit status 1 when anything is wrong. Without paths: every procedure of the package."""
    wrong = invariants = limits = 0
    for path in paths or library.files():
        troubles = list(check_file(path, standard()))
        wrong += len(troubles)
        for trouble in troubles:
            click.echo(str(trouble))
        if troubles:
            continue
        p = load(path)
        proven = sum(proof.how == "chart" for proof in prove(p))
        invariants += len(p.invariants)
        limits += len(p.time_limits)
        click.echo(
            f"{p.id}：{len(p.invariants)}条规则（{proven}条由流程图证明，"
            f"{len(p.invariants) - proven}条在办理时核对），{len(p.time_limits)}个期限"
        )
    if not paths:
        for trouble in library.changed_files():
            wrong += 1
            click.echo(str(trouble))
    found = f"{wrong}个" if wrong else "没有"
    click.echo(f"合计{invariants}条规则、{limits}个期限，{found}问题")
    raise SystemExit(1 if wrong else 0)


@procedures_group.command("publish", help="为尚未公布的程序文件加锁；已公布的永不改动。")
def publish_command() -> None:
    """Lock the hash of every new procedure file."""
    try:
        added = library.publish()
    except Refused as refused:
        raise click.ClickException(str(refused)) from refused
    click.echo("\n".join(f"已公布 {name}" for name in added) or "没有新的程序文件")


@procedures_group.command("sheet", help="为每个程序生成一页中文说明和一张流程图（SVG）。")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), default=Path("out/procedures")
)
def sheet_command(out: Path) -> None:
    """Write `<procedure>.html` and `<procedure>.svg` for every procedure."""
    for path in write_sheets(out):
        click.echo(f"已写入 {path}")
