"""Before and around every call: its size, its type, and that nothing is done twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps

from cryptography.hazmat.primitives.hashes import SM3, Hash
from django.conf import settings
from django.core.exceptions import (
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
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


@dataclass(frozen=True, slots=True)
class Taken:
    """What a route takes: the names its query may use, a form with a file instead of JSON."""

    names: Set[str]
    upload: bool = False


def gate(view: View, taken: Taken) -> View:
    """Wrap a view of the API."""

    @wraps(view)
    def uncached(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = _passed(request, taken, lambda: view(request, *args, **kwargs))
        response.headers["Cache-Control"] = "no-store"
        return response

    return uncached


def _passed(request: HttpRequest, taken: Taken, view: Callable[[], HttpResponse]) -> HttpResponse:
    caller = caller_of(request)
    if caller is None:
        return view()
    refused = _misasked(request, taken)
    if refused is not None:
        return refused
    key = request.headers.get("Idempotency-Key")
    if request.method != "POST" or key is None:
        return view()
    if not KEY.fullmatch(key):
        says = "“Idempotency-Key”应为1至80个可见的ASCII字符"
        return invalid(says, rule="invalid.Idempotency-Key")
    return _once(request, caller, key, view)


def _misasked(request: HttpRequest, taken: Taken) -> HttpResponse | None:
    """Why the call is not even looked at; None when it is."""
    unknown = sorted(set(request.GET) - taken.names)
    if unknown:
        says = f"本接口没有查询参数“{unknown[0][:80]}”"
        return invalid(says, rule="invalid.query")
    return _unfit(request, taken) if request.method == "POST" else None


def _unfit(request: HttpRequest, taken: Taken) -> HttpResponse | None:
    """Why the body is not even read; None when it may be."""
    claimed = request.META.get("CONTENT_LENGTH") or "0"
    most = settings.FILE_MAX_BYTES + MAX_BODY if taken.upload else MAX_BODY
    length = int(claimed) if claimed.isdecimal() and len(claimed) < 20 else most + 1
    if length > most:
        return problem("too_large", 413, [Reason("size", f"请求体超过{most // 1024} KB")])
    wanted = "multipart/form-data" if taken.upload else "application/json"
    if length and request.content_type != wanted:
        return problem("media_type", 415, [Reason("media_type", f"请求体应为 {wanted}")])
    return _unreadable(request) if taken.upload else None


def _unreadable(request: HttpRequest) -> HttpResponse | None:
    """Why a form with a file cannot be read; None when it can, and is."""
    try:
        request.FILES  # noqa: B018 - parsed here, where a bad form can be answered
    except (TooManyFieldsSent, TooManyFilesSent, RequestDataTooBig):
        says = (
            f"表单最多{settings.DATA_UPLOAD_MAX_NUMBER_FIELDS}个字段、"
            f"{settings.DATA_UPLOAD_MAX_NUMBER_FILES}个文件，文件以外的内容最多"
            f"{settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024} KB"
        )
        return problem("too_large", 413, [Reason("form", says)])
    except (MultiPartParserError, SuspiciousOperation):
        says = "请求体不是合格的 multipart/form-data，或字段名、文件名过长"
        return invalid(says, status=400)
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
    said = "\n".join(parts).encode() + b"\n" + _body(request)
    return salted_hmac("guiju.api", said, algorithm="sha256").hexdigest()


def _body(request: HttpRequest) -> bytes:
    """What was sent; of an upload, which may be long, the digests of its files."""
    if request.content_type != "multipart/form-data":
        return request.body
    digest = Hash(SM3())
    for name, files in request.FILES.lists():
        for file in files:
            digest.update(f"{name}\n{file.name}\n{file.size}\n".encode())
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
    return digest.finalize()


def prune(*, at: datetime) -> int:
    """Forget the answers older than the setting says; returns how many. Run it every night."""
    before = at - timedelta(days=settings.API_ANSWER_DAYS)
    return Answer.objects.filter(at__lt=before).delete()[0]
