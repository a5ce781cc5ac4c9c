"""`guiju law bases`: the one command of the law library that knows the procedures."""

from __future__ import annotations

from collections import Counter

import click

from guiju.law.cli import law_group
from guiju.procedures import library
from guiju.procedures.bases import WRONG, Verdict, check_bases

__all__ = ["law_group"]

_LABELS = {
    Verdict.FOUND: "相符",
    Verdict.LOCAL: "本地来源",
    Verdict.CANNOT_VERIFY: "无法核对",
    Verdict.NO_ARTICLE: "条款不存在",
    Verdict.NOT_IN_FORCE: "当日无效",
    Verdict.NO_NUMBER: "条文中没有该数字",
}


@law_group.command("bases", help="逐条核对程序文件所列依据：条款是否存在、有效、写有所用数字。")
@click.option("--all", "everything", is_flag=True, help="也列出无法核对的依据")
def bases_command(everything: bool) -> None:
    """Exit status 1 when a basis is wrong; what cannot be verified does not count as wrong."""
    procedures = [p for versions in library.versions().values() for p in versions]
    checked = check_bases(procedures)
    listed = WRONG | ({Verdict.CANNOT_VERIFY} if everything else set())
    for one in checked:
        if one.verdict in listed:
            click.echo(f"[{_LABELS[one.verdict]}] {one}")
    counts = Counter(one.verdict for one in checked)
    told = "，".join(f"{_LABELS[verdict]}{counts[verdict]}处" for verdict in Verdict)
    click.echo(f"{len(procedures)}个程序，依据{len(checked)}处：{told}")
    raise SystemExit(int(any(one.verdict in WRONG for one in checked)))
