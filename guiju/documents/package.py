"""The archive package of an outgoing document: what belongs in it, what is missing, and the zip.

(公文条例第二十七条: 收集齐全; 档案法第十四条、第二十一条. Elements: GB/T 33480-2016; one record per
step: DA/T 48-2009, 业务实体.) Made anew from the record whenever it is asked for: the record never
changes, so neither does what is in it.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from cryptography.hazmat.primitives.hashes import SM3, Hash

from guiju.checkup.export_list import Column, workbook
from guiju.core.errors import Reason, Refusal
from guiju.core.office import office_folder
from guiju.documents.package_records import handling_records, metadata_of
from guiju.documents.paper import SIGNED, completed, document_in, picture_digests, pictures_in
from guiju.files.models import File
from guiju.files.selectors import is_intact, open_file
from guiju.procedures.desk.texts import bound
from guiju.procedures.models import Case, Text
from guiju.procedures.selectors import history_of, procedure_kept
from guiju.typeset.fonts import FontMissing
from guiju.typeset.press_official import CannotPrint, official_pdf
from guiju.typeset.word_official import official_docx

ARCHIVES = "党政机关公文处理工作条例第二十七条"
_INDEX = (Column("序号", 6), Column("文件", 60), Column("说明", 24), Column("字节", 12),
          Column("SM3 摘要", 66))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the package: its path, what it is in Chinese, its bytes."""

    path: str
    says: str
    content: bytes

    @property
    def digest(self) -> str:
        hashed = Hash(SM3())
        hashed.update(self.content)
        return hashed.finalize().hex()


def missing_in(case: Case) -> list[Reason]:
    """What the package still lacks; empty when it is complete."""
    found = _lacks(case)
    return [Reason(f"package.{rule}", says, ARCHIVES, helper) for rule, says, helper in found]


def _lacks(case: Case) -> Iterator[tuple[str, str, str]]:
    p, history = procedure_kept(case), history_of(case)
    found = bound(case, p)
    if found.latest is None or not found.latest.structure:
        yield "text", "没有按公文要素编辑的正文（定稿）", "拟稿单位"
    elif found.stale:
        yield "stale", "签发之后正文又有实质性修改，尚未重新签发", "办公室核稿人"
    for acts, rule, says, helper in (
        (SIGNED, "signature", "没有签发记录", "签批人"),
        (("check",), "check", "没有复核记录", "办公室核稿人"),
        (("number",), "number", "没有发文字号", "办公室文书"),
        (("seal",), "seal", "没有用印记录", "印章管理人"),
        (("issue",), "issue", "没有印发记录", "办公室文书"),
    ):
        if history.last(acts) is None:
            yield rule, says, helper
    if history.facts.get("disclosure_attribute") == "主动公开" and not history.last(("disclose",)):
        yield "disclosure", "公开属性为主动公开，尚未公开", "政务公开机构"
    yield from _lost_files(case, found.latest)


def _lost_files(case: Case, latest: Text | None) -> Iterator[tuple[str, str, str]]:
    for row in case.attachments.select_related("file__jurisdiction"):
        if not _whole(row.file):
            yield "file", f"附件“{row.name}”在存储中缺失或者已损坏", "系统管理员"
    if latest is not None and latest.structure:
        document = document_in(latest)
        if picture_digests(document) - set(pictures_in(case, document)):
            yield "picture", "正文中有的图片没有随件保存", "拟稿单位"


def _whole(file: File) -> bool:
    try:
        return is_intact(file)
    except Refusal:
        return False


def parts_of(case: Case) -> list[Part]:
    """Every file of the package but index and manifest. Raises Refusal when one cannot be made."""
    return [
        *_typeset(case),
        *_versions(case),
        *_attached(case),
        Part("办理过程.json", "办理过程，每步一条", _json(handling_records(case))),
        Part("元数据.json", "元数据", _json(metadata_of(case))),
    ]


def _typeset(case: Case) -> Iterator[Part]:
    latest = case.texts.order_by("-version").first()
    if latest is None:
        return
    document = completed(case, document_in(latest))
    images, office = pictures_in(case, document), office_folder()
    try:
        pdf = official_pdf(document, images=images, office=office).pdf
        docx = official_docx(document, images=images, office=office).docx
    except (FontMissing, CannotPrint) as problem:
        raise Refusal([Reason("package.print", str(problem), helper="系统管理员")]) from problem
    yield Part("公文/公文.pdf", "印发稿（版式文件）", pdf)
    yield Part("公文/公文.docx", "印发稿（可编辑）", docx)


def _versions(case: Case) -> Iterator[Part]:
    for text in case.texts.order_by("version"):
        name = f"文稿/第{text.version}稿"
        yield Part(f"{name}.txt", "历次文稿", text.body.encode("utf-8"))
        if text.structure:
            yield Part(f"{name}.json", "历次文稿（结构）", text.structure.encode("utf-8"))


def _attached(case: Case) -> Iterator[Part]:
    rows = case.attachments.select_related("file__jurisdiction").order_by("pk")
    for place, row in enumerate(rows, 1):
        with open_file(row.file) as content:
            yield Part(f"附件/{place:02d}_{row.name}", "附件", content.read())


def package_of(case: Case) -> bytes:
    """The zip: the parts, an index to print, and a manifest with the SM3 of each.

    Raises Refusal with everything missing; nothing incomplete leaves.
    """
    lacks = missing_in(case)
    if lacks:
        raise Refusal(lacks)
    parts = parts_of(case)
    rows = [(n, p.path, p.says, len(p.content), p.digest) for n, p in enumerate(parts, 1)]
    title = f"归档文件目录：{case.number} {case.title}"
    index = Part("目录.xlsx", "目录", workbook(title, _INDEX, rows))
    manifest = {
        "摘要算法": "SM3",
        "文件": [
            {"路径": p.path, "说明": p.says, "字节": len(p.content), "摘要": p.digest}
            for p in (*parts, index)
        ],
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as zipped:
        for part in (*parts, index, Part("清单.json", "清单", _json(manifest))):
            zipped.writestr(zipfile.ZipInfo(part.path, date_time=_NO_TIME), part.content)
    return stream.getvalue()


_NO_TIME = (1980, 1, 1, 0, 0, 0)


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8")
