"""规范性文件目录: on the page, on paper, in a workbook."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from guiju.checkup.export_list import download, workbook
from guiju.checkup.printing import page_of
from guiju.normative.forms_register import RegisterForm
from guiju.normative.register import COLUMNS, Wanted, register
from guiju.normative.resting import citable
from guiju.procedures.desk.visibility import Viewer, viewer_of

PER_PAGE = 50


@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """A page of the register as of a day, with `all` one to be printed."""
    viewer, today = _viewer(request), timezone.localdate()
    asked = request.GET.copy()
    asked.setdefault("on", today.isoformat())
    form = RegisterForm(asked)
    wanted = form.wanted(today)
    found = register(viewer, wanted)
    page = page_of(request, found, PER_PAGE)
    cited = request.GET.get("cited", "").strip()[:100]
    context = {
        "form": form,
        "wanted": wanted,
        "narrowed": wanted != Wanted(today),
        "page": page,
        "columns": COLUMNS,
        "whole": "all" in request.GET,
        "today": today,
        "cited": cited,
        "judged": citable(cited, viewer, wanted.on) if cited else None,
    }
    return render(request, "normative/register.html", context)


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The same lines, narrowed the same way, as a workbook."""
    today = timezone.localdate()
    wanted = RegisterForm(request.GET).wanted(today)
    found = register(_viewer(request), wanted)
    name = f"规范性文件目录（{wanted.on.isoformat()}）"
    return download(workbook(name, COLUMNS, (line.cells for line in found)), f"{name}.xlsx")


def _viewer(request: HttpRequest) -> Viewer:
    return viewer_of(cast(User, request.user), on=timezone.localdate())
