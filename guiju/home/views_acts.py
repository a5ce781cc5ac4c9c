"""Opening a case, doing an act on it, taking the last one back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from guiju.core.errors import Refusal
from guiju.home.act_gone import gone_page
from guiju.home.act_sheet import ActSheet
from guiju.home.case_beside import beside
from guiju.home.case_seen import seen_case
from guiju.home.draft_pages import save_and_return
from guiju.home.going_on import go_on
from guiju.home.opening_sheet import OpeningSheet, openers
from guiju.home.phrases import phrases_of
from guiju.home.scope import user_of
from guiju.home.typed import as_query, drop, number
from guiju.procedures.desk.returning import take_back
from guiju.procedures.desk.visibility import viewer_of
from guiju.procedures.models import Draft

SAVE = "save"
_GET_POST = require_http_methods(["GET", "HEAD", "POST"])


def new(request: HttpRequest) -> HttpResponse:
    """The procedures somebody may open, and by whom the others are."""
    viewer = viewer_of(user_of(request), on=timezone.localdate())
    return render(request, "home/case_new.html", {"openers": openers(viewer)})


@_GET_POST
def open_form(request: HttpRequest, procedure: str) -> HttpResponse:
    """The form that opens a case: filtered, saved as a draft, or done."""
    viewer = viewer_of(user_of(request), on=timezone.localdate())
    wanted = request.GET.get("act", "")
    every = openers(viewer)
    found = [o for o in every if o.procedure.id == procedure]
    opener = next((o for o in found if wanted in ("", o.id)), None)
    if opener is None:
        raise Http404
    if not opener.seats:
        context = {"openers": every, "refused": opener}
        return render(request, "home/case_new.html", context, status=403)
    sheet = OpeningSheet(viewer, opener, timezone.now())
    again = request.POST.get("again", "")
    if request.method == "POST":
        sheet.data = request.POST
        if again == SAVE:
            return save_and_return(request, sheet.place)
        if not again:
            case = sheet.do()
            if case is not None:
                drop(sheet.place, request.POST, by=viewer.user)
                return go_on(request, case, viewer, did=opener.act.label)
    else:
        own = Draft.objects.filter(user=viewer.user, case=None, procedure=procedure)
        sheet.draft = own.filter(pk=number(request.GET, "draft")).first()
        sheet.restored = as_query(sheet.draft.fields if sheet.draft else {})
    page = {"sheet": sheet, "phrases": phrases_of(viewer.user)}
    wrong = request.method == "POST" and not again
    return render(request, "home/case_open.html", page, status=_status(wrong, sheet.reasons))


@_GET_POST
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """The form of an act on a case: filtered, saved as a draft, or done."""
    seen = seen_case(request, pk)
    if not seen.kept or name not in seen.procedure.acts():
        raise Http404
    sheet = ActSheet(seen, name)
    if request.method != "POST":
        own = Draft.objects.filter(user=seen.user, case=seen.case, act=name)
        sheet.draft = own.first()
    if sheet.offer is None:
        return _gone(request, sheet)
    again = request.POST.get("again", "")
    if request.method != "POST":
        sheet.restored = as_query(sheet.draft.fields if sheet.draft else {})
        return _act_page(request, sheet, 200)
    sheet.data, sheet.upload = request.POST.copy(), request.FILES.get("scan")
    if again == SAVE:
        return save_and_return(request, sheet.place)
    done = None if again else sheet.do()
    if done is None:
        return _act_page(request, sheet, _status(not again, sheet.reasons))
    drop(sheet.place, request.POST, by=seen.user)
    return go_on(request, done, seen.viewer, did=sheet.act.label)


def _act_page(request: HttpRequest, sheet: ActSheet, status: int) -> HttpResponse:
    seen = sheet.seen
    context = {"sheet": sheet, "phrases": phrases_of(seen.user), "beside": beside(seen)}
    return render(request, "home/case_act.html", context, status=status)


def _gone(request: HttpRequest, sheet: ActSheet) -> HttpResponse:
    """The step does not offer the act (any more); whatever was typed is shown."""
    if request.method == "POST" or sheet.draft is not None:
        return gone_page(request, sheet, posted=request.method == "POST")
    messages.error(request, f"当前环节不能“{sheet.act.label}”，请看现在能做什么。")
    return redirect("case", pk=sheet.seen.case.pk)


def _status(wrong: bool, reasons: object) -> int:  # noqa: FBT001 - said by the caller's name
    if not wrong:
        return 200
    return 409 if reasons else 422


@require_POST
def take_it_back(request: HttpRequest, pk: int) -> HttpResponse:
    """取回: the last act, while the next person has not opened the case."""
    seen = seen_case(request, pk)
    try:
        seen.refuse_unless_kept()
        take_back(seen.held_since(request.POST.get("token", "")), by=seen.user, at=seen.at)
    except Refusal as refusal:
        for reason in refusal.reasons:
            messages.error(request, str(reason))
    else:
        messages.success(request, "已取回，可以修改后重新提交。")
    return redirect("case", pk=pk)
