"""The acts of the desk on a case. Every rule is the engine's; here words become its arguments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from django.http import HttpResponse
from ninja import Path
from ninja.responses import Status

from guiju.api import shown, told
from guiju.api.asking import Asked, Caller
from guiju.api.routing import does
from guiju.api.wanted import (
    NAME,
    Addressed,
    BackIn,
    CorrectIn,
    DeedIn,
    IfMatch,
    OpenIn,
    Pk,
    TextIn,
    TokenIn,
    VoidIn,
)
from guiju.core.errors import Conflict, Reason, Refusal
from guiju.procedures.acts import Deed, Opening, open_case, perform
from guiju.procedures.corrections import Correction, Move, Replace, Void, correct, correct_title
from guiju.procedures.definition import Procedure
from guiju.procedures.desk.addressing import Addressee
from guiju.procedures.desk.drafting import Revision, revise_text
from guiju.procedures.desk.linking import void_case
from guiju.procedures.desk.returning import send_back
from guiju.procedures.desk.returning import take_back as take_back_case
from guiju.procedures.desk.tasks import Back
from guiju.procedures.guard import YEARS
from guiju.procedures.models import Case, Resume
from guiju.procedures.record import from_json
from guiju.procedures.rulebook import office_rulebook
from guiju.procedures.selectors import procedure_of

TAG = "办理"

_STALE = "以 If-Match 或 token 带回读到的版本；已被他人办理的，应答 409 conflict，请重新读取。"


@does(
    TAG,
    "/cases",
    told.CaseOut,
    "开启事项",
    "facts 按程序说明填写。申请人信息在登记时加密另存，此后任何应答都不返回。",
    status=201,
)
def open_one(request: Asked, response: HttpResponse, body: OpenIn) -> Status[object]:
    caller = request.auth
    p = office_rulebook().in_force(body.procedure, body.on)
    posts = caller.viewer.posts
    unit = caller.unit(body.unit) if body.unit else posts[0].unit if posts else None
    opening = Opening(
        jurisdiction=caller.jurisdiction,
        procedure=p.id,
        title=body.title,
        number=body.number,
        unit=unit,
        secrecy=body.secrecy,
        urgency=body.urgency,
    )
    case = open_case(opening, _deed(caller, p, body.act, body), by=caller.user, at=caller.at)
    return Status(201, _now(response, case))


@does(TAG, "/cases/{pk}/acts/{act}", told.CaseOut, "办理一个行为", _STALE)
def act(  # noqa: PLR0913 - the parts of a request
    request: Asked,
    response: HttpResponse,
    pk: Pk,
    act: Annotated[str, Path(pattern=NAME, max_length=60)],
    body: DeedIn,
    if_match: IfMatch,
) -> told.CaseOut:
    caller = request.auth
    case = as_read(caller.case(pk), body.token, if_match)
    deed = _deed(caller, procedure_of(case), act, body)
    return _now(response, perform(case, deed, by=caller.user, at=caller.at))


@does(TAG, "/cases/{pk}/return", told.CaseOut, "退回", _STALE)
def back(
    request: Asked, response: HttpResponse, pk: Pk, body: BackIn, if_match: IfMatch
) -> told.CaseOut:
    caller = request.auth
    case = as_read(caller.case(pk), body.token, if_match)
    how = Back(Resume(body.resume), body.keep_siblings, body.keep_signed)
    deed = _deed(caller, procedure_of(case), body.act, body, how)
    return _now(response, send_back(case, deed, by=caller.user, at=caller.at))


@does(TAG, "/cases/{pk}/take-back", told.CaseOut, "取回下一办理人尚未打开的本件", _STALE)
def take_back(
    request: Asked, response: HttpResponse, pk: Pk, body: TokenIn, if_match: IfMatch
) -> told.CaseOut:
    case = as_read(request.auth.case(pk), body.token, if_match)
    return _now(response, take_back_case(case, by=request.auth.user, at=request.auth.at))


@does(TAG, "/cases/{pk}/void", told.CaseOut, "作废误开的事项", _STALE)
def void(
    request: Asked, response: HttpResponse, pk: Pk, body: VoidIn, if_match: IfMatch
) -> told.CaseOut:
    caller = request.auth
    case = as_read(caller.case(pk), body.token, if_match)
    done = void_case(case, reason=body.reason, by=caller.user, at=caller.at)
    return _now(response, done)


@does(TAG, "/cases/{pk}/corrections", told.CaseOut, "更正记录（限系统管理员岗位）", _STALE)
def corrections(
    request: Asked, response: HttpResponse, pk: Pk, body: CorrectIn, if_match: IfMatch
) -> told.CaseOut:
    caller = request.auth
    case = as_read(caller.case(pk), body.token, if_match)
    why, by, at = body.reason, caller.user, caller.at
    if body.kind == "title":
        done = correct_title(case, body.title, reason=why, by=by, at=at)
    else:
        wanted = _correction(procedure_of(case), body)
        done = correct(case, wanted, reason=why, by=by, at=at)
    return _now(response, done)


@does(
    TAG,
    "/cases/{pk}/texts",
    told.TextSaved,
    "保存新的一稿",
    "实质性修改会使已经审核、签发的意见失效，并按程序退回。" + _STALE,
    status=201,
)
def write(
    request: Asked, response: HttpResponse, pk: Pk, body: TextIn, if_match: IfMatch
) -> Status[object]:
    caller = request.auth
    case = as_read(caller.case(pk), body.token, if_match)
    revision = Revision(body.body, body.saw, body.material, body.note)
    text, now = revise_text(case, revision, by=caller.user, at=caller.at)
    return Status(201, told.TextSaved(text=shown.text(text), case=_now(response, now)))


def as_read(case: Case, token: int | None, if_match: str) -> Case:
    """The case as the caller read it. Raises Conflict without a version: look first, then act."""
    if if_match:
        token = int(if_match.strip('"'))
    if token is None:
        says = "请先读取本事项，再以 If-Match 或 token 带回读到的版本"
        raise Conflict([Reason("conflict.token", says)])
    case.token = token
    return case


def addressees(caller: Caller, named: Sequence[Addressed]) -> tuple[Addressee, ...]:
    """Posts, units and people as the engine takes them. Raises Missing, or Refusal for none."""
    found: list[Addressee] = []
    for one in named:
        if one.post is None and one.unit is None and not one.user:
            raise Refusal([Reason("addressees", "请写明岗位、单位或者人员")])
        found.append(
            Addressee(
                post=caller.posts([one.post])[0] if one.post else None,
                unit=caller.unit(one.unit) if one.unit else None,
                user=caller.person(one.user) if one.user else None,
                lead=one.lead,
            )
        )
    return tuple(found)


def _deed(caller: Caller, p: Procedure, act: str, body: DeedIn, back: Back | None = None) -> Deed:
    return Deed(
        act=act,
        on=body.on,
        facts=from_json(p, body.facts),
        at=_moment(body.at),
        role=body.role,
        to=addressees(caller, body.to),
        note=body.note,
        opinion=body.opinion,
        handwriting=body.handwriting,
        saw=body.saw,
        back=back,
    )


def _moment(at: datetime | None) -> datetime | None:
    """The moment, unless no clock of the office could show it."""
    if at is not None and at.year not in YEARS:
        raise Refusal([Reason("order", "时刻不对，请核对年份")])
    return at


def _correction(p: Procedure, body: CorrectIn) -> Correction:
    if body.kind == "move":
        if body.on is None:
            raise Refusal([Reason("needs.on", "请写明自哪一天起移到该环节")])
        return Move(body.step, body.on)
    if body.seq is None:
        raise Refusal([Reason("needs.seq", "请写明更正第几条记录")])
    if body.kind == "void":
        return Void(body.seq)
    facts = None if body.facts is None else from_json(p, body.facts)
    return Replace(body.seq, body.on, facts)


def _now(response: HttpResponse, case: Case) -> told.CaseOut:
    response.headers["ETag"] = f'"{case.token}"'
    return shown.case_out(case)
