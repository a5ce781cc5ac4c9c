"""催办单 and 督办单: the register, and each slip to print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from guiju.checkup.printing import page_of
from guiju.core.office import office_folder
from guiju.home.records_export import CellValue, Column, download, workbook
from guiju.home.scope import scope_for
from guiju.org.selectors import names_of
from guiju.procedures.desk.slips import Sheet, sheet_of, slip_pdf
from guiju.procedures.models import Slip, SlipKind

PER_PAGE = 50
COLUMNS = (
    Column("编号", 20),
    Column("种类", 10),
    Column("级别", 14),
    Column("送达", 26),
    Column("事项", 52),
    Column("内容", 52),
    Column("截止日期"),
    Column("发出人", 14),
    Column("发出日期"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of the register; '' for all."""

    kind: str = ""
    year: str = ""
    text: str = ""


def asked_of(request: HttpRequest) -> Asked:
    kind, year = request.GET.get("kind", ""), request.GET.get("year", "")
    return Asked(
        kind if kind in SlipKind.values else "",
        year if len(year) == 4 and year.isascii() and year.isdecimal() else "",
        request.GET.get("q", "").replace("\x00", "").strip()[:100],
    )


def visible_slips(request: HttpRequest) -> QuerySet[Slip]:
    """The slips of the cases one may see, the newest first."""
    scope = scope_for(request)
    seen = scope.cases().filter(pk=OuterRef("case"))
    found = Slip.objects.filter(Exists(seen), jurisdiction__in=scope.jurisdictions)
    return found.select_related("case__unit").order_by("-at", "-pk")


def register_of(request: HttpRequest, asked: Asked) -> QuerySet[Slip]:
    found = visible_slips(request)
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.year:
        found = found.filter(at__year=int(asked.year))
    if asked.text:
        words = Q(number__icontains=asked.text) | Q(to__icontains=asked.text)
        found = found.filter(words | Q(case__title__icontains=asked.text))
    return found


def slips(request: HttpRequest) -> HttpResponse:
    """A page of 催办登记簿, with `all` one to be printed."""
    asked = asked_of(request)
    page = page_of(request, register_of(request, asked), PER_PAGE)
    sheets = list(_sheets(page))
    years = range(timezone.localdate().year, 2019, -1)
    shown = {"asked": asked, "page": page, "sheets": sheets, "kinds": SlipKind, "years": years}
    shown["whole"] = "all" in request.GET
    return render(request, "home/slips.html", shown)


def _sheets(found: Iterable[Slip]) -> Iterator[Sheet]:
    """Each slip with the name of who sent it."""
    rows = list(found)
    names = names_of(slip.by for slip in rows)
    for slip in rows:
        yield sheet_of(slip, names.get(slip.by, slip.by))


def slips_export(request: HttpRequest) -> HttpResponse:
    """The register, narrowed the same way, as a workbook."""
    rows = (
        (
            sheet.slip.number,
            sheet.title,
            sheet.level.words,
            sheet.slip.to,
            sheet.slip.case.title,
            sheet.slip.text,
            sheet.slip.due_on,
            sheet.sender,
            sheet.on,
        )
        for sheet in _sheets(register_of(request, asked_of(request)))
    )
    cells: Iterator[Sequence[CellValue]] = rows
    return download(workbook("催办、督办登记簿", COLUMNS, cells), "催办督办登记簿.xlsx")


def slip(request: HttpRequest, pk: int) -> HttpResponse:
    """One slip as it is printed."""
    found = get_object_or_404(visible_slips(request), pk=pk)
    return render(request, "home/slip.html", {"sheet": next(_sheets([found]))})


def slip_as_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The same sheet as a PDF of one A4 page."""
    found = get_object_or_404(visible_slips(request), pk=pk)
    pdf = slip_pdf(next(_sheets([found])), office_folder())
    return download(pdf, f"{found.get_kind_display()}{found.number}.pdf", "application/pdf")
