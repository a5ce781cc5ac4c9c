"""The desk around a case: its account's tasks and readings, handing on, circulating, urging."""

from __future__ import annotations

from ninja.responses import Status

from guiju.api import shown, told
from guiju.api.asking import Asked
from guiju.api.problems import Missing
from guiju.api.routes_acts import addressees
from guiju.api.routing import does, reads
from guiju.api.wanted import After, CirculateIn, HandIn, Limit, LinkIn, Pk, ReadIn, RecallIn, UrgeIn
from guiju.procedures.desk import boxes, circulating, handing, linking
from guiju.procedures.desk.urging import Urging
from guiju.procedures.desk.urging import urge as send_slips
from guiju.procedures.models import Reading, SlipKind

TAG = "待办与传阅"


@reads(TAG, "/tasks", told.TaskPage, "本系统账号的待办，先到的在前")
def to_do(request: Asked, after: After, limit: Limit) -> told.TaskPage:
    mine = boxes.to_do(request.auth.viewer).filter(pk__gt=after)
    rows = mine.select_related("case", "post__unit", "unit", "user").order_by("pk")
    found = list(rows[: limit + 1])
    items = [shown.task(row) for row in found[:limit]]
    return told.TaskPage(items=items, next=items[-1].id if len(found) > limit else None)


@reads(TAG, "/readings", told.ReadingPage, "传阅给本系统账号的岗位、尚未阅读的")
def to_read(request: Asked, after: After, limit: Limit) -> told.ReadingPage:
    mine = boxes.to_read(request.auth.viewer).filter(pk__gt=after)
    found = list(mine.order_by("pk")[: limit + 1])
    items = [shown.reading(row) for row in found[:limit]]
    return told.ReadingPage(items=items, next=items[-1].id if len(found) > limit else None)


@does(TAG, "/tasks/{pk}/open", told.TaskOut, "打开待办，记为已读；此后提交人不能取回")
def open_task(request: Asked, pk: Pk) -> told.TaskOut:
    task = request.auth.task(pk)
    handing.open_task(task, by=request.auth.user, at=request.auth.at)
    return shown.task(request.auth.task(pk))


@does(TAG, "/tasks/{pk}/hand-on", told.TaskOut, "转办给承担同一角色的岗位或人员")
def hand_on(request: Asked, pk: Pk, body: HandIn) -> told.TaskOut:
    caller = request.auth
    task = caller.task(pk)
    to = addressees(caller, [body.to])[0]
    return shown.task(handing.hand_on(task, to, note=body.note, by=caller.user, at=caller.at))


@does(
    TAG,
    "/cases/{pk}/circulate",
    list[told.ReadingOut],
    "传阅",
    "应答只列新发出的；已经传阅而未读的不重复发。传阅不影响办理。",
    status=201,
)
def circulate(request: Asked, pk: Pk, body: CirculateIn) -> Status[object]:
    caller = request.auth
    case, posts = caller.case(pk), caller.posts(body.posts)
    circulating.circulate(case, posts, note=body.note, by=caller.user, at=caller.at)
    rows = case.readings.filter(sent_at=caller.at, sender=caller.user.get_username())
    return Status(201, [shown.reading(row) for row in rows.select_related("case", "post__unit")])


@does(TAG, "/cases/{pk}/recall", told.Done, "收回自己发出、尚未阅读的传阅")
def recall(request: Asked, pk: Pk, body: RecallIn) -> told.Done:
    caller = request.auth
    case = caller.case(pk)
    rows = list(Reading.objects.filter(pk__in=body.readings, case=case))
    if len(rows) < len(set(body.readings)):
        raise Missing("有的传阅不属于本事项")
    count = circulating.recall(case, rows, by=caller.user, at=caller.at)
    return told.Done(count=count)


@does(TAG, "/readings/{pk}/read", told.ReadingOut, "已阅，可附意见")
def read(request: Asked, pk: Pk, body: ReadIn) -> told.ReadingOut:
    caller = request.auth
    row = caller.reading(pk)
    said = {"opinion": body.opinion, "handwriting": body.handwriting}
    done = circulating.mark_read(row, **said, by=caller.user, at=caller.at)
    return shown.reading(done)


@does(TAG, "/cases/{pk}/urge", list[told.SlipOut], "催办、督办", status=201)
def urge(request: Asked, pk: Pk, body: UrgeIn) -> Status[object]:
    caller = request.auth
    case = caller.case(pk)
    task = case.tasks.filter(pk=body.task).first() if body.task else None
    if body.task and task is None:
        raise Missing("这件待办不属于本事项")
    urging = Urging(SlipKind(body.kind), body.text, task)
    slips = send_slips(case, urging, by=caller.user, at=caller.at)
    return Status(201, [shown.slip(row) for row in slips])


@does(TAG, "/cases/{pk}/links", told.LinkOut, "关联另一个事项", status=201)
def link(request: Asked, pk: Pk, body: LinkIn) -> Status[object]:
    caller = request.auth
    case, other = caller.case(pk), caller.case(body.other)
    found = linking.link_cases(case, other, body.kind, by=caller.user, at=caller.at)
    return Status(201, shown.link(found))


@does(TAG, "/cases/{pk}/watch", told.Done, "关注")
def watch(request: Asked, pk: Pk) -> told.Done:
    linking.watch(request.auth.case(pk), by=request.auth.user, at=request.auth.at)
    return told.Done(count=1)


@does(TAG, "/cases/{pk}/unwatch", told.Done, "取消关注")
def unwatch(request: Asked, pk: Pk) -> told.Done:
    linking.unwatch(request.auth.case(pk), by=request.auth.user)
    return told.Done(count=1)
