"""`guiju nightly`: limits whose day has come are read anew, and people told of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from importlib import import_module

import click
from django.apps import apps
from django.utils import timezone
from django.utils.module_loading import module_has_submodule
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn

from guiju.procedures.desk.recounting import recount_due
from guiju.procedures.desk.reminding import remind


@click.command("nightly", help="每夜运行：复算到日子的期限，发出临期、逾期提醒。可随时重复运行。")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="按哪一天复算，默认今天")
def nightly_command(day: datetime | None) -> None:
    """Exit status 0; 1 when a case could not be read."""
    on = day.date() if day else timezone.localdate()
    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description} {task.completed}"))
    with Progress(*columns, console=console, transient=True) as bar:
        reading = bar.add_task("复算期限", total=None)
        done = recount_due(on, progress=lambda n: bar.advance(reading, n))
        telling = bar.add_task("发出提醒", total=None)
        told = remind(on, at=timezone.now(), progress=lambda n: bar.advance(telling, n))
    click.echo(
        f"{on}：复算{done.cases}件，新逾期{done.overdue}项；"
        f"提醒临期{told.nearing}项、逾期{told.overdue}项"
    )
    for said in _matters(on, timezone.now()):
        click.echo(f"{on}：{said}")
    if done.left:
        shown = "、".join(map(str, done.left[:20]))
        click.echo(f"{len(done.left)}件无法复算（程序文件缺失或没有办理记录），事项：{shown}")
    raise SystemExit(1 if done.left else 0)


def _matters(on: date, at: datetime) -> Iterator[str]:
    """What the matters do of a night: their modules `every_night`, found by name."""
    for config in apps.get_app_configs():
        ours = config.name.startswith("guiju.") and config.module is not None
        if ours and module_has_submodule(config.module, "every_night"):
            yield import_module(f"{config.name}.every_night").every_night(on, at=at)
