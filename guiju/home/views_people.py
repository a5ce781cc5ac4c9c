"""Posts and those who stand in; for the administrator also 分管 and handing over."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from guiju.core.errors import NotYours, Reason, Refusal
from guiju.core.row_keys import row_key
from guiju.home.boxes_page import called
from guiju.home.people import administered, leaving, lent, matrix, own_posts, posts_in
from guiju.home.people_forms import ChargeForm, HandoverForm, LendForm, SubstituteForm
from guiju.home.records_export import Column, download, workbook
from guiju.home.scope import user_of
from guiju.org.acts import Period
from guiju.org.models import Charge, Delegation
from guiju.procedures.desk import charging
from guiju.procedures.desk.handing import hand_over, lend_post
from guiju.procedures.desk.visibility import Viewer, districts, viewer_of


def _viewer(request: HttpRequest) -> Viewer:
    return viewer_of(user_of(request), on=timezone.localdate())


def _administrator(request: HttpRequest) -> tuple[Viewer, int]:
    """The viewer and the district asked for. Raises NotYours."""
    viewer = _viewer(request)
    districts = administered(viewer)
    if not districts:
        raise NotYours([Reason("administrator", "分管和交接由系统管理员登记", helper="系统管理员")])
    asked = row_key(request.GET.get("district"))
    return viewer, asked if asked in districts else districts[0]


def people(request: HttpRequest) -> HttpResponse:
    """One's posts, who is away, who stands in for whom."""
    return _people(request, _viewer(request))


def _people(
    request: HttpRequest,
    viewer: Viewer,
    *,
    lending: LendForm | None = None,
    naming: SubstituteForm | None = None,
) -> HttpResponse:
    context = {
        "seats": viewer.all_seats,
        "own": own_posts(viewer),
        "lent": lent(viewer),
        "substitutes": posts_in(viewer.jurisdictions).exclude(substitute=None),
        "lending": lending or LendForm(viewer),
        "naming": naming or SubstituteForm(viewer),
        "administers": bool(administered(viewer)),
        "viewer": viewer,
    }
    wrong = lending is not None or naming is not None
    return render(request, "home/people.html", context, status=400 if wrong else 200)


def people_export(request: HttpRequest) -> HttpResponse:
    """Who is away and who stands in, as a workbook."""
    viewer = _viewer(request)
    heads = ("岗位", "岗位人员", "代办人", "起始日期", "截止日期", "事由", "方式", "状态")
    columns = [Column(head, 36 if head == "岗位" else 16) for head in heads]
    rows = (
        (
            str(one.row.post),
            one.holders,
            one.to,
            one.row.since,
            one.row.until,
            one.row.reason,
            one.way,
            f"{one.way}中" if one.now else "未开始",
        )
        for one in lent(viewer)
    )
    return download(workbook("外出与代办", columns, rows), f"外出与代办（{viewer.on}）.xlsx")


@require_POST
def lend(request: HttpRequest) -> HttpResponse:
    viewer = _viewer(request)
    form = LendForm(viewer, request.POST)
    if form.is_valid():
        said = form.cleaned_data
        done = _try(
            request,
            lambda: lend_post(
                post=said["post"],
                to=said["to"],
                period=Period(said["since"], said["until"]),
                reason=said["reason"],
                by=viewer.user,
                at=timezone.now(),
                records=said["records"] == "yes",
            ),
            f"已登记：{said['since']}至{said['until']}由{called(said['to'])}"
            f"{'代录批示' if said['records'] else '代办'}。",
            form,
        )
        if done:
            return redirect("people")
    return _people(request, viewer, lending=form)


def _try(
    request: HttpRequest, act: Callable[[], object], says: str, form: Form | None = None
) -> bool:
    """Do it; a refusal goes into the form, so that nothing typed is lost."""
    try:
        act()
    except Refusal as refusal:
        for reason in refusal.reasons:
            if form is None:
                messages.error(request, str(reason))
            else:
                form.add_error(None, str(reason))
        return False
    messages.success(request, says)
    return True


@require_POST
def lend_end(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = _viewer(request)
    found = get_object_or_404(Delegation, pk=pk, jurisdiction__in=viewer.jurisdictions)
    _try(
        request,
        lambda: charging.end_lending(found, on=viewer.on, by=viewer.user, at=timezone.now()),
        "代办已结束，从现在起由本岗位人员自行办理。",
    )
    return redirect("people")


@require_POST
def substitute(request: HttpRequest) -> HttpResponse:
    viewer = _viewer(request)
    form = SubstituteForm(viewer, request.POST)
    if form.is_valid():
        said = form.cleaned_data
        done = _try(
            request,
            lambda: charging.name_substitute(
                said["post"], said["substitute"], by=viewer.user, at=timezone.now()
            ),
            "替补岗位已登记。",
            form,
        )
        if done:
            return redirect("people")
    return _people(request, viewer, naming=form)


def charges(request: HttpRequest) -> HttpResponse:
    """分管 as a grid of units and procedures, filled cell by cell."""
    viewer, district = _administrator(request)
    form = ChargeForm(district, request.POST if request.method == "POST" else None, request.GET)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        done = _try(
            request,
            lambda: charging.give_charge(
                said["post"],
                unit=said["unit"],
                procedure=said["procedure"],
                by=viewer.user,
                at=timezone.now(),
            ),
            "分管已登记。",
            form,
        )
        if done:
            return _charges_of(district)
    heads, lines = matrix(district)
    context = {
        "form": form,
        "heads": heads,
        "lines": lines,
        "district": district,
        "districts": districts(viewer).filter(pk__in=administered(viewer)),
    }
    wrong = bool(form.is_bound and form.errors)
    return render(request, "home/charges.html", context, status=400 if wrong else 200)


def _charges_of(district: int) -> HttpResponse:
    return redirect(f"{reverse('people-charges')}?district={district}")


def charges_export(request: HttpRequest) -> HttpResponse:
    """The same grid as a workbook."""
    viewer, district = _administrator(request)
    heads, lines = matrix(district)
    columns = [Column("单位", 30), *(Column(head, 16) for head in heads)]
    rows = (
        (line.unit, *("、".join(str(c.post) for c in cell.charges) for cell in line.cells))
        for line in lines
    )
    return download(workbook("分管", columns, rows), f"分管（{viewer.on}）.xlsx")


@require_POST
def charge_end(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, _ = _administrator(request)
    found = get_object_or_404(
        Charge.objects.select_related("post"), pk=pk, jurisdiction__in=administered(viewer)
    )
    _try(
        request,
        lambda: charging.withdraw_charge(found, by=viewer.user, at=timezone.now()),
        "已取消该项分管。",
    )
    return _charges_of(found.jurisdiction_id)


def handover(request: HttpRequest) -> HttpResponse:
    """Hand everything of someone who leaves to a successor, after saying how much that is."""
    viewer, _ = _administrator(request)
    form = HandoverForm(viewer, request.POST if request.method == "POST" else None)
    context: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if request.POST.get("sure") == "yes":
            done = _try(
                request,
                lambda: hand_over(**said, by=viewer.user, at=timezone.now()),
                f"已交接：{called(said['leaving'])}的岗位和待办由{called(said['successor'])}接手。",
                form,
            )
            if done:
                return redirect("people-handover")
        else:
            context |= {"what": leaving(said["leaving"], said["on"]), "said": said}
    wrong = bool(form.is_bound and form.errors)
    return render(request, "home/handover.html", context, status=400 if wrong else 200)
