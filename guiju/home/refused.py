"""A refusal no page of its own answers: the rule, its article, who can help; never an error."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guiju.core.errors import NotYours, Reason, Refusal
from guiju.procedures.library import VersionGone

GONE = Reason(
    "procedure.gone",
    "所涉事项适用的程序文件版本已找不到，不能据以办理或者推算期限；内容和办理记录仍可查阅",
    helper="系统管理员",
)


class RefusedPage:
    """Middleware: 403 for what is not this person's to do or see, 409 for what may not be now or
    has lost its rules, and words beside a 405, of which a browser would show a page of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if answer.status_code != HTTPStatus.METHOD_NOT_ALLOWED or answer.content:
            return answer
        said = render(request, "405.html", status=HTTPStatus.METHOD_NOT_ALLOWED)
        said["Allow"] = answer["Allow"]
        return said

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if not isinstance(problem, Refusal | VersionGone):
            return None
        reasons = problem.reasons if isinstance(problem, Refusal) else (GONE,)
        status = 403 if isinstance(problem, NotYours) else 409
        context = {"reasons": reasons, "sent": request.method == "POST"}
        return render(request, "home/refused.html", context, status=status)
