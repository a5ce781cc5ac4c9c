"""Before and around every call: its size, its type, and that nothing is done twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Set
from datetime import datetime, timedelta
from functools import wraps

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from guiju.api.asking import Caller, caller_of
from guiju.api.models import Answer
from guiju.api.problems import invalid, problem
from guiju.core.errors import Reason

View = Callable[..., HttpResponse]

MAX_BODY = 1024 * 1024
"""Bytes of a JSON body: the longest text of a document is far shorter."""

KEY = re.compile(r"[!-~]{1,80}")
KEY_PATTERN = "^[!-~]{1,80}$"


class _NothingDone(Exception):
    """The call was refused: take back the answer's row with everything else."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.response = response


def gate(view: View, names: Set[str]) -> View:
    """Wrap a view of the API whose query may use these names."""

    @wraps(view)
    def uncached(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = _passed(request, names, lambda: view(request, *args, **kwargs))
        response.headers["Cache-Control"] = "no-store"
        return response

    return uncached


def _passed(
    request: HttpRequest, names: Set[str], view: Callable[[], HttpResponse]
) -> HttpResponse:
    caller = caller_of(request)
    if caller is None:
        return view()
    refused = _misasked(request, names)
    if refused is not None:
        return refused
    key = request.headers.get("Idempotency-Key")
    if request.method != "POST" or key is None:
        return view()
    if not KEY.fullmatch(key):
        says = "“Idempotency-Key”应为1至80个可见的ASCII字符"
        return invalid(says, rule="invalid.Idempotency-Key")
    return _once(request, caller, key, view)


def _misasked(request: HttpRequest, names: Set[str]) -> HttpResponse | None:
    """Why the call is not even looked at; None when it is."""
    unknown = sorted(set(request.GET) - names)
    if unknown:
        says = f"本接口没有查询参数“{unknown[0][:80]}”"
        return invalid(says, rule="invalid.query")
    return _unfit(request) if request.method == "POST" else None


def _unfit(request: HttpRequest) -> HttpResponse | None:
    """Why the body is not even read; None when it may be."""
    claimed = request.META.get("CONTENT_LENGTH") or "0"
    length = int(claimed) if claimed.isdecimal() and len(claimed) < 20 else MAX_BODY + 1
    if length > MAX_BODY:
        says = f"请求体超过{MAX_BODY // 1024} KB"
        return problem("too_large", 413, [Reason("size", says)])
    if length and request.content_type != "application/json":
        says = "请求体应为 application/json"
        return problem("media_type", 415, [Reason("media_type", says)])
    return None


def _once(
    request: HttpRequest, caller: Caller, key: str, act: Callable[[], HttpResponse]
) -> HttpResponse:
    """Do an act once for a key. Whoever comes second waits for the first and gets its answer."""
    asked = _fingerprint(request)
    stored = _stored(caller, key)
    if stored is not None:
        return _again(stored, asked)
    try:
        with transaction.atomic():
            answer = _claim(caller, key, asked)
            if answer is None:
                stored = _stored(caller, key)
            else:
                return _kept(answer, act())
    except _NothingDone as refused:
        return refused.response
    assert stored is not None, "a key is taken only by an answer that is on record"
    return _again(stored, asked)


def _claim(caller: Caller, key: str, asked: str) -> Answer | None:
    """The row of a key nobody has used; None when another call has it by now."""
    try:
        with transaction.atomic():
            return Answer.objects.create(token=caller.token, key=key, request=asked, at=caller.at)
    except IntegrityError:
        return None


def _kept(answer: Answer, response: HttpResponse) -> HttpResponse:
    if response.status_code >= 300:
        raise _NothingDone(response)
    answer.status = response.status_code
    answer.body = response.content.decode()
    answer.etag = response.headers.get("ETag", "")
    answer.save(update_fields=["status", "body", "etag"])
    return response


def _stored(caller: Caller, key: str) -> Answer | None:
    return Answer.objects.filter(token=caller.token, key=key).first()


def _again(answer: Answer, asked: str) -> HttpResponse:
    if answer.request != asked:
        says = "这个 Idempotency-Key 已经用于另一个请求，请换一个"
        return invalid(says, rule="idempotency")
    response = HttpResponse(
        answer.body, status=answer.status, content_type="application/json; charset=utf-8"
    )
    response.headers["Idempotency-Replayed"] = "true"
    if answer.etag:
        response.headers["ETag"] = answer.etag
    return response


def _fingerprint(request: HttpRequest) -> str:
    """What was asked, as a digest with a key: bodies may name applicants."""
    parts = (request.method or "", request.get_full_path(), request.headers.get("If-Match", ""))
    said = "\n".join(parts).encode() + b"\n" + request.body
    return salted_hmac("guiju.api", said, algorithm="sha256").hexdigest()


def prune(*, at: datetime) -> int:
    """Forget the answers older than the setting says; returns how many. Run it every night."""
    before = at - timedelta(days=settings.API_ANSWER_DAYS)
    return Answer.objects.filter(at__lt=before).delete()[0]
