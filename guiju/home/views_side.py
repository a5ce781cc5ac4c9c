"""Beside the acts of a case: hand on, circulate, urge, link, watch, void."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from guiju.core.errors import Reason, Refusal
from guiju.core.row_keys import row_keys
from guiju.home import addressees
from guiju.home.addressees import Picker
from guiju.home.case_seen import Seen, seen_case
from guiju.home.going_on import go_on, tell_unsent
from guiju.home.side_forms import LinkForm, NoteForm, UrgeForm, VoidForm
from guiju.home.typed import number
from guiju.org.models import Post
from guiju.procedures.desk.circulating import circulate, mark_read, recall
from guiju.procedures.desk.countersigning import who_has
from guiju.procedures.desk.handing import hand_on
from guiju.procedures.desk.linking import link_cases, unwatch, void_case, watch
from guiju.procedures.desk.opinions import MAX_LENGTH
from guiju.procedures.desk.urging import Urging, urge
from guiju.procedures.desk.visibility import visible_cases
from guiju.procedures.models import Case, Slip, SlipKind, Task

_GET_POST = require_http_methods(["GET", "HEAD", "POST"])
_MOST_FOUND = 20


def _tried(act: Callable[[], object]) -> tuple[Reason, ...]:
    """Do it; the reasons when it was refused."""
    try:
        act()
    except Refusal as refusal:
        return refusal.reasons
    return ()


def _page(  # noqa: PLR0913 - one page of one form
    request: HttpRequest,
    seen: Seen,
    label: str,
    form: forms.Form,
    reasons: tuple[Reason, ...] = (),
    **more: Any,
) -> HttpResponse:
    context = {"seen": seen, "case": seen.case, "label": label, "form": form, "reasons": reasons}
    wrong = request.method == "POST" and not request.POST.get("again")
    status = (409 if reasons else 422) if wrong else 200
    return render(request, "home/case_side.html", context | more, status=status)


def _picker(request: HttpRequest, seen: Seen, found: Picker) -> Picker:
    return addressees.arranged(found, seen.case, request.POST, by=seen.user)


@_GET_POST
def pass_on(request: HttpRequest, pk: int, task: int) -> HttpResponse:
    """转办: one's open task to another post with the same role."""
    seen = seen_case(request, pk)
    row = get_object_or_404(Task.objects.select_related("case__jurisdiction"), case=pk, pk=task)
    picker = _picker(request, seen, addressees.same_role(seen.case, row, on=seen.on))
    form = NoteForm(request.POST or None)
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and not request.POST.get("again") and form.is_valid():
        to = addressees.chosen(request.POST, seen.case, several=False)
        if not to:
            form.add_error(None, "请选择转给哪个岗位。")
        else:
            said, row.case = form.cleaned_data["note"], seen.case
            reasons = _tried(lambda: hand_on(row, to[0], note=said, by=seen.user, at=seen.at))
            if not reasons:
                return go_on(request, seen.case, seen.viewer, did="转办")
    return _page(request, seen, "转办", form, reasons, picker=picker)


@_GET_POST
def send_round(request: HttpRequest, pk: int) -> HttpResponse:
    """传阅: to posts, for reading."""
    seen = seen_case(request, pk)
    picker = _picker(request, seen, addressees.readers(seen.case, on=seen.on))
    form = NoteForm(request.POST or None)
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and not request.POST.get("again") and form.is_valid():
        posts = _posts(request, seen)
        said = form.cleaned_data["note"]
        reasons = _tried(lambda: circulate(seen.case, posts, note=said, by=seen.user, at=seen.at))
        if not reasons:
            messages.success(request, f"已传阅给{len(posts)}个岗位。")
            return redirect("case", pk=pk)
    return _page(request, seen, "传阅", form, reasons, picker=picker)


def _posts(request: HttpRequest, seen: Seen) -> list[Post]:
    found = addressees.chosen(request.POST, seen.case, several=True)
    return [one.post for one in found if one.post is not None]


@require_POST
def have_read(request: HttpRequest, pk: int, reading: int) -> HttpResponse:
    """已阅, with an opinion or without."""
    seen = seen_case(request, pk)
    row = get_object_or_404(seen.case.readings.select_related("case"), pk=reading)
    said, drawn = request.POST.get("opinion", "")[:MAX_LENGTH], request.POST.get("handwriting", "")
    reasons = _tried(
        lambda: mark_read(row, opinion=said, handwriting=drawn, by=seen.user, at=seen.at)
    )
    _say(request, reasons, "已阅。")
    if reasons:
        tell_unsent(request)
    return redirect("case", pk=pk)


@require_POST
def call_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back unread circulations."""
    seen = seen_case(request, pk)
    chosen = row_keys(request.POST.getlist("reading"))
    rows = list(seen.case.readings.filter(pk__in=chosen))
    back = list[int]()
    reasons = _tried(lambda: back.append(recall(seen.case, rows, by=seen.user, at=seen.at)))
    done, left = sum(back), len(rows) - sum(back)
    if not rows:
        messages.error(request, "没有收回：请先在“收回”一列勾选。")
    elif left and not reasons:
        said = f"已收回{done}份，另" if done else "没有收回："
        messages.warning(request, f"{said}有{left}份已被阅读或已经收回。")
    else:
        _say(request, reasons, f"已收回{done}份未阅的传阅。")
    return redirect("case", pk=pk)


@_GET_POST
def press(request: HttpRequest, pk: int) -> HttpResponse:
    """催办、督办: a numbered slip to whoever has the case."""
    seen = seen_case(request, pk)
    tasks = {task.pk: task for task in seen.open_tasks} if seen.kept else {}
    asked = [(pk, who_has(task, seen.procedure)) for pk, task in tasks.items()]
    form = UrgeForm(asked, request.POST or None)
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        said, sent = form.cleaned_data, list[Slip]()
        urging = Urging(SlipKind(said["kind"]), said["text"], tasks.get(said["task"]))
        reasons = _tried(lambda: sent.extend(urge(seen.case, urging, by=seen.user, at=seen.at)))
        if not reasons:
            numbers = "、".join(slip.number for slip in sent)
            messages.success(request, f"已催办（{numbers}），办理人和其单位负责人会收到通知。")
            return redirect("case", pk=pk)
    slips = seen.case.slips.order_by("pk")
    return _page(request, seen, "催办", form, reasons, slips=slips)


@_GET_POST
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """关联: find another case one may see, then tie it to this one."""
    seen = seen_case(request, pk)
    form = LinkForm(request.POST or None)
    found: list[Case] = []
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        found = _cases(seen, said["other"])
        chosen = number(request.POST, "chosen")
        other = next((c for c in visible_cases(seen.viewer).filter(pk=chosen)), None)
        if other is not None:
            kind, at = said["kind"], seen.at
            reasons = _tried(lambda: link_cases(seen.case, other, kind, by=seen.user, at=at))
            if not reasons:
                messages.success(request, f"已关联“{other.title}”。")
                return redirect("case", pk=pk)
        elif not found:
            form.add_error("other", "没有找到您能看到的事项。")
    button = "关联" if found else "查找"
    more = {"found": found, "button": button, "most": _MOST_FOUND}
    return _page(request, seen, "关联", form, reasons, **more)


def _cases(seen: Seen, words: str) -> list[Case]:
    mine = visible_cases(seen.viewer).exclude(pk=seen.case.pk)
    by_number = mine.filter(number=words.strip())
    by_title = mine.filter(title__icontains=words.strip())
    return list((by_number | by_title).order_by("-opened_on", "-pk")[:_MOST_FOUND])


@require_POST
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """关注, or no longer."""
    seen = seen_case(request, pk)
    if request.POST.get("watch") == "1":
        watch(seen.case, by=seen.user, at=seen.at)
        messages.success(request, "已关注，可在“关注”箱中看到。")
    else:
        unwatch(seen.case, by=seen.user)
        messages.success(request, "已取消关注。")
    return redirect("case", pk=pk)


@_GET_POST
def void(request: HttpRequest, pk: int) -> HttpResponse:
    """作废: cannot be undone, so it asks to be sure."""
    seen = seen_case(request, pk)
    form = VoidForm(request.POST or None)
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        why, case = form.cleaned_data["reason"], seen.held_since(request.POST.get("token", ""))
        reasons = _tried(lambda: void_case(case, reason=why, by=seen.user, at=seen.at))
        if not reasons:
            messages.success(request, f"“{case.title}”已作废。")
            return redirect("case", pk=pk)
    return _page(request, seen, "作废", form, reasons)


def _say(request: HttpRequest, reasons: tuple[Reason, ...], done: str) -> None:
    for reason in reasons:
        messages.error(request, str(reason))
    if not reasons:
        messages.success(request, done)
