"""`guiju search`: ask the index a question."""

from __future__ import annotations

import click
from django.db.models import Q
from django.utils import timezone

from guiju.search.laws import named
from guiju.search.models import LAW
from guiju.search.selectors import Asked, Hit, Value, search

NOTHING = 1
SEEN = Q(kind__in=LAW, jurisdiction=None)
"""The command shows the law of the land; whoever signs in at the desk sees their own as well."""


@click.group("search", help="检索：更新索引、查询。")
def search_group() -> None:
    """The index."""


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
