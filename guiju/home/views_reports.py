"""The yearly reports, previewed with every number open to its records."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from guiju.core.errors import Refusal
from guiju.core.office import office_folder
from guiju.files.kinds import DOCX
from guiju.home import report_page
from guiju.home.records_export import download
from guiju.home.scope import Scope, scope_for
from guiju.home.selectors import Wanted, figure_of, listed, years_of
from guiju.home.wording import findings_light
from guiju.org.models import Jurisdiction
from guiju.reports.acts import figure_name, freeze
from guiju.reports.docx import render_docx
from guiju.reports.paper import DISCLOSURE, Name
from guiju.reports.pdf import render_pdf
from guiju.reports.selectors import frozen
from guiju.typeset.fonts import FontMissing

PER_PAGE = 50


def reports(request: HttpRequest) -> HttpResponse:
    """Which reports there are, year by year, and which are frozen; to overseers only."""
    scope = scope_for(request)
    if not scope.overseen:
        return render(request, "home/totals_closed.html", {"scope": scope}, status=403)
    listed_years = [
        (
            year,
            [
                (name, title, [(j, frozen(j, name, year)) for j in scope.overseen])
                for name, title in report_page.TITLES.items()
            ],
        )
        for year in years_of(scope)
    ]
    return render(request, "home/reports.html", {"scope": scope, "years": listed_years})


def _asked(request: HttpRequest, name: str) -> tuple[Name, Jurisdiction, Scope]:
    """The report and the district asked for; it needs every record of a district.

    Raises Http404 where the reader does not oversee it.
    """
    scope = scope_for(request)
    code = request.GET.get("district", "")
    district = next((j for j in scope.overseen if not code or j.code == code), None)
    if name not in report_page.TITLES or district is None:
        raise Http404("没有这份报告")
    return cast(Name, name), district, scope


def report(request: HttpRequest, name: str, year: int) -> HttpResponse:
    """The report as it would be printed, or why it is refused."""
    kind, district, _scope = _asked(request, name)
    shown = report_page.preview(kind, district, year)
    context: dict[str, object] = {
        "shown": shown,
        "paper": shown.paper,
        "name": kind,
        "year": year,
        "district": district,
        "title": report_page.TITLES[kind],
        "kind": kind,
    }
    if shown.paper is not None and kind == DISCLOSURE:
        context |= {
            "two": report_page.table_two(shown.paper),
            "three": report_page.table_three(shown.paper),
            "four": report_page.table_four(shown.paper),
        }
    page = "disclosure" if kind == DISCLOSURE else "law_based_government"
    return render(request, f"home/report_{page}.html", context)


def report_records(request: HttpRequest, name: str, year: int) -> HttpResponse:
    """Exactly the records that a number of the report counts, as frozen where it is."""
    kind, district, scope = _asked(request, name)
    figure = request.GET.get("figure", "")
    paper = report_page.preview(kind, district, year).paper
    if paper is None or figure not in paper.figures:
        raise Http404("报告中没有这个数字")
    cases = scope.cases().filter(pk__in=paper.records.get(figure, ()))
    page = Paginator(listed(cases, Wanted()), PER_PAGE).get_page(request.GET.get("page"))
    for case in page:
        case.light = findings_light(case.found)  # type: ignore[attr-defined]
    known = figure_of(figure)
    return render(
        request,
        "home/report_records.html",
        {
            "name": kind,
            "year": year,
            "district": district,
            "title": report_page.TITLES[kind],
            "figure": figure_name(figure),
            "measure": known.unit if known else "件",
            "page": page,
        },
    )


def report_download(request: HttpRequest, name: str, year: int, format_name: str) -> HttpResponse:
    """The report in Word or PDF."""
    kind, district, _scope = _asked(request, name)
    paper = report_page.preview(kind, district, year).paper
    if paper is None or format_name not in ("docx", "pdf"):
        raise Http404("这份报告现在不能生成")
    office = office_folder()
    if format_name == "docx":
        return download(render_docx(paper, office), f"{paper.title}.docx", DOCX)
    try:
        printed = render_pdf(paper, office)
    except FontMissing as error:
        messages.error(request, str(error))
        return redirect("reports-preview", name=name, year=year)
    return download(printed.pdf, f"{paper.title}.pdf", "application/pdf")


@require_POST
def report_freeze(request: HttpRequest, name: str, year: int) -> HttpResponse:
    """Freeze the report, once the box is ticked: it cannot be undone."""
    kind, district, _scope = _asked(request, name)
    if request.POST.get("sure") != "yes":
        messages.error(request, "没有封存：请先勾选“已核对”，再按“封存”。")
    else:
        _freeze(request, report_page.preview(kind, district, year), district)
    target = redirect("reports-preview", name=name, year=year)
    target["Location"] += f"?district={district.code}"
    return target


def _freeze(request: HttpRequest, shown: report_page.Preview, district: Jurisdiction) -> None:
    if shown.paper is None:
        messages.error(request, "没有封存：报告现在不能生成，原因见下。")
        return
    try:
        snapshot = freeze(
            shown.paper, jurisdiction=district, by=request.user.get_username(), at=timezone.now()
        )
    except Refusal as refusal:
        messages.error(request, "；".join(map(str, refusal.reasons)))
    else:
        messages.success(request, f"已封存。摘要 {snapshot.digest[:16]}")
