"""The boxes of the desk, each a list that narrows, sorts, and is taken along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from guiju.core.errors import Refusal
from guiju.core.row_keys import row_keys
from guiju.home.box_lists import KEYS, LIGHTS, SHAPES, Sift, keys_listed, listed, rows_of, units_of
from guiju.home.boxes_page import menu, moment, rows_shown
from guiju.home.records_export import CellValue, Column, download, workbook
from guiju.home.scope import user_of
from guiju.home.wording import procedure_title
from guiju.procedures.desk.boxes import BOXES, MOST_COUNTED, Box, to_read
from guiju.procedures.desk.circulating import mark_all_read
from guiju.procedures.desk.visibility import Viewer, viewer_of
from guiju.procedures.rulebook import office_rulebook

PER_PAGE = 50
MOST_EXPORTED = 5000
MOST_AT_ONCE = 100
"""Readings marked read in one go."""

HEADS = (
    ("title", "标题", 48),
    ("number", "文号", 20),
    ("unit", "来文/拟稿单位", 22),
    ("opener", "提交人", 10),
    ("opened", "提交日期", 12),
    ("type", "类型", 18),
    ("step", "当前环节", 16),
    ("", "当前办理人", 24),
    ("came", "接收时间", 16),
    ("due", "时限", 12),
    ("", "灯", 14),
)


def box(request: HttpRequest, name: str) -> HttpResponse:
    """One box, narrowed as last time unless the address says otherwise."""
    found, viewer = _box(request, name)
    sift = remembered(request, name)
    keys = keys_listed(found, viewer, sift)
    page = Paginator(keys, PER_PAGE).get_page(request.GET.get("page"))
    shown = rows_of(found, viewer, [key.row for key in page.object_list])
    known = {name: len(keys)} if found.counted and not sift.narrows else {}
    rules = office_rulebook()
    return render(
        request,
        "home/box.html",
        {
            "box": found,
            "menu": menu(viewer, name, known),
            "page": page,
            "rows": list(rows_shown(name, viewer, shown)),
            "cut": page.paginator.count == MOST_COUNTED,
            "sift": sift,
            "heads": [_head(key, label, name, sift) for key, label, _ in HEADS],
            "came": SHAPES[name].heading,
            "lights": LIGHTS.items(),
            "units": units_of(keys_listed(found, viewer, Sift()) if sift.narrows else keys),
            "procedures": [(p, procedure_title(p, rules)) for p in sorted(rules.procedures)],
        },
    )


def _box(request: HttpRequest, name: str) -> tuple[Box, Viewer]:
    found = BOXES.get(name)
    if found is None:
        raise Http404("没有这个办件箱")
    return found, viewer_of(user_of(request), on=timezone.localdate())


def remembered(request: HttpRequest, name: str) -> Sift:
    """The filter of a box: as the address says, else as it was left in this session."""
    kept: dict[str, dict[str, str]] = request.session.get("boxes", {})
    own = {} if "clear" in request.GET else dict(kept.get(name, {}))
    for key in KEYS:
        if key in request.GET:
            own[key] = request.GET[key].replace("\x00", "").strip()[:100]
    own = {key: value for key, value in own.items() if value}
    if own != kept.get(name, {}):
        request.session["boxes"] = {**kept, name: own}
    return Sift(**own)


def _head(key: str, label: str, name: str, sift: Sift) -> dict[str, str]:
    if key == "came":
        label, key = SHAPES[name].heading, key if SHAPES[name].came else ""
    direction = {key: "ascending", f"-{key}": "descending"}.get(sift.sort, "") if key else ""
    return {
        "key": key,
        "label": label,
        "direction": direction,
        "sort": f"-{key}" if sift.sort == key else key,
    }


def box_export(request: HttpRequest, name: str) -> HttpResponse:
    """The rows the box shows, all pages of them, as a workbook."""
    found, viewer = _box(request, name)
    rows = listed(found, viewer, remembered(request, name))[:MOST_EXPORTED]
    columns = [
        Column(SHAPES[name].heading if key == "came" else label, width)
        for key, label, width in HEADS
    ]
    title = f"{found.label}清单"
    cells = _cells(name, viewer, list(rows))
    return download(workbook(title, columns, cells), f"{title}（{viewer.on}）.xlsx")


def _cells(name: str, viewer: Viewer, rows: Sequence[object]) -> Iterator[Sequence[CellValue]]:
    for some in _batches(rows, 500):
        for row in rows_shown(name, viewer, some):
            tags = "".join(f"【{tag}】" for tag in row.tags)
            yield (
                tags + row.title,
                row.number,
                row.unit,
                row.opener,
                row.opened_on,
                row.type,
                row.step + ("（传阅中）" if row.circulating else ""),
                row.holders,
                moment(row.came),
                row.due,
                f"{row.light.name}　{row.light.word}",
            )


def _batches(rows: Sequence[object], n: int) -> Iterator[Sequence[object]]:
    return (rows[start : start + n] for start in range(0, len(rows), n))


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """批量已阅: first says what would be marked, then marks it."""
    user, now = user_of(request), timezone.now()
    asked = row_keys(request.POST.getlist("pk"))
    if not asked or len(asked) > MOST_AT_ONCE:
        messages.error(request, f"请勾选1至{MOST_AT_ONCE}件待阅材料。")
        return redirect("box", name="to-read")
    viewer = viewer_of(user, on=timezone.localdate())
    readings = list(to_read(viewer).filter(pk__in=asked))
    if request.POST.get("sure") != "yes":
        shown = {"readings": readings, "gone": len(set(asked)) - len(readings)}
        return render(request, "home/box_read.html", shown)
    try:
        mark_all_read(readings, by=user, at=now)
    except Refusal as refusal:
        messages.error(request, "；".join(map(str, refusal.reasons)))
    else:
        messages.success(request, f"{len(readings)}件已标记为已阅。")
    return redirect("box", name="to-read")
