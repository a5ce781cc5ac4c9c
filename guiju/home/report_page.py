"""A yearly report as its page shows it: the frozen one where there is one, with what changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from guiju.core.errors import Refusal
from guiju.org.models import Jurisdiction
from guiju.reports import disclosure_form as form
from guiju.reports.acts import Difference, recompute, thawed
from guiju.reports.building import Order, build_paper
from guiju.reports.models import Snapshot
from guiju.reports.paper import DISCLOSURE, LAW_BASED_GOVERNMENT, Json, Name, Paper
from guiju.reports.refusals import ReportRefused
from guiju.reports.selectors import frozen

TITLES: Mapping[Name, str] = {
    LAW_BASED_GOVERNMENT: "法治政府建设年度报告",
    DISCLOSURE: "政府信息公开工作年度报告",
}


@dataclass(frozen=True, slots=True)
class Preview:
    """`paper` is None when the report is refused; `troubles` say why, naming cells and cases."""

    name: Name
    paper: Paper | None
    snapshot: Snapshot | None
    differences: tuple[Difference, ...] = ()
    troubles: tuple[str, ...] = ()


def preview(name: Name, jurisdiction: Jurisdiction, year: int) -> Preview:
    """The report of a year: as frozen, else as the records give it today."""
    snapshot = frozen(jurisdiction, name, year)
    now, troubles = _built(name, jurisdiction, year)
    if snapshot is None:
        return Preview(name, now, None, (), troubles)
    try:
        if now is None:
            return Preview(name, thawed(snapshot), snapshot, (), troubles)
        paper, differences = recompute(now, snapshot)
    except Refusal as refusal:
        return Preview(name, None, snapshot, (), tuple(str(r) for r in refusal.reasons))
    return Preview(name, paper, snapshot, differences)


def _built(
    name: Name, jurisdiction: Jurisdiction, year: int
) -> tuple[Paper | None, tuple[str, ...]]:
    try:
        return build_paper(name, Order(jurisdiction, year)), ()
    except ReportRefused as refused:
        return None, refused.troubles


@dataclass(frozen=True, slots=True)
class Lead:
    """A head at the left of a table row."""

    text: str
    across: int = 1
    down: int = 1


@dataclass(frozen=True, slots=True)
class Number:
    """A cell: what it shows, and the figure whose records it opens, '' where it has none."""

    shown: str
    figure: str = ""


@dataclass(frozen=True, slots=True)
class TableRow:
    leads: tuple[Lead, ...]
    numbers: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table of the official form; `heads` are rows of column heads."""

    caption: str
    heads: tuple[tuple[Lead, ...], ...]
    rows: tuple[TableRow, ...] = field(default=())


def table_two(paper: Paper) -> list[ReportTable]:
    return [
        ReportTable(
            block.item,
            ((Lead("信息内容"), *map(Lead, block.columns)),),
            tuple(
                TableRow(
                    (Lead(row),),
                    tuple(_number(paper, form.two(row, column)) for column in block.columns),
                )
                for row in block.rows
            ),
        )
        for block in form.TABLE_TWO
    ]


def table_three(paper: Paper) -> ReportTable:
    kinds = form.KINDS
    heads = (
        (Lead(form.CORNER, 3, 3), Lead("申请人情况", len(form.COLUMNS))),
        (Lead(kinds[0], 1, 2), Lead("法人或其他组织", len(kinds) - 1), Lead(form.TOTAL, 1, 2)),
        tuple(map(Lead, kinds[1:])),
    )
    rows = tuple(
        TableRow(leads, tuple(_number(paper, form.three(row.code, c)) for c in form.COLUMNS))
        for row, leads in zip(form.ROWS, _leads(form.ROWS), strict=True)
    )
    return ReportTable("收到和处理政府信息公开申请情况", heads, rows)


def _leads(rows: Sequence[form.Row]) -> Iterator[tuple[Lead, ...]]:
    """The heads of table three: sections and groups span the rows that belong to them."""
    section = group = ""
    for row in rows:
        leads: list[Lead] = []
        if row.section and row.section != section:
            leads.append(Lead(row.section, 1, sum(r.section == row.section for r in rows)))
        if row.group and row.group != group:
            leads.append(Lead(row.group, 1, sum(r.group == row.group for r in rows)))
        leads.append(Lead(row.label, 1 if row.group else 2 if row.section else 3))
        section, group = row.section, row.group
        yield tuple(leads)


def table_four(paper: Paper) -> ReportTable:
    """Turned on its side: a row for each review, so that it fits a screen."""
    columns = (*form.REVIEW_RESULTS, form.TOTAL)
    rows = tuple(
        TableRow(
            (Lead(review if review == form.REVIEWS[0] else f"行政诉讼：{review}"),),
            tuple(_number(paper, form.four(review, column)) for column in columns),
        )
        for review in form.REVIEWS
    )
    heads = ((Lead("类别"), *map(Lead, columns)),)
    return ReportTable("政府信息公开行政复议、行政诉讼情况", heads, rows)


def _number(paper: Paper, name: str) -> Number:
    cells = cast(Mapping[str, Json], paper.content["cells"])
    return Number(str(cells.get(name, "")), name if paper.records.get(name) else "")
