"""Where one goes when an act is done: on to the next 待办, with a way back; and what did not go."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html

from guiju.procedures.desk.boxes import next_task
from guiju.procedures.desk.opinions import MAX_LENGTH
from guiju.procedures.desk.tasks import is_mine, tasks_of
from guiju.procedures.desk.visibility import Viewer
from guiju.procedures.models import Case, TaskState

_LONGEST = 40
"""Characters of a title that a sentence bears."""


def shortened(title: str) -> str:
    return title if len(title) <= _LONGEST else f"{title[: _LONGEST - 1]}…"


def called_short(case: Case) -> str:
    """A case within a sentence: “关于……的通知”（收〔2026〕1号）, a long title cut short."""
    title = shortened(case.title)
    return f"“{title}”（{case.number}）" if case.number else f"“{title}”"


def go_on(request: HttpRequest, case: Case, viewer: Viewer, *, did: str) -> HttpResponseRedirect:
    """Stay while the case is still one's own to act on, else go to the next 待办.

    What was done is told with the case's number, which the act may have given it.
    """
    called = called_short(case)
    tasks = [t for t in tasks_of(case) if t.state == TaskState.OPEN]
    following = None
    if not any(is_mine(task, viewer.user, viewer.all_seats) for task in tasks):
        following = next_task(viewer)
    if following is None:
        messages.success(request, f"已办：{did}{called}。")
        return redirect("case", pk=case.pk)
    back = reverse("case", kwargs={"pk": case.pk})
    says = format_html(
        '已办：{}{}。下面是下一件待办。<a href="{}">返回刚办的这件</a>', did, called, back
    )
    messages.success(request, says)
    return redirect("case", pk=following.case_id)


def tell_unsent(request: HttpRequest) -> None:
    """What was written on a paper that is gone is said, so that it can be copied."""
    said = (request.POST.get(name, "").strip() for name in ("opinion", "reason", "note"))
    for words in filter(None, said):
        messages.warning(request, f"您写的“{words[:MAX_LENGTH]}”没有提交，需要的请复制。")
    if request.POST.get("handwriting", "").strip():
        messages.warning(
            request, "您手写的意见没有提交，没有记录；还要表达的，请告诉现在的办理人。"
        )
