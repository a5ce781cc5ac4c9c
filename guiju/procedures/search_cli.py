"""`guiju search`, with the command of the index that knows cases as well as the law."""

from __future__ import annotations

import click
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from guiju.procedures.models import Case
from guiju.procedures.searching import index_all_cases
from guiju.search import acts
from guiju.search.cli import search_group
from guiju.search.laws import index_laws

__all__ = ["search_group"]


@search_group.command(
    "index", help="把法规、事项和附件编入索引；未变的不重编。导入法规后、每日凌晨运行。"
)
@click.option("--anew", is_flag=True, help="清空后重编（更换检索方式后用）")
def index_command(anew: bool) -> None:
    """Bring the index up to the library and the cases, as of today."""
    if anew:
        acts.clear()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("编入法规", total=None)
        law = index_laws(
            timezone.localdate(),
            progress=lambda done, total: bar.update(task, total=total, advance=done),
        )
        task = bar.add_task("编入事项", total=Case.objects.count())
        cases = index_all_cases(progress=lambda done: bar.advance(task, done))
    acts.settle()
    for name, kept in (("法规", law), ("事项和附件", cases)):
        click.echo(f"{name}：编入{kept.written}条，未变{kept.unchanged}条，移出{kept.dropped}条")
