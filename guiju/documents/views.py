"""The register of incoming documents: on the page, on paper, in a workbook."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from guiju.checkup.export_list import download, workbook
from guiju.documents.forms import RegisterForm
from guiju.documents.register import COLUMNS, PROCEDURE, documents, line_of, lines
from guiju.procedures.desk.visibility import viewer_of
from guiju.procedures.rulebook import office_rulebook

PER_PAGE = 50


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """A page of the register, or with `all` every line of it, to be printed."""
    form = _form(request)
    found = documents(viewer_of(_user(request), on=timezone.localdate()), form.wanted())
    whole = "all" in request.GET
    paginator = Paginator(found, max(found.count(), 1) if whole else PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "lines": [line_of(case) for case in page],
        "columns": COLUMNS,
        "whole": whole,
        "narrowed": form.wanted().any,
        "today": timezone.localdate(),
    }
    return render(request, "documents/register.html", context)


@require_safe
def register_export(request: HttpRequest) -> HttpResponse:
    """The same lines, narrowed the same way, as a workbook."""
    found = documents(viewer_of(_user(request), on=timezone.localdate()), _form(request).wanted())
    title = f"收文登记簿（{timezone.localdate().isoformat()}）"
    rows = (line.cells for line in lines(found))
    return download(workbook(title, COLUMNS, rows), f"{title}.xlsx")


def _form(request: HttpRequest) -> RegisterForm:
    facts = office_rulebook().in_force(PROCEDURE, timezone.localdate()).facts
    return RegisterForm(
        request.GET, urgencies=facts["urgency"].choices, kinds=facts["kind"].choices
    )


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)
