"""In whose name letters go out: the organ's own settings, dated, in the office's folder."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from guiju.core.errors import Reason, Refusal
from guiju.core.office import office_folder

FILE = "letterhead.json"
CODE = r"^([\u4e00-\u9fff]{1,12})?$"
WHERE = f"请在本机关文件夹（GUIJU_OFFICE）的{FILE}中填写，写法见运维手册"


class Organ(BaseModel):
    """The organ from `since` on, until a later entry takes over.

    `reconsideration` and `court` are where its replies can be taken (行政复议法第二十四条,
    行政诉讼法第十四条、第十五条); `online` is the internet channel for reconsideration, if any.
    `code` and `document_code` are the words (机关代字) of the numbers its replies to requests and
    its letters about documents bear; without one a letter bears the number its case was
    registered under. `correspondence` is whom to call about documents.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    since: date
    name: str = Field(min_length=1)
    section: str = Field(min_length=1)
    phone: str = Field(min_length=1)
    address: str = Field(min_length=1)
    reconsideration: str = Field(min_length=1)
    court: str = Field(min_length=1)
    supervisor: str = Field(min_length=1)
    online: str = ""
    code: str = Field(default="", pattern=CODE)
    correspondence: str = ""
    document_code: str = Field(default="", pattern=CODE)


LABELS = {
    "since": "启用日期",
    "name": "机关名称",
    "section": "政府信息公开工作机构",
    "phone": "联系电话",
    "address": "地址",
    "reconsideration": "行政复议机关",
    "court": "管辖法院",
    "supervisor": "监督机关",
    "online": "行政复议网上渠道",
    "code": "答复文书的机关代字",
    "correspondence": "公文往来的联系科室和电话",
    "document_code": "公文往来函的机关代字",
}


def organ_on(office: Path | None, on: date) -> Organ:
    """The organ as it stands on a day. Raises Refusal that says what to set, and where."""
    entries = _entries(office)
    standing = [organ for organ in entries if organ.since <= on]
    if not standing:
        raise _refused(f"没有设置{on}起出具文书的机关名称、复议机关和法院")
    return max(standing, key=lambda organ: organ.since)


def our_organ(on: date) -> Organ:
    """The organ of this installation on a day, from the office's own folder. Raises Refusal."""
    return organ_on(office_folder(), on)


def _entries(office: Path | None) -> list[Organ]:
    path = office / FILE if office else None
    if path is None or not path.is_file():
        raise _refused("没有设置出具文书的机关名称、复议机关和法院，不能出具文书")
    try:
        return TypeAdapter(list[Organ]).validate_python(
            json.loads(path.read_text(encoding="utf-8"))
        )
    except ValidationError as error:
        places = [str(item["loc"][-1]) for item in error.errors() if item["loc"]]
        named = "、".join(f"“{LABELS.get(place, place)}”" for place in dict.fromkeys(places))
        raise _refused(f"{FILE}没有填好{named or '（应为列表）'}") from error
    except ValueError as error:
        raise _refused(f"{FILE}不是正确的JSON") from error


def _refused(says: str) -> Refusal:
    return Refusal([Reason("letter.organ", f"{says}；{WHERE}", helper="系统管理员")])
