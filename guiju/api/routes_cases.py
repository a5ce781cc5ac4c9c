"""Cases as the token's account may see them: the list, and everything about one of them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from django.db.models import Q
from django.http import HttpResponse
from ninja import Query

from guiju.api import shown, told
from guiju.api.asking import Asked
from guiju.api.routing import reads
from guiju.api.wanted import CLEAN, NAME_OR_NOT, After, Day, Limit, Pk
from guiju.procedures.desk.opinions import block
from guiju.procedures.desk.visibility import who_sees, within_sight
from guiju.procedures.models import Link
from guiju.procedures.selectors import offers, procedure_kept, procedure_of, readings

TAG = "事项"


@reads(
    TAG,
    "/cases",
    told.CasePage,
    "事项列表，最近开启的在前",
    "只列本系统账号在阅知范围内的事项。翻页时把上一页的 next 作为 after。",
)
def cases(  # noqa: PLR0913 - a list and its filters
    request: Asked,
    procedure: Annotated[str, Query("", pattern=NAME_OR_NOT, max_length=60)],
    step: Annotated[str, Query("", pattern=NAME_OR_NOT, max_length=60)],
    state: Annotated[Literal["any", "open", "closed"], Query("any")],
    opened_since: Annotated[Day, Query(date.min)],
    text: Annotated[str, Query("", max_length=120, pattern=CLEAN, description="标题、编号")],
    after: After,
    limit: Limit,
) -> told.CasePage:
    wanted = Q()
    if opened_since > date.min:
        wanted &= Q(opened_on__gte=opened_since)
    if procedure:
        wanted &= Q(procedure=procedure)
    if step:
        wanted &= Q(step=step)
    if state != "any":
        wanted &= Q(closed_on__isnull=state == "open")
    if text:
        wanted &= Q(title__icontains=text) | Q(number__icontains=text)
    if after:
        last = request.auth.case(after)
        wanted &= Q(opened_on__lt=last.opened_on) | Q(opened_on=last.opened_on, pk__lt=last.pk)
    # With nothing joined but what may be missing, the index is read in its order, and no further.
    rows = request.auth.cases().filter(wanted).select_related(None).select_related("unit")
    found = list(rows.order_by("-opened_on", "-pk")[: limit + 1])
    items = [shown.case_row(case) for case in found[:limit]]
    return told.CasePage(items=items, next=items[-1].id if len(found) > limit else None)


@reads(
    TAG,
    "/cases/{pk}",
    told.CaseOut,
    "一个事项",
    "ETag 即事项的版本（token），办理时以 If-Match 或 token 带回。不含申请人信息。",
)
def case(request: Asked, response: HttpResponse, pk: Pk) -> told.CaseOut:
    found = request.auth.case(pk)
    response.headers["ETag"] = f'"{found.token}"'
    return shown.case_out(found)


@reads(TAG, "/cases/{pk}/events", list[told.EventOut], "办理记录，更正和作废一并列出")
def events(request: Asked, pk: Pk) -> list[told.EventOut]:
    found = request.auth.case(pk)
    p = procedure_kept(found)
    rows = found.events.select_related("post__unit").order_by("seq")
    return [shown.event(row, p) for row in rows]


@reads(TAG, "/cases/{pk}/limits", list[told.LimitOut], "各项期限在今天的读数")
def limits(request: Asked, pk: Pk) -> list[told.LimitOut]:
    found = request.auth.case(pk)
    p = procedure_of(found)
    return [shown.limit(one, p) for one in readings(found, on=request.auth.today)]


@reads(TAG, "/cases/{pk}/tasks", list[told.TaskOut], "各项任务：谁、何时收到、阅读、办理")
def tasks(request: Asked, pk: Pk) -> list[told.TaskOut]:
    found = request.auth.case(pk)
    p = procedure_kept(found)
    rows = found.tasks.select_related("case", "post__unit", "unit", "user").order_by("pk")
    return [shown.task(row, p) for row in rows]


@reads(TAG, "/cases/{pk}/readings", list[told.ReadingOut], "传阅情况")
def circulation(request: Asked, pk: Pk) -> list[told.ReadingOut]:
    rows = request.auth.case(pk).readings.select_related("case", "post__unit").order_by("pk")
    return [shown.reading(row) for row in rows]


@reads(TAG, "/cases/{pk}/opinions", list[told.OpinionOut], "签署的意见")
def opinions(request: Asked, pk: Pk) -> list[told.OpinionOut]:
    zones = block(request.auth.case(pk))
    return [shown.opinion(row) for zone in zones for row in zone.opinions]


@reads(TAG, "/cases/{pk}/findings", list[told.FindingOut], "检查发现的问题")
def findings(request: Asked, pk: Pk) -> list[told.FindingOut]:
    return [
        told.FindingOut(
            rule=row.rule,
            says=row.says,
            basis=row.basis,
            year=row.year,
            due=row.due,
            actual=row.actual,
            days_late=row.days_late,
        )
        for row in request.auth.case(pk).findings.order_by("pk")
    ]


@reads(TAG, "/cases/{pk}/offers", list[told.OfferOut], "现在能办什么；不能办的写明理由")
def offered(request: Asked, pk: Pk) -> list[told.OfferOut]:
    found = request.auth.case(pk)
    user, on = request.auth.user, request.auth.today
    return [shown.offer(one) for one in offers(found, user=user, on=on)]


@reads(TAG, "/cases/{pk}/viewers", list[told.ViewerOut], "谁能看到本事项，凭什么")
def viewers(request: Asked, pk: Pk) -> list[told.ViewerOut]:
    return [
        told.ViewerOut(
            user=one.user.get_username(),
            name=one.user.get_full_name(),
            post=str(one.post or ""),
            why=one.why,
        )
        for one in who_sees(request.auth.case(pk), on=request.auth.today)
    ]


@reads(TAG, "/cases/{pk}/links", list[told.LinkOut], "关联的事项，只列看得到的")
def links(request: Asked, pk: Pk) -> list[told.LinkOut]:
    found, viewer = request.auth.case(pk), request.auth.viewer
    both = within_sight(viewer), within_sight(viewer, "other")
    rows = Link.objects.filter(Q(case=found) | Q(other=found), *both)
    return [shown.link(row) for row in rows.order_by("pk")]


@reads(TAG, "/cases/{pk}/slips", list[told.SlipOut], "催办单、督办单")
def slips(request: Asked, pk: Pk) -> list[told.SlipOut]:
    return [shown.slip(row) for row in request.auth.case(pk).slips.order_by("pk")]


@reads(TAG, "/cases/{pk}/texts", list[told.TextOut], "文稿的各版次")
def texts(request: Asked, pk: Pk) -> list[told.TextOut]:
    return [shown.text(row) for row in request.auth.case(pk).texts.order_by("version")]
