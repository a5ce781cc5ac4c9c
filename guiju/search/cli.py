"""`guiju search`: bring the index up to date, ask it a question."""

from __future__ import annotations

import click
from django.db.models import Q
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from guiju.search import acts
from guiju.search.laws import index_laws, named
from guiju.search.models import LAW
from guiju.search.selectors import Asked, Hit, Value, search

NOTHING = 1
SEEN = Q(kind__in=LAW, jurisdiction=None)
"""The command shows the law of the land; whoever signs in at the desk sees their own as well."""


@click.group("search", help="检索：更新索引、查询。")
def search_group() -> None:
    """The index."""


@search_group.command("index", help="把法规库编入索引；未变的不重编。导入法规后、每日凌晨运行。")
@click.option("--anew", is_flag=True, help="清空后重编（更换检索方式后用；其他内容须另行编入）")
def index_command(anew: bool) -> None:
    """Bring the law in the index up to the library, as of today."""
    if anew:
        acts.clear()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("编入索引", total=None)
        kept = index_laws(
            timezone.localdate(),
            progress=lambda done, total: bar.update(task, total=total, advance=done),
        )
    acts.settle()
    click.echo(f"编入{kept.written}条，未变{kept.unchanged}条，移出{kept.dropped}条")


@search_group.command("query", help="查询国家法律法规，如 guiju search query 信息公开 答复期限")
@click.argument("words", nargs=-1, required=True)
@click.option("--count", default=10, show_default=True, help="列出几条")
def query_command(words: tuple[str, ...], count: int) -> None:
    """Exit status 1 when nothing is found."""
    text = " ".join(words)
    first = named(text, timezone.localdate(), Q(jurisdiction=None))
    answer = search(Asked(text, SEEN, first=first, count=count))
    for n, hit in enumerate(answer.hits, 1):
        _print(n, hit)
    many = "超过" if answer.more else "共"
    click.echo(f"{many}{answer.total}条{_facets(answer.facets['status'])}")
    if answer.further:
        click.echo("相近的：")
    for n, hit in enumerate(answer.further[: max(count - len(answer.hits), 0)], 1):
        _print(n, hit)
    if answer.suggestions:
        click.echo(f"您是不是要找：{'、'.join(answer.suggestions)}")
    raise SystemExit(0 if answer.hits else NOTHING)


def _print(n: int, hit: Hit) -> None:
    click.echo(f"{n}. [{hit.entry.status}] {hit.entry.title}")
    click.echo("   " + "".join(f"【{p.text}】" if p.hit else p.text for p in hit.snippet))


def _facets(values: tuple[Value, ...]) -> str:
    told = "，".join(f"{value.label}{value.n}" for value in values)
    return f"（{told}）" if told else ""
