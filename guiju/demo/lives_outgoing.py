"""Documents the office of 云岭区 is sending out, at different stages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from guiju.demo import district
from guiju.demo.live import Life, Move
from guiju.documents.plain_body import blocks_of
from guiju.procedures.history import Value
from guiju.typeset.official import OfficialDocument, Signature

OFFICE = "云岭区人民政府办公室"
_DRAFTED: Mapping[str, Value] = {
    "document_type": "通知",
    "direction": "下行",
    "classification": "非涉密",
    "declared_unclassified": "是",
    "is_important": "否",
    "is_joint": "否",
    "is_multi_department": "否",
}
_ORDINARY: Mapping[str, Value] = {
    "is_normative": "否",
    "identification_reason": "内部工作部署，不涉及公民、法人和其他组织的权利义务",
}


def _notice(title: str, body: str) -> OfficialDocument:
    return OfficialDocument(
        title=title,
        organs=(OFFICE,),
        addressees=("各镇人民政府", "区政府各部门"),
        body=blocks_of(body),
        signatures=(Signature(organ=OFFICE),),
        printed_by=OFFICE,
        note="此件公开发布",
    )


DUTY = _notice(
    f"{OFFICE}关于进一步做好值班工作的通知",
    """为进一步规范值班工作，经区政府同意，现将有关事项通知如下。
一、落实值班制度
各单位要安排专人值守，主要负责人保持通信畅通。
二、规范信息报送
发生突发事件的，要第一时间报告区政府总值班室。
[表：值班电话]
| 单位 | 电话 |
| 区政府总值班室 | 0000-1234500 |
请认真贯彻落实。""",
)
DRILL = _notice(
    f"{OFFICE}关于开展办文业务培训的通知",
    """为提高公文质量，定于近期开展办文业务培训，现将有关事项通知如下。
一、培训内容
党政机关公文格式、行文规则和办理程序。
二、有关要求
请各单位明确一名文书人员参加。""",
)


def _to_signing(ago: int) -> tuple[Move, ...]:
    """From the draft to whoever signs, so many working days ago."""
    return (
        Move("lin", "draft", ago, _DRAFTED),
        Move("lin", "finish_draft", ago),
        Move("lin", "set_disclosure", ago, {"disclosure_attribute": "主动公开", "is_policy": "否"}),
        Move("lin", "submit", ago),
        Move("qian", "accept", ago - 1),
        Move("qian", "identify", ago - 1, _ORDINARY),
        Move("qian", "continue_as_ordinary", ago - 1),
        Move("qian", "review", ago - 1, {"review_opinion": "拟同意印发，请审示。"}),
        Move("qian", "skip_countersign", ago - 1),
        Move("qian", "submit_to_chief", ago - 1, {"signer": "主要负责人"}),
    )


NUMBERED: Mapping[str, Value] = {
    "organ_code": "云政办发",
    "distribution": "各镇、区政府各部门",
    "copies": 60,
}
FIRST_DAY = date(2026, 1, 1)
"""Documents drafted before it are handled by the older procedure; see `outgoing`."""


def outgoing(today: date) -> tuple[Life, ...]:
    """The lives, where the procedure they are played by was in force as they began."""
    if today.replace(day=1) <= FIRST_DAY:
        return ()
    return (
        Life("outgoing_document", DUTY.title, district.OFFICE, _to_signing(3), document=DUTY),
        Life(
            "outgoing_document", DRILL.title, district.OFFICE,
            (
                *_to_signing(6),
                Move("zheng", "sign_off", 4, opinion="同意。"),
                Move("qian", "check", 3),
                Move("lin", "number", 2, NUMBERED),
                Move("lin", "print", 2),
                Move("lin", "seal", 1, {"seal_name": f"{OFFICE}印章", "sealed_copies": 60}),
                Move("lin", "issue", 1),
            ),
            document=DRILL,
        ),
    )  # fmt: skip
