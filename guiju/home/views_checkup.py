"""The check-up by upload: drop files, see every row's state and what was found, take it along."""

from __future__ import annotations

from typing import cast

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from guiju.checkup.export import FORMATS
from guiju.checkup.export_summary import heading, headline
from guiju.checkup.ledgers import all_ledgers
from guiju.home.blank_ledgers import blank_ledger
from guiju.home.checkups import Kept, check_uploads, keep, kept_for, written
from guiju.home.forms import CheckupForm
from guiju.home.records_export import download
from guiju.home.wording import rule_label

FINDINGS_PER_PAGE, ROWS_PER_PAGE = 50, 100
OFFERED = {"xlsx": "Excel 清单", "docx": "Word 报告", "html": "网页", "json": "数据（JSON）"}


def checkup(request: HttpRequest) -> HttpResponse:
    """The upload form; what is uploaded is checked and kept for a day for its owner alone."""
    form = CheckupForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        result, sheets = check_uploads(form.uploads(), form.cleaned_data["year"])
        owner = cast(int, request.user.pk)
        token = keep(Kept(owner, timezone.now(), result, tuple(sheets)))
        return redirect("checkup-result", token=token)
    context = {"form": form, "ledgers": all_ledgers().ledgers}
    return render(request, "home/checkup.html", context, status=422 if form.errors else 200)


def _kept(request: HttpRequest, token: str) -> Kept:
    kept = kept_for(token, cast(int, request.user.pk), now=timezone.now())
    if kept is None:
        raise Http404("这次体检的结果已删除，请重新上传")
    return kept


def result(request: HttpRequest, token: str) -> HttpResponse:
    """What became of each file and row, and what was found."""
    kept = _kept(request, token)
    found = kept.result
    rule, unit = request.GET.get("rule", ""), request.GET.get("unit", "")
    findings = [
        f for f in found.findings if (not rule or f.rule == rule) and (not unit or f.unit == unit)
    ]
    page = Paginator(findings, FINDINGS_PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "home/checkup_result.html",
        {
            "token": token,
            "result": found,
            "heading": heading(found),
            "headline": headline(found),
            "sheets": list(enumerate(kept.sheets)),
            "formats": OFFERED,
            "page": page,
            "rules": [(rule_label(r), r, basis, n) for r, basis, n in found.by_rule()],
            "units": found.by_unit(),
            "rule": rule,
            "rule_label": rule_label(rule),
            "unit": unit,
            "unread": any(not sheet.ledger for sheet in kept.sheets),
        },
    )


def rows(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """Every row of one uploaded sheet with its state; `only=bad` or `only=found` narrows."""
    kept = _kept(request, token)
    if number >= len(kept.sheets):
        raise Http404("没有这张表")
    sheet, only = kept.sheets[number], request.GET.get("only", "")
    wanted = [
        row
        for row in sheet.rows
        if only not in ("bad", "found") or (row.says if only == "bad" else row.findings)
    ]
    page = Paginator(wanted, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "home/checkup_rows.html",
        {"token": token, "sheet": sheet, "page": page, "only": only},
    )


def download_result(request: HttpRequest, token: str, format_name: str) -> HttpResponseBase:
    """The check-up as a file, without uploading again."""
    kept = _kept(request, token)
    if format_name not in FORMATS:
        raise Http404("没有这种格式")
    path = written(token, kept, format_name)
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=f"{heading(kept.result)}.{format_name}"
    )


def template(_request: HttpRequest, name: str) -> HttpResponse:
    """A blank ledger to fill in."""
    ledger = next((x for x in all_ledgers().ledgers if x.ledger == name), None)
    if ledger is None:
        raise Http404("没有这种台账")
    return download(blank_ledger(ledger), f"{name}模板.xlsx")
