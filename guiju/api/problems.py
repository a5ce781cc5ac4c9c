"""What a refused call is answered: the reasons of a refusal, as the desk shows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError
from pydantic import BaseModel, ConfigDict

from guiju.core.errors import Conflict, NotYours, Reason, Refusal
from guiju.procedures.library import UnknownProcedure, VersionGone

Kind = Literal[
    "refusal",
    "not_yours",
    "conflict",
    "invalid",
    "missing",
    "unauthorized",
    "too_large",
    "media_type",
    "too_many",
]


class ReasonOut(BaseModel):
    """一条理由：规则、说明、依据、可由谁处理。"""

    model_config = ConfigDict(extra="forbid")
    rule: str
    says: str
    basis: str
    helper: str


class Problem(BaseModel):
    """未办成时的应答。"""

    model_config = ConfigDict(extra="forbid")
    kind: Kind
    reasons: list[ReasonOut]


CODES = (400, 401, 403, 404, 409, 413, 415, 422, 429)


class Missing(Exception):
    """What the call names is not there, or not to be seen by this system (HTTP 404)."""

    def __init__(self, says: str) -> None:
        super().__init__(says)
        self.says = says


def problem(kind: Kind, status: int, reasons: Sequence[Reason]) -> HttpResponse:
    told = [{"rule": r.rule, "says": r.says, "basis": r.basis, "helper": r.helper} for r in reasons]
    response = JsonResponse(
        {"kind": kind, "reasons": told}, status=status, json_dumps_params={"ensure_ascii": False}
    )
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def invalid(says: str, *, rule: str = "body", status: int = 422) -> HttpResponse:
    return problem("invalid", status, [Reason(rule, says)])


def missing(says: str) -> HttpResponse:
    return problem("missing", 404, [Reason("missing", says)])


def _refused(_request: HttpRequest, error: Any) -> HttpResponse:
    if isinstance(error, NotYours):
        return problem("not_yours", 403, error.reasons)
    return problem("conflict" if isinstance(error, Conflict) else "refusal", 409, error.reasons)


def _missing(_request: HttpRequest, error: Any) -> HttpResponse:
    return missing(error.says if isinstance(error, Missing) else "没有这个地址")


def _no_procedure(_request: HttpRequest, _error: Any) -> HttpResponse:
    return missing("没有这个程序")


def _version_gone(_request: HttpRequest, _error: Any) -> HttpResponse:
    says = "本事项所依据的程序版本已经不在，不能据以计算期限或者办理；内容和办理记录仍可查阅"
    return problem("refusal", 409, [Reason("procedure.gone", says, helper="系统管理员")])


def _http(_request: HttpRequest, error: Any) -> HttpResponse:
    if isinstance(error, AuthenticationError):
        says = "请在 Authorization 中给出有效的令牌：Bearer …"
        return problem("unauthorized", 401, [Reason("token", says, helper="系统管理员")])
    if isinstance(error, Throttled):
        response = problem("too_many", 429, [Reason("rate", "调用过于频繁，请稍后再试")])
        response.headers["Retry-After"] = str(error.wait or 60)
        return response
    return invalid("请求体不是合格的 JSON", status=error.status_code)


def _malformed(_request: HttpRequest, error: Any) -> HttpResponse:
    return problem("invalid", 422, [_reason(item) for item in error.errors[:20]])


def _reason(item: dict[str, Any]) -> Reason:
    """Where in the request something does not fit, and what was expected, in Chinese."""
    place = [str(part) for part in item.get("loc", ())]
    where = ".".join(part for part in place[1:] if part != "body") or "请求"
    kind = str(item.get("type", ""))
    no_file = place[:1] == ["file"] and kind == "missing"
    return Reason(f"invalid.{where}"[:120], f"“{where[:80]}”{NO_FILE if no_file else _words(kind)}")


NO_FILE = "没有收到文件：请以 multipart/form-data 的这个字段发送，并写明文件名"
"""Sent as a plain field, without a file name, or in a part without a blank line after its head."""


def _words(kind: str) -> str:
    for begin, says in _EXPECTED.items():
        if kind.startswith(begin):
            return says
    return "不符合要求，请对照接口说明"


_EXPECTED = {
    "missing": "必须填写",
    "extra_forbidden": "不是本接口的字段",
    "string_too_long": "过长",
    "string_too_short": "过短",
    "string_pattern": "格式不对，或含有不允许的字符",
    "string": "应为文字",
    "int": "应为整数",
    "bool": "应为 true 或 false",
    "date": "应为日期，如 2025-03-03",
    "list": "应为列表",
    "too_long": "项数过多",
    "too_short": "项数过少",
    "dict": "应为对象",
    "model": "应为对象",
    "literal": "不在可选的值之内",
    "greater": "过小",
    "less": "过大",
}


def answer_problems(api: NinjaAPI) -> None:
    """Let every refusal of the engine and of the framework be answered in one format."""
    api.add_exception_handler(Refusal, _refused)
    api.add_exception_handler(Missing, _missing)
    api.add_exception_handler(Http404, _missing)
    api.add_exception_handler(UnknownProcedure, _no_procedure)
    api.add_exception_handler(VersionGone, _version_gone)
    api.add_exception_handler(HttpError, _http)
    api.add_exception_handler(ValidationError, _malformed)
