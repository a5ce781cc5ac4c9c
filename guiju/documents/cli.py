"""`guiju doc`: check the format of documents, put right what can be, list the rules."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from guiju.documents.looking_at import Looked, look_at, mended
from guiju.typeset.check.finding import Finding
from guiju.typeset.check.loader import Book, standard_rules
from guiju.typeset.check.mending import fixable
from guiju.typeset.check.rule import Level, Rule
from guiju.typeset.check.sheet import Zone
from guiju.typeset.check.unreadable import Unreadable

if TYPE_CHECKING:
    from guiju.documents.cited_law import Cited

SHOWN = 3
"""Places of one rule that are listed without --all."""
DONE, WRONG, UNREADABLE = 0, 1, 2
GRAVE = frozenset({Level.BLOCK, Level.ERROR})
_COLORS = {
    Level.BLOCK: "bold white on red",
    Level.ERROR: "bold red",
    Level.WARNING: "yellow",
    Level.HINT: "cyan",
}
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("doc", help="公文：检查格式，改正可以自动改正之处，列出规则。")
def doc_group() -> None:
    """The format checker."""


@doc_group.command("check", help="检查公文格式（docx、pdf、txt，可以一次检查多个）。")
@click.argument("files", nargs=-1, required=True, type=_FILE)
@click.option(
    "--fix", "out", type=click.Path(path_type=Path), help="改正后另存到此（只限一个文件）"
)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@click.option("--publish", is_flag=True, help="按公开发布的要求检查（身份证号、手机号等）")
@click.option("--law", is_flag=True, help="核对所引法条（需要数据库和法规库）")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="按哪一天核对法条")
@click.option("--all", "everything", is_flag=True, help="列出每一处")
def check_command(
    files: tuple[Path, ...], out: Path | None, day: datetime | None, **flags: bool
) -> None:
    """Exit status: 0 no errors, 1 errors were found, 2 a file could not be read or mended."""
    reports = [_report(path, day, flags) for path in files]
    if flags["as_json"]:
        click.echo(json.dumps([_as_json(report) for report in reports], ensure_ascii=False))
    else:
        console = Console(highlight=False)
        for report in reports:
            _print(console, report, everything=flags["everything"])
    failed = any(report.trouble for report in reports)
    if out is not None:
        failed = not _fix(files, out) or failed
    wrong = any(report.grave for report in reports)
    raise SystemExit(UNREADABLE if failed else WRONG if wrong else DONE)


class _Report:
    """What is told about one file."""

    def __init__(self, path: Path, looked: Looked | None, trouble: str = "") -> None:
        self.path, self.looked, self.trouble = path, looked, trouble
        self.cited: list[Cited] = []

    @property
    def findings(self) -> Sequence[Finding]:
        return self.looked.findings if self.looked else ()

    @property
    def grave(self) -> bool:
        cited = any(found.level in GRAVE for found in self.cited)
        return cited or any(finding.rule.level in GRAVE for finding in self.findings)


def _report(path: Path, day: datetime | None, flags: dict[str, bool]) -> _Report:
    try:
        looked = look_at(path, publish=flags["publish"])
    except Unreadable as problem:
        return _Report(path, None, str(problem))
    report = _Report(path, looked)
    if flags["law"]:
        report.cited = _law(looked, day)
    return report


def _law(looked: Looked, day: datetime | None) -> list[Cited]:
    """The tables are started only when asked for: everything else works without a database."""
    import django

    django.setup()
    from django.utils import timezone

    from guiju.documents.cited_law import cited_law

    on = day.date() if day else _dated(looked) or timezone.localdate()
    return cited_law(looked.sheet, on)


def _dated(looked: Looked) -> date | None:
    """The day of the document itself."""
    written = looked.sheet.text(Zone.DATE)
    try:
        return datetime.strptime(written, "%Y年%m月%d日").date()  # noqa: DTZ007 -- a day only
    except ValueError:
        return None


def _print(console: Console, report: _Report, *, everything: bool) -> None:
    console.print(f"[bold]{escape(report.path.name)}[/bold]")
    if report.looked is None:
        console.print(f"  [bold red]无法检查[/bold red] {escape(report.trouble)}")
        return
    by_rule: dict[str, list[Finding]] = {}
    for finding in report.findings:
        by_rule.setdefault(finding.rule.id, []).append(finding)
    order = list(Level)
    for found in sorted(by_rule.values(), key=lambda found: order.index(found[0].rule.level)):
        _print_rule(console, report.looked, found, everything)
    for cited in report.cited:
        if cited.level is not None or everything:
            _print_cited(console, cited)
    counts = Counter(finding.rule.level for finding in report.findings)
    counts.update(cited.level for cited in report.cited if cited.level)
    told = "，".join(f"{level}{counts[level]}处" for level in Level if counts[level])
    console.print(f"  {told or '没有发现格式问题'}")


def _print_rule(console: Console, looked: Looked, found: list[Finding], everything: bool) -> None:
    rule = found[0].rule
    many = f"，共{len(found)}处" if len(found) > 1 else ""
    color = _COLORS[rule.level]
    console.print(
        f"  [{color}]{rule.level}[/{color}] {rule.id} {escape(rule.says)}"
        f" [dim]（{escape(rule.basis)}{many}）[/dim]"
    )
    for finding in found if everything else found[:SHOWN]:
        put = f" → “{finding.put}”" if fixable(looked.sheet, finding) else ""
        quote = f"“{finding.quote}”" if finding.quote else ""
        page = f"第{finding.page}页 " if finding.page else ""
        says = "" if finding.says == rule.says else f" {finding.says}"
        console.print(f"      {escape(f'{page}{finding.where}：{quote}{put}{says}')}")
    console.print(f"      [dim]应为：{escape(rule.right)}[/dim]")


def _print_cited(console: Console, cited: Cited) -> None:
    from guiju.documents.cited_law import LABEL, LABELS

    label = LABELS[cited.verdict]
    console.print(
        f"  {LABEL} [bold]{label}[/bold] {escape(cited.where)}：“{escape(cited.quote)}”"
        f" {escape(cited.says)}"
    )


def _as_json(report: _Report) -> dict[str, Any]:
    if report.looked is None:
        return {"file": report.path.name, "refused": report.trouble, "findings": []}
    sheet = report.looked.sheet
    found = [
        {
            "rule": finding.rule.id,
            "level": finding.rule.level.value,
            "says": finding.says,
            "basis": finding.rule.basis,
            "where": finding.where,
            "page": finding.page,
            "paragraph": finding.passage,
            "start": finding.start,
            "end": finding.end,
            "quote": finding.quote,
            "right": finding.rule.right,
            "fix": finding.put if fixable(sheet, finding) else None,
        }
        for finding in report.findings
    ]
    cited = [
        {
            "citation": row.quote,
            "verdict": row.verdict.value,
            "says": row.says,
            "where": row.where,
            "start": row.start,
            "end": row.end,
        }
        for row in report.cited
    ]
    return {"file": report.path.name, "genre": sheet.genre, "findings": found, "cited": cited}


def _fix(files: tuple[Path, ...], out: Path) -> bool:
    """Whether the mended file was written; the original is never written over."""
    trouble = ""
    if len(files) != 1:
        trouble = "一次只能改正一个文件"
    elif out.exists() and out.samefile(files[0]):
        trouble = "不能覆盖原文件，请另起文件名"
    else:
        try:
            content, made = mended(files[0])
            out.write_bytes(content)
        except (Unreadable, OSError) as problem:
            trouble = str(problem)
    click.echo(f"未能改正：{trouble}" if trouble else f"改正{made}处，另存为{out.name}", err=True)
    return not trouble


@doc_group.command("rules", help="列出格式规则，以及机器不能判断的规则和原因。")
@click.option("--all", "everything", is_flag=True, help="每条规则连同依据和正误示例")
def rules_command(everything: bool) -> None:
    """What is judged, what is not, and why not."""
    book, console = standard_rules(), Console(highlight=False)
    table = Table("类别", "规则", "机器判断", *(str(level) for level in Level), title="格式规则")
    for family, ids in book.families:
        rules = [rule for rule in book.rules if rule.id in ids]
        table.add_row(family, str(len(ids)), str(len(rules)), *_levels(rules))
    told = len(book.rules) + len(book.unjudged)
    table.add_section()
    table.add_row("合计", str(told), str(len(book.rules)), *_levels(book.rules))
    console.print(table)
    if everything:
        _print_rules(console, book)
    console.print(f"机器不能判断的{len(book.unjudged)}条：")
    for left in book.unjudged:
        console.print(f"  {left.id} {left.says}——{left.why}")


def _levels(rules: Iterable[Rule]) -> list[str]:
    counts = Counter(rule.level for rule in rules)
    return [str(counts[level] or "") for level in Level]


def _print_rules(console: Console, book: Book) -> None:
    for rule in book.rules:
        verified = "" if rule.verified else "，依据未逐字核对"
        console.print(
            f"{rule.id} [{_COLORS[rule.level]}]{rule.level}[/] {escape(rule.says)}"
            f" [dim]（{escape(rule.basis)}；{rule.strength}{verified}）[/dim]"
        )
        console.print(f"      误：{escape(rule.wrong)}　正：{escape(rule.right)}")
