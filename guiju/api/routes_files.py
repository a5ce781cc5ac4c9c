"""Files put with a case, through the desk's own file store."""

from __future__ import annotations

from typing import Annotated

from django.http import FileResponse
from ninja import File, UploadedFile
from ninja.responses import Status

from guiju.api import shown, told
from guiju.api.asking import Asked
from guiju.api.problems import Missing
from guiju.api.routing import does, downloads, reads
from guiju.api.wanted import Pk
from guiju.files.sending import attachment
from guiju.procedures.desk.attaching import attach

TAG = "附件"


@reads(TAG, "/cases/{pk}/attachments", list[told.AttachmentOut], "附件清单")
def attachments(request: Asked, pk: Pk) -> list[told.AttachmentOut]:
    rows = request.auth.case(pk).attachments.select_related("file").order_by("pk")
    return [shown.attachment(row) for row in rows]


@downloads(TAG, "/cases/{pk}/attachments/{number}", "下载一个附件")
def download(request: Asked, pk: Pk, number: Pk) -> FileResponse:
    case = request.auth.case(pk)
    found = case.attachments.select_related("file__jurisdiction").filter(pk=number).first()
    if found is None:
        raise Missing("没有这个附件")
    response = attachment(found.file, name=found.name)
    response.headers["Content-Type"] = "application/octet-stream"
    return response


@does(
    TAG,
    "/cases/{pk}/attachments",
    told.AttachmentOut,
    "添加附件",
    "multipart/form-data，字段 file。同一内容重复添加不变。类型、大小不合的应答 409 refusal。",
    status=201,
    upload=True,
)
def add_file(request: Asked, pk: Pk, file: Annotated[UploadedFile, File(...)]) -> Status[object]:
    caller = request.auth
    case = caller.case(pk)
    added = attach(case, file, name=file.name or "", by=caller.user, at=caller.at)
    return Status(201, shown.attachment(added))
