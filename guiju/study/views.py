"""学法: the sessions of a year and the plans behind them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guiju.checkup.export_list import CellValue, download, workbook
from guiju.checkup.printing import page_of
from guiju.core.errors import NotYours, Reason, Refusal
from guiju.procedures.desk.visibility import Viewer, viewer_of, visible_cases
from guiju.study import plan_sheets, plans
from guiju.study.choosing import as_text
from guiju.study.forms import ItemForm, PlanForm, SheetForm, YearForm, as_typed
from guiju.study.models import FORMS, Plan, PlanItem
from guiju.study.reading import units_read
from guiju.study.register import COLUMNS, lines, sessions
from guiju.study.sessions import name_of, units_in

PER_PAGE = 50
REGISTER = "学法台账"
_GET_POST = require_http_methods(["GET", "HEAD", "POST"])


def _viewer(request: HttpRequest) -> Viewer:
    return viewer_of(cast(User, request.user), on=timezone.localdate())


@require_safe
def study(request: HttpRequest) -> HttpResponse:
    """The plans of a year, and a page of its sessions, with `all` one to be printed."""
    return _study_page(request, _viewer(request))


def _study_page(request: HttpRequest, viewer: Viewer, **given: Any) -> HttpResponse:
    form = YearForm(request.GET, today=viewer.on.year)
    year, state = form.wanted()
    found = list(lines(sessions(viewer, year, state)))
    units = plans.units_of(viewer, plans.ORGANISER)
    context = {
        "form": form,
        "year": year,
        "state": state,
        "plans": plans.plans_of(viewer).filter(year=year),
        "page": page_of(request, found, PER_PAGE),
        "columns": COLUMNS,
        "held": sum(line.held_on is not None for line in found),
        "whole": "all" in request.GET,
        "follows": bool(units_read(viewer)),
        "making": PlanForm(units=units, initial={"year": year}) if units else None,
        "today": viewer.on,
        **given,
    }
    status = given.get("status", 200)
    return render(request, "study/study.html", context, status=status)


@require_safe
def register_export(request: HttpRequest) -> HttpResponse:
    """The same sessions as a workbook."""
    viewer = _viewer(request)
    year, state = YearForm(request.GET, today=viewer.on.year).wanted()
    title = f"{REGISTER}（{year}年）"
    told = (line.cells for line in lines(sessions(viewer, year, state)))
    return download(workbook(title, COLUMNS, told), f"{title}.xlsx")


@require_POST
def plan_new(request: HttpRequest) -> HttpResponse:
    """Begin the plan of a unit's year."""
    viewer = _viewer(request)
    units = plans.units_of(viewer, plans.ORGANISER)
    if "case" in request.POST:
        return _plan_of_case(request, viewer)
    form = PlanForm(request.POST, units=units)
    if not units:
        reason = Reason("study.plan.organiser", "编制学法计划由学法组织人办理", plans.BASIS)
        given = {"reasons": (reason,), "label": "编制学法计划", "status": 403}
        return _study_page(request, viewer, **given)
    if not form.is_valid():
        return _study_page(request, viewer, making=form, status=422)
    said = form.cleaned_data
    try:
        plan = plans.make_plan(said["unit"], said["year"], by=viewer.user, at=timezone.now())
    except Refusal as refusal:
        given = {"reasons": refusal.reasons, "label": "编制学法计划", "making": form}
        return _study_page(request, viewer, **given, status=_status(refusal))
    messages.success(request, "已建立学法计划，请添加学法事项，再报请批准。")
    return redirect("study-plan", pk=plan.pk)


def _plan_of_case(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The plan of a case opened from the list of matters."""
    wanted = request.POST["case"]
    found = visible_cases(viewer).filter(procedure=plans.PLANNING, study_plan=None, voided_on=None)
    pk = int(wanted[:18]) if wanted.isascii() and wanted.isdecimal() else 0
    case = get_object_or_404(found.select_related("unit"), pk=pk)
    try:
        plan = plans.begin_for(case, by=viewer.user, at=timezone.now())
    except Refusal as refusal:
        given = {"reasons": refusal.reasons, "label": "编制学法计划", "status": _status(refusal)}
        return _study_page(request, viewer, **given)
    return redirect("study-plan", pk=plan.pk)


@require_safe
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """A plan with its items, to be filled, approved, taken in hand, printed."""
    viewer = _viewer(request)
    return _plan_page(request, viewer, _plan(viewer, pk))


def _plan(viewer: Viewer, pk: int) -> Plan:
    return get_object_or_404(plans.plans_of(viewer), pk=pk)


def _plan_page(request: HttpRequest, viewer: Viewer, plan: Plan, **given: Any) -> HttpResponse:
    items = _with_state(viewer, plan)
    organises = plans.may_organise(viewer, plan.unit_id)
    approved = plan.approved_on is not None
    context = {
        "plan": plan,
        "items": items,
        "changes": organises and plan.case.step == plans.DRAFTING,
        "acts": plans.acts_on(plan, viewer),
        **_approval(viewer, plan),
        "takes": organises and approved and any(item.case_id is None for item, *_ in items),
        "adding": ItemForm(year=plan.year, district=plan.jurisdiction),
        "reading": SheetForm(),
        "today": viewer.on,
        **_offered(plan),
        **given,
    }
    return render(request, "study/plan.html", context, status=given.get("status", 200))


def _approval(viewer: Viewer, plan: Plan) -> dict[str, object]:
    """How far it is, and by whom it was approved."""
    approval = plans.approval_of(plan)
    by = User.objects.filter(username=approval.by).first() if approval else None
    return {
        "approval": approval,
        "approver": name_of(by) if by else "",
        "step": "待批准" if plan.case.step == plans.SUBMITTED else "编制中",
        "sees_case": visible_cases(viewer).filter(pk=plan.case_id).exists(),
    }


def _offered(plan: Plan) -> dict[str, object]:
    return {"kinds": FORMS, "units": units_in(plan.jurisdiction)}


def _with_state(viewer: Viewer, plan: Plan) -> list[tuple[PlanItem, str, bool]]:
    """Each item, how far it is, and whether they may open its session."""
    items = plans.items_of(plan)
    cases = [item.case for item in items if item.case is not None]
    told = {line.case.pk: str(line.cells[-1]) for line in lines(cases)}
    seen = set(
        visible_cases(viewer)
        .filter(pk__in=[case.pk for case in cases])
        .values_list("pk", flat=True)
    )
    return [
        (item, told.get(item.case_id or 0, "未列入办理"), item.case_id in seen) for item in items
    ]


@require_safe
def plan_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan as a workbook, which can be read in again."""
    viewer = _viewer(request)
    plan = _plan(viewer, pk)
    rows: list[tuple[CellValue, ...]] = plan_sheets.lines(
        (item, state) for item, state, _ in _with_state(viewer, plan)
    )
    return download(workbook(str(plan), plan_sheets.COLUMNS, rows), f"{plan}.xlsx")


@require_POST
def plan_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Add the items of a sheet; all of them or none."""
    viewer = _viewer(request)
    plan = _plan(viewer, pk)
    form = SheetForm(request.POST, request.FILES)

    def act() -> str:
        wanted = plan_sheets.read_plan(form.cleaned_data["file"], plan.year, plan.jurisdiction)
        made = plans.add_items(plan, wanted, by=viewer.user, at=timezone.now())
        return f"已导入{len(made)}项学法事项。"

    return _done(request, plan, act, form, "reading")


@require_POST
def item_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Add one item."""
    viewer = _viewer(request)
    plan = _plan(viewer, pk)
    form = ItemForm(request.POST, year=plan.year, district=plan.jurisdiction)

    def act() -> str:
        (item,) = plans.add_items(plan, [form.wanted()], by=viewer.user, at=timezone.now())
        return f"已添加“{item}”。"

    return _done(request, plan, act, form, "adding")


def _done(
    request: HttpRequest,
    plan: Plan,
    act: Callable[[], str],
    form: forms.Form | None = None,
    name: str = "",
    label: str = "改动学法计划",
) -> HttpResponse:
    """Do it and go back to the plan; what cannot be done stays on the page with its reason."""
    viewer = _viewer(request)
    shown: dict[str, Any] = {name: form} if form is not None else {}
    if form is not None and not form.is_valid():
        return _plan_page(request, viewer, plan, **shown, status=422)
    try:
        messages.success(request, act())
    except Refusal as refusal:
        given = {**shown, "reasons": refusal.reasons, "label": label}
        return _plan_page(request, viewer, plan, **given, status=_status(refusal))
    return redirect("study-plan", pk=plan.pk)


@_GET_POST
def item(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Change an item, or take it out of the plan, as long as that is not approved."""
    viewer = _viewer(request)
    plan = _plan(viewer, pk)
    found = get_object_or_404(plan.items.select_related("plan__jurisdiction"), pk=item)
    laws = as_text(found.chosen.select_related("instrument"))
    form = ItemForm(
        request.POST or None,
        initial=as_typed(found, laws),
        year=plan.year,
        district=plan.jurisdiction,
    )
    context = {"plan": plan, "item": found, "form": form, "label": "改动这一项", **_offered(plan)}
    status = 422 if request.method == "POST" else 200
    try:
        if request.POST.get("do") == "remove":
            plans.remove_item(found, by=viewer.user, at=timezone.now())
            messages.success(request, "已从计划中删去。")
            return redirect("study-plan", pk=plan.pk)
        if request.method == "POST" and form.is_valid():
            plans.change_item(found, form.wanted(), by=viewer.user, at=timezone.now())
            messages.success(request, "已保存。")
            return redirect("study-plan", pk=plan.pk)
    except Refusal as refusal:
        context["reasons"], status = refusal.reasons, _status(refusal)
    return render(request, "study/item.html", context, status=status)


@require_POST
def item_take(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Open the session of an item, then its page."""
    viewer = _viewer(request)
    plan = _plan(viewer, pk)
    found = get_object_or_404(plan.items.select_related("plan"), pk=item)
    try:
        case = plans.take_in_hand(found, by=viewer.user, at=timezone.now())
    except Refusal as refusal:
        given = {"reasons": refusal.reasons, "label": "列入办理", "status": _status(refusal)}
        return _plan_page(request, viewer, plan, **given)
    messages.success(request, "已列入办理。")
    return redirect("study-session", pk=case.pk)


def _status(refusal: Refusal) -> int:
    return 403 if isinstance(refusal, NotYours) else 409
