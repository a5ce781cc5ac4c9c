"""案例剖析: the list of a district, one of them, and the form that writes it."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from guiju.checkup.export_list import download, workbook
from guiju.core.errors import NotYours, Reason, Refusal
from guiju.procedures.desk.visibility import Viewer, viewer_of
from guiju.study.analyses import (
    COLUMNS,
    Written,
    analyses_of,
    cells,
    may_change,
    sessions_for,
    write_analysis,
)
from guiju.study.choosing import as_text, named_in
from guiju.study.forms import AnalysisForm
from guiju.study.models import CaseAnalysis
from guiju.study.plans import units_of

PER_PAGE = 40
_GET_POST = require_http_methods(["GET", "HEAD", "POST"])


def _viewer(request: HttpRequest) -> Viewer:
    return viewer_of(cast(User, request.user), on=timezone.localdate())


def _asked(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\x00", "").strip()[:100]


@require_safe
def analyses(request: HttpRequest) -> HttpResponse:
    """The analyses of the district, found by words."""
    viewer, text = _viewer(request), _asked(request)
    page = Paginator(analyses_of(viewer, text), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "q": text, "writes": bool(units_of(viewer))}
    return render(request, "study/analyses.html", context)


@require_safe
def analyses_export(request: HttpRequest) -> HttpResponse:
    """The same as a workbook."""
    title = f"案例剖析（{timezone.localdate().isoformat()}）"
    rows = (cells(one) for one in analyses_of(_viewer(request), _asked(request)))
    return download(workbook(title, COLUMNS, rows), f"{title}.xlsx")


@require_safe
def analysis(request: HttpRequest, pk: int) -> HttpResponse:
    """One analysis, to be read and printed."""
    viewer = _viewer(request)
    found = get_object_or_404(analyses_of(viewer), pk=pk)
    seen = sessions_for(viewer).filter(pk=found.session_id or 0).first()
    context = {"analysis": found, "session": seen, "changes": may_change(viewer, found)}
    return render(request, "study/analysis.html", context)


@_GET_POST
def analysis_new(request: HttpRequest) -> HttpResponse:
    """The form that writes one."""
    return _form(request, _viewer(request), None)


@_GET_POST
def analysis_change(request: HttpRequest, pk: int) -> HttpResponse:
    """The form with what stands there."""
    viewer = _viewer(request)
    return _form(request, viewer, get_object_or_404(analyses_of(viewer), pk=pk))


def _form(request: HttpRequest, viewer: Viewer, found: CaseAnalysis | None) -> HttpResponse:
    units = units_of(viewer)
    if not units or (found is not None and not may_change(viewer, found)):
        reason = Reason("study.analysis", "案例剖析由承担学法工作的人员编写", helper="学法组织人")
        told = {"reasons": (reason,), "label": "编写案例剖析"}
        return render(request, "study/refused.html", told, status=403)
    form = AnalysisForm(
        request.POST or None,
        units=units,
        sessions=sessions_for(viewer),
        initial=_typed(found) if found else {"unit": units[0].pk},
    )
    context: dict[str, object] = {"form": form, "analysis": found, "label": "保存"}
    status = 422 if request.method == "POST" else 200
    try:
        if form.is_valid():
            at = timezone.now()
            kept = write_analysis(_written(form, viewer), by=viewer.user, at=at, analysis=found)
            messages.success(request, "案例剖析已保存。")
            return redirect("study-analysis", pk=kept.pk)
    except Refusal as refusal:
        context["reasons"] = refusal.reasons
        status = 403 if isinstance(refusal, NotYours) else 409
    return render(request, "study/analysis_form.html", context, status=status)


def _written(form: AnalysisForm, viewer: Viewer) -> Written:
    said = form.cleaned_data
    laws = tuple(named_in(said["laws"], viewer.on, said["unit"].jurisdiction))
    return Written(
        said["unit"],
        said["title"],
        said["facts"],
        said["rule"],
        said["lesson"],
        laws,
        said["session"],
    )


def _typed(found: CaseAnalysis) -> dict[str, object]:
    return {
        "unit": found.unit_id,
        "title": found.title,
        "facts": found.facts,
        "rule": found.rule,
        "lesson": found.lesson,
        "laws": as_text(found.chosen.all()),
        "session": found.session_id,
    }
