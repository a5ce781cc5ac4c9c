"""督办看板: everything due across all procedures, by unit and light, with the list behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guiju.checkup.printing import per_page
from guiju.core.row_keys import row_key
from guiju.home.due import limits_of, row_of, rows_of, sight_of, with_events
from guiju.home.records_export import CellValue, Column, download, workbook
from guiju.home.wording import procedure_title
from guiju.procedures.desk.board import LATELY, Line, Sight, Wanted, lines, listed, whole
from guiju.procedures.desk.lights import LIGHTS
from guiju.procedures.models import Limit
from guiju.procedures.rulebook import office_rulebook

PER_PAGE = 50
NO_UNIT = "未分单位"
COLUMNS = (
    Column("灯", 10),
    Column("编号", 22),
    Column("标题", 56),
    Column("单位", 24),
    Column("程序", 22),
    Column("环节", 16),
    Column("期限", 20),
    Column("截止日期"),
    Column("完成日期"),
    Column("说明", 44),
)


def wanted_of(request: HttpRequest) -> Wanted:
    """The filters of the address; what names nothing is left out."""
    unit = request.GET.get("unit", "")
    light = request.GET.get("light", "")
    procedure = request.GET.get("procedure", "")
    known = procedure in office_rulebook().procedures
    return Wanted(
        unit if row_key(unit) is not None else "",
        procedure if known else "",
        light if light in LIGHTS else "",
        _day(request.GET.get("day", "")),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def board(request: HttpRequest) -> HttpResponse:
    """Units by lights, and below the limits of the chosen cell."""
    sight, wanted = sight_of(request), wanted_of(request)
    parts = lines(sight, wanted.procedure)
    page = _page(request, sight, wanted, parts)
    return render(
        request,
        "home/board.html",
        {
            "lines": parts,
            "whole": whole(parts),
            "lights": LIGHTS.values(),
            "lately": LATELY,
            "wanted": wanted,
            "unit_name": next((line.name for line in parts if line.key == wanted.unit), ""),
            "light": LIGHTS.get(wanted.light),
            "procedures": [
                (name, procedure_title(name)) for name in sorted(office_rulebook().procedures)
            ],
            "page": page,
            "rows": rows_of(limits_of(list(page.object_list)), sight),
            "on": sight.on,
            "all": "all" in request.GET,
        },
    )


def _page(request: HttpRequest, sight: Sight, wanted: Wanted, parts: Sequence[Line]) -> Page[int]:
    """The keys on the page asked for. The board has counted already; the list is not again."""
    chosen = [line for line in parts if wanted.unit in ("", line.key)]
    n = sum(line.counts[wanted.light] if wanted.light else line.total for line in chosen)
    keys = listed(sight, wanted).values_list("pk", flat=True)
    paginator = Paginator(keys, per_page(request, PER_PAGE))
    if wanted.day is None:
        paginator.count = n
    return paginator.get_page(request.GET.get("page"))


def board_export(request: HttpRequest) -> HttpResponse:
    """The list, narrowed the same way, as a workbook."""
    sight, wanted = sight_of(request), wanted_of(request)
    title = f"督办看板（{sight.on}）"
    limits = with_events(listed(sight, wanted)).iterator(chunk_size=1000)
    return download(workbook(title, COLUMNS, _cells(limits, sight)), f"督办看板{sight.on}.xlsx")


def _cells(limits: Iterator[Limit], sight: Sight) -> Iterator[Sequence[CellValue]]:
    rules = office_rulebook()
    for limit in limits:
        row, case = row_of(limit, sight, rules), limit.case
        yield (
            f"{row.light.name}　{row.light.word}",
            case.number,
            case.title,
            limit.unit.name if limit.unit else NO_UNIT,
            row.matter,
            row.step,
            row.name,
            limit.due_on,
            limit.done_on,
            row.why,
        )
