"""`guiju law`: import law texts, show an article on a day, compare wordings, check citations."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import click
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from guiju.law.acts import Stored, store_texts
from guiju.law.citation_check import Finding, Verdict
from guiju.law.citing import check_text
from guiju.law.folding import fold
from guiju.law.lines import Line, Unreadable, read_lines
from guiju.law.models import Article, Instrument, Version
from guiju.law.numerals import NUMBER, to_int
from guiju.law.reading import Reading, law_files, read_folder
from guiju.law.selectors import (
    Difference,
    Found,
    Standing,
    article_on,
    compare,
    instrument_named,
    version_on,
)
from guiju.org.models import Jurisdiction

SHOWN = 20
DONE, NOT_FOUND, UNREADABLE = 0, 1, 2
_ARTICLE = re.compile(rf"第?({NUMBER})条?(?:之({NUMBER}))?$")
_DAY = click.DateTime(["%Y-%m-%d"])
_SIGNS = {Difference.CHANGED: "改", Difference.ADDED: "增", Difference.REMOVED: "删"}


_LABELS = {
    Verdict.FOUND: "相符",
    Verdict.NO_ARTICLE: "条款不存在",
    Verdict.NOT_IN_FORCE: "当日无效",
    Verdict.UNKNOWN: "无法核实",
}
_OWN_HELP = "也查本地区自己的制度：写行政区代码"
_WRONG = frozenset({Verdict.NO_ARTICLE, Verdict.NOT_IN_FORCE})


@click.group("law", help="法规库：导入、查条文、比对版本、核对依据。")
def law_group() -> None:
    """The law library."""


@law_group.command(
    "import", help="导入一个文件夹的法规文本（Markdown、DOCX、纯文本；可重复导入）。"
)
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--own", default="", help="这些是本地区自己的制度：写行政区代码")
@click.option("--all", "everything", is_flag=True, help="列出全部没有读懂之处")
def import_command(folder: Path, own: str, everything: bool) -> None:
    """Exit status: 0 done, 1 some files failed, 2 when nothing could be read."""
    console = Console(stderr=True)
    district = _district(own)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("读取", total=len(law_files(folder)))
        reading = read_folder(folder, progress=lambda name: bar.advance(task))
        bar.update(task, description="入库", total=len(reading.texts), completed=0)
        stored = store_texts(
            reading.texts, district=district, progress=lambda done: bar.advance(task, done)
        )
    _print_import(reading, stored, everything)
    raise SystemExit(UNREADABLE if not reading.texts else int(bool(reading.failures)))


def _district(code: str) -> Jurisdiction | None:
    if not code:
        return None
    district = Jurisdiction.objects.filter(code=code).first()
    if district is None:
        raise click.BadParameter(f"没有代码为{code}的行政区", param_hint="--own")
    return district


def _print_import(reading: Reading, stored: Stored, everything: bool) -> None:
    instruments = {text.title for text in reading.texts}
    articles = sum(len(text.articles) for text in reading.texts)
    click.echo(
        f"读取{reading.files}个文件：法规{len(instruments)}部，版本{len(reading.texts)}个，"
        f"条文{articles}条；重复文件{reading.doubles}个，未能读取{len(reading.failures)}个"
    )
    click.echo(
        f"入库：新增{stored.added}个版本，更正{stored.corrected}个，未变{stored.unchanged}个；"
        f"库中现有法规{Instrument.objects.count()}部、版本{Version.objects.count()}个、"
        f"条文{Article.objects.count()}条"
    )
    for failure in reading.failures:
        click.echo(f"未能读取 {failure}")
    click.echo(f"没有读懂之处{len(reading.troubles)}处")
    shown = reading.troubles if everything else reading.troubles[:SHOWN]
    for trouble in shown:
        click.echo(f"  {trouble}")
    if len(shown) < len(reading.troubles):
        click.echo(f"  ……另有{len(reading.troubles) - len(shown)}处（加 --all 全部列出）")


@law_group.command("show", help="显示某日有效的条文，如 guiju law show 行政许可法 第三十条。")
@click.argument("title")
@click.argument("article")
@click.option("--on", "day", type=_DAY, help="哪一天，如 2020-01-01；不写为今天")
@click.option("--own", default="", help=_OWN_HELP)
def show_command(title: str, article: str, day: datetime | None, own: str) -> None:
    """Exit status 1 when the article is not found or was not in force that day."""
    number, suffix = _article_number(article)
    found = article_on(title, number, _day(day), suffix=suffix, district=_district(own))
    _print_found(found)
    raise SystemExit(DONE if found.standing is Standing.FOUND else NOT_FOUND)


def _article_number(text: str) -> tuple[int, int]:
    found = _ARTICLE.match(fold(text))
    try:
        return (to_int(found[1]), to_int(found[2] or "0")) if found else (to_int(text), 0)
    except ValueError as error:
        raise click.BadParameter("请写作“第三十条”“第三十条之一”或者“30”") from error


def _day(day: datetime | None) -> date:
    return day.date() if day else timezone.localdate()


def _print_found(found: Found) -> None:
    if found.says:
        click.echo(found.says)
    if found.article is None or found.version is None:
        return
    version = found.version
    until = f"至{version.valid_until}前" if version.valid_until else "现行有效"
    click.echo(f"《{version.instrument.title}》{version.on}文本，自{version.valid_from}起，{until}")
    chapter = found.article.chapter
    if chapter is not None:
        click.echo(str(chapter))
    click.echo(f"{found.article.label} {found.article.text}")


@law_group.command("compare", help="并列比对两日有效的文本，列出改动、新增、删去的条文。")
@click.argument("title")
@click.option("--from", "first", type=_DAY, required=True, help="前一日期")
@click.option("--to", "second", type=_DAY, help="后一日期；不写为今天")
@click.option("--own", default="", help=_OWN_HELP)
def compare_command(title: str, first: datetime, second: datetime | None, own: str) -> None:
    """Exit status 1 when one of the wordings is not at hand."""
    instrument = instrument_named(title, _district(own))
    if instrument is None:
        raise click.ClickException(f"库中没有《{title}》")
    sides = [version_on(instrument, on) for on in (_day(first), _day(second))]
    versions = [side.version for side in sides if side.standing is Standing.FOUND and side.version]
    if len(versions) < len(sides):
        raise click.ClickException("；".join(side.says for side in sides if side.says))
    rows = compare(*versions)
    for row in rows:
        if row.difference is not Difference.SAME:
            click.echo(f"[{_SIGNS[row.difference]}]")
            for sign, article in (("-", row.before), ("+", row.after)):
                if article is not None:
                    click.echo(f"{sign} {article.label} {article.text}")
    same = sum(row.difference is Difference.SAME for row in rows)
    click.echo(f"{versions[0].on}与{versions[1].on}：{same}条相同，{len(rows) - same}条不同")


@law_group.command("cite", help="核对文件（Markdown、DOCX、纯文本）引用的法规条文，逐处列出。")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="按哪一天核对；不写为今天")
@click.option("--title", "own", default="", help="文件自己的名称（“本办法”指的是它）；不写取第一行")
@click.option("--own-rules", "district", default="", help=_OWN_HELP)
@click.option("--all", "everything", is_flag=True, help="相符的也列出")
def cite_command(
    file: Path, day: datetime | None, own: str, district: str, everything: bool
) -> None:
    """Exit status: 0 nothing wrong, 1 a citation is wrong, 2 the file cannot be read."""
    try:
        lines = [line for line in read_lines(file) if line.text]
    except Unreadable as error:
        click.echo(f"{file.name}：{error}")
        raise SystemExit(UNREADABLE) from error
    on = _day(day)
    findings = _check(lines, on, own or (lines[0].text if lines else ""), _district(district))
    for line, finding in findings:
        if everything or finding.verdict is not Verdict.FOUND:
            click.echo(f"第{line}行 [{_LABELS[finding.verdict]}] {finding.citation}")
            click.echo(f"    {finding.sentence}")
    counts = Counter(finding.verdict for _, finding in findings)
    told = "，".join(f"{_LABELS[verdict]}{counts[verdict]}处" for verdict in Verdict)
    click.echo(f"{file.name} 引用{len(findings)}处（按{on}核对）：{told}")
    raise SystemExit(int(any(finding.verdict in _WRONG for _, finding in findings)))


def _check(
    lines: Sequence[Line], on: date, own: str, district: Jurisdiction | None
) -> list[tuple[int, Finding]]:
    """Each finding with the number of its line in the file."""
    starts, length = [], 0
    for line in lines:
        starts.append(length)
        length += len(line.text) + 1
    text = "\n".join(line.text for line in lines)
    return [
        (lines[bisect_right(starts, finding.citation.start) - 1].number, finding)
        for finding in check_text(text, on, own=own, district=district)
    ]
