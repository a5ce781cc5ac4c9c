"""Answer what no database can store before anything is done with it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

NUL = "\x00"
"""PostgreSQL cannot store it in a text; no keyboard types it and browsers drop it in pasting."""


def clean_input(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: 400 for a form that carries a NUL, on every database alike.

    A query keeps nothing; pages make of it what they can.
    """

    def look(request: HttpRequest) -> HttpResponse:
        # The API reads its forms itself, keeps only the file, and answers a bad one as JSON.
        form = request.method == "POST" and not request.path.startswith("/api/")
        if form and _carries(request.POST):
            says = "提交的内容里有不能保存的控制字符（NUL），请删去后重新提交。"
            return render(request, "400.html", {"says": says}, status=400)
        return get_response(request)

    return look


def _carries(data: QueryDict) -> bool:
    return any(NUL in name or any(NUL in text for text in texts) for name, texts in data.lists())
