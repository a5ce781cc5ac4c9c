"""Normative documents of 云岭区: one in force, one before its reviewer, one before the public."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from django.contrib.auth.models import User

from guiju.demo.live import Life, Move
from guiju.demo.lives_outgoing import FIRST_DAY
from guiju.documents.plain_body import blocks_of
from guiju.documents.writing import Change, write_document
from guiju.normative.clauses import Clause, register_clause
from guiju.normative.consultation import Said, register_comment
from guiju.normative.filings import Sent, record_sent
from guiju.normative.models import ClauseKind, FiledWith, Handling
from guiju.procedures.history import Value
from guiju.procedures.models import Case
from guiju.typeset.official import OfficialDocument, Signature

GOVERNMENT, HOUSING = "云岭区人民政府", "区住房和城乡建设局"
PARKING = "云岭区公共停车场管理办法"
FUNDS = "云岭区老旧小区改造资金使用办法"
LIFTS = "云岭区既有住宅加装电梯办法"
_BODY = """为规范有关工作，结合本区实际，制定本办法。
一、适用范围
本办法适用于本区行政区域内的有关活动。
二、办理要求
有关单位应当公开办理条件、流程和时限，不得收取费用。
三、施行时间
本办法自公布之日起施行，有效期五年。"""
_IS_ONE: Mapping[str, Value] = {
    "qualification": "是",
    "qualification_reason": "涉及公民、法人权利义务，在本区普遍适用、反复适用",
}
_LAWFUL: Mapping[str, Value] = {
    "legality_opinion": "合法",
    "review_document": "云司审1号",
    "review_checklist": "制定主体、职权、内容、程序等七项均未发现问题",
}
_LONGEST = 100
"""Working days the longest of these lives takes."""


def normative(today: date) -> tuple[Life, ...]:
    """The lives, where the procedure they are played by was in force as they began."""
    if today - timedelta(days=2 * _LONGEST) < FIRST_DAY:
        return ()
    return (
        Life("normative_document", PARKING, HOUSING, _in_force(_LONGEST), before=BEFORE),
        Life("normative_document", FUNDS, HOUSING, _to_review(43), before=BEFORE),
        Life("normative_document", LIFTS, HOUSING, _to_public(9), before=BEFORE),
    )


def _to_public(ago: int) -> tuple[Move, ...]:
    """From the proposal to the public, so many working days ago."""
    touches: Mapping[str, Value] = {**_IS_ONE, "affects_business": "否"}
    return (
        Move("wei", "propose", ago, touches),
        Move("lin", "begin_drafting", ago - 1),
        Move("wei", "assess", ago - 3, {"assessment_report": "现行做法没有统一规定，有必要制定"}),
        Move("wei", "settle_departments", ago - 4, {"department_opinions": "有关部门均无不同意见"}),
        Move("wei", "open_consultation", ago - 5, {"consultation_address": "区政府网站征求意见栏"}),
    )


def _to_review(ago: int) -> tuple[Move, ...]:
    return (
        *_to_public(ago),
        Move("wei", "close_consultation", ago - 34),
        Move("wei", "settle_opinions", ago - 35, {"adoption_table": "共收到意见2条，已逐条研究。"}),
        Move(
            "wei",
            "submit_for_review",
            ago - 36,
            {"draft_explanation": "起草说明附后", "basis_table": "逐条依据表附后"},
        ),
    )


def _in_force(ago: int) -> tuple[Move, ...]:
    said = {"filing_city": "市备〔示例〕1号", "filing_congress": "区人大备〔示例〕1号"}
    return (
        *_to_review(ago),
        Move("sun", "legality_review", ago - 44, _LAWFUL, "审核通过。"),
        Move("lin", "submit_to_meeting", ago - 45),
        Move(
            "zhao", "deliberate", ago - 50,
            {"deliberation_result": "通过", "minutes": "区政府常务会议纪要"},
        ),
        Move("lin", "submit_for_signature", ago - 50),
        Move("zheng", "sign_off", ago - 51, opinion="同意。"),
        Move("lin", "number", ago - 52, {"organ_code": "云政规"}),
        Move("lin", "publish", ago - 53, {"publication_address": "区政府网站、政府公报"}),
        Move("lin", "record_filing", ago - 60, said),
        Move("lin", "archive", ago - 61, {"archive_number": "GF-0001"}),
    )  # fmt: skip


def _write(case: Case, by: User, at: datetime) -> None:
    document = OfficialDocument(
        title=case.title,
        organs=(GOVERNMENT,),
        addressees=("各镇人民政府", "区政府各部门"),
        body=blocks_of(_BODY),
        signatures=(Signature(organ=GOVERNMENT),),
        printed_by=f"{GOVERNMENT}办公室",
        note="此件公开发布",
    )
    write_document(case, document, Change(), by=by, at=at)


def _comments(case: Case, by: User, at: datetime) -> None:
    on = at.date()
    for said in (
        Said("区物业服务协会", on, "建议写明办理时限", Handling.ADOPTED),
        Said("某居民", on, "建议给予补贴", Handling.REJECTED, "补贴标准另行规定，不在本办法规定"),
    ):
        register_comment(case, said, by=by, at=at)


def _clauses(case: Case, by: User, at: datetime) -> None:
    said = Clause("全文", "不设许可、处罚、强制、征收、收费，不增加义务", ClauseKind.NONE)
    register_clause(case, said, by=by, at=at)


def _filings(case: Case, by: User, at: datetime) -> None:
    on = at.date()
    for organ, receipt in zip(FiledWith, ("市备〔示例〕1号", "区人大备〔示例〕1号"), strict=True):
        record_sent(case, Sent(organ, on, receipt, on), by=by, at=at)


BEFORE: Mapping[str, Callable[[Case, User, datetime], object]] = {
    "assess": _write,
    "close_consultation": _comments,
    "submit_for_review": _clauses,
    "record_filing": _filings,
}
