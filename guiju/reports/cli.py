"""`guiju report`: the yearly reports in Word and PDF, figures frozen with their records."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import click
from django.utils import timezone
from rich.console import Console
from rich.markup import escape

from guiju.core.errors import Refusal
from guiju.core.office import office_folder
from guiju.org.models import Jurisdiction
from guiju.reports.acts import freeze, recompute, thawed
from guiju.reports.building import Order, build_paper
from guiju.reports.docx import render_docx
from guiju.reports.manual import ByHand, read_manual
from guiju.reports.models import Snapshot
from guiju.reports.paper import DISCLOSURE, LAW_BASED_GOVERNMENT, Name, Paper
from guiju.reports.pdf import render_pdf
from guiju.reports.refusals import ReportRefused
from guiju.reports.selectors import frozen
from guiju.typeset.fonts import FontMissing
from guiju.typeset.saving import save

REFUSED = 1
console = Console(stderr=True, highlight=False, soft_wrap=True)

YEAR = click.option("--year", required=True, type=click.IntRange(1990, 2099), help="报告年度")
OUT = click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("out"),
    show_default=True,
    help="写入的文件夹",
)
DISTRICT = click.option("--jurisdiction", "code", default="", help="行政区代码；只有一个时不必写")
ORGAN = click.option("--organ", default="", help="报告机关全称；不写则用行政区名称推得")
FREEZE = click.option("--freeze", "freezing", is_flag=True, help="封存：连同所计的记录保存下来")
BY = click.option("--by", default="", help="封存人；不写则用系统登录名")


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for on the command line."""

    name: Name
    order: Order
    out: Path
    freeze_by: str


@click.group("report", help="生成年度报告（Word 与 PDF）。数字都由记录算出，可以封存。")
def report_group() -> None:
    pass


@report_group.command(LAW_BASED_GOVERNMENT, help="法治政府建设年度报告。")
@YEAR
@OUT
@DISTRICT
@ORGAN
@FREEZE
@BY
def law_based_government_command(
    year: int, out: Path, code: str, organ: str, freezing: bool, by: str
) -> None:
    """Exit status: 0 written, 1 refused."""
    order = Order(_jurisdiction(code), year, organ)
    _report(Wish(LAW_BASED_GOVERNMENT, order, out, _freezer(freezing, by)))


@report_group.command(DISCLOSURE, help="政府信息公开工作年度报告；表格不平不予生成。")
@YEAR
@OUT
@DISTRICT
@ORGAN
@FREEZE
@BY
@click.option(
    "--manual",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="手工填报的单元格与文字（JSON，须写明填报人）",
)
def disclosure_command(  # noqa: PLR0913 - one parameter for each option
    year: int, out: Path, code: str, organ: str, freezing: bool, by: str, manual: Path | None
) -> None:
    """Exit status: 0 written, 1 refused."""
    try:
        by_hand = read_manual(manual) if manual else ByHand()
    except ReportRefused as error:
        _refuse(error.troubles)
    order = Order(_jurisdiction(code), year, organ, by_hand)
    _report(Wish(DISCLOSURE, order, out, _freezer(freezing, by)))


def _report(wish: Wish) -> None:
    order = wish.order
    try:
        snapshot = frozen(order.jurisdiction, wish.name, order.year)
        if snapshot is not None:
            _write(_frozen(wish, snapshot), wish.out)
            return
        paper = build_paper(wish.name, order)
        _write(paper, wish.out)
        if wish.freeze_by:
            _freeze(paper, wish)
    except ReportRefused as error:
        _refuse(error.troubles)
    except Refusal as error:
        _refuse([str(reason) for reason in error.reasons])
    except FontMissing as error:
        _refuse([str(error)])


def _freeze(paper: Paper, wish: Wish) -> None:
    district = wish.order.jurisdiction
    snapshot = freeze(paper, jurisdiction=district, by=wish.freeze_by, at=timezone.now())
    _say("green", "已封存", f"摘要 {snapshot.digest}")


def _frozen(wish: Wish, snapshot: Snapshot) -> Paper:
    """The report as frozen; tells what would be otherwise today."""
    on = timezone.localtime(snapshot.frozen_at).date()
    _say("bold", "已有封存", f"{on}由{snapshot.frozen_by}封存，以下按封存内容输出")
    try:
        paper, differences = recompute(build_paper(wish.name, wish.order), snapshot)
    except ReportRefused as error:
        for trouble in error.troubles:
            _say("yellow", "现有记录已不能生成这份报告", trouble)
        return thawed(snapshot)
    for difference in differences:
        _say("yellow", "与封存时不同", str(difference))
    return paper


def _write(paper: Paper, out: Path) -> None:
    """Word first, so that it is there even where no Chinese face can print the PDF."""
    office = office_folder()
    stem = f"{paper.name}-{paper.year}"
    _say("green", "已写入", str(save(out / f"{stem}.docx", render_docx(paper, office))))
    printed = render_pdf(paper, office)
    _say("green", "已写入", str(save(out / f"{stem}.pdf", printed.pdf)))
    for replaced in printed.replaced:
        _say("dim", "字体", replaced)


def _jurisdiction(code: str) -> Jurisdiction:
    every = list(Jurisdiction.objects.order_by("code"))
    chosen = [j for j in every if j.code == code] if code else every
    if len(chosen) == 1:
        return chosen[0]
    if not every:
        _refuse(["还没有行政区：请先用 guiju import 导入台账，或运行 guiju demo"])
    known = "、".join(f"{j.code}（{j.name}）" for j in every)
    return _refuse([f"请用 --jurisdiction 写明行政区代码，可选：{known}"])


def _freezer(freezing: bool, by: str) -> str:
    return (by or getpass.getuser()) if freezing else ""


def _refuse(troubles: Sequence[str]) -> NoReturn:
    for trouble in troubles:
        _say("red", "不予生成", trouble)
    raise SystemExit(REFUSED)


def _say(style: str, what: str, says: str) -> None:
    """Print a line; brackets in what records say are not markup."""
    console.print(f"[{style}]{what}[/] {escape(says)}")
