"""What is on the desks of 云岭区: requests and incoming documents at different stages."""

from __future__ import annotations

from collections.abc import Mapping

from guiju.demo import district
from guiju.demo.live import Life, Move
from guiju.procedures.history import Value

FINANCE, EDUCATION, HOUSING = "区财政局", "区教育局", "区住房和城乡建设局"


def _received(channel: str, asks: str, name: str) -> dict[str, Value]:
    return {
        "channel": channel,
        "applicant_kind": "自然人",
        "receipt_evidence": "收件登记单",
        "applicant": name,
        "identity_checked": "已核对身份证件",
        "description": asks,
        "form_wanted": "纸质复印件，邮寄",
    }


HEATING = "市政府办公室关于做好冬季供暖保障工作的通知"
CAMPUS = "市教育局关于校园周边环境整治情况的函"
PROJECTS = "市发展改革委关于报送重点项目进展情况的通知"
YEARBOOK = "市统计局关于印发统计年鉴的通知"


def _document(sender: str, number: str, title: str, kind: str = "通知") -> dict[str, Value]:
    return {
        "sender": sender,
        "sender_title": title,
        "sender_number": number,
        "document_type": kind,
        "count_checked": "是",
        "classification": "非涉密",
        "declared_unclassified": "是",
    }


_SEARCHED: Mapping[str, Value] = {
    "search_record": "在文电系统和档案室以“供水”“改造”检索，检索人冯科员",
    "search_result": "检索到",
}
_ACCEPTED: Mapping[str, Value] = {
    "examination_result": "符合规定",
    "kind": "办件",
    "is_important": "否",
}
_READING: Mapping[str, Value] = {**_ACCEPTED, "kind": "阅件"}

LIVES = (
    Life(
        "foi_request", "申请公开农村供水保障工程资金安排", FINANCE,
        (
            Move("lin", "receive", 6, _received("当面", "供水工程资金安排表", "甲某")),
            Move("lin", "accept", 6),
            Move("lin", "start_handling", 5),
            Move("feng", "search", 3, _SEARCHED),
            Move("feng", "submit_draft", 1, {"third_party_conclusion": "不涉及第三方"}),
        ),
    ),
    Life(
        "foi_request", "申请公开老旧小区改造项目验收资料", HOUSING,
        (
            Move("lin", "receive", 18, _received("邮寄签收", "某小区改造验收资料", "乙某")),
            Move("lin", "accept", 18),
            Move("lin", "start_handling", 17),
            Move("wei", "search", 10, _SEARCHED),
        ),
        urged="lin",
    ),
    Life(
        "foi_request", "申请公开学校周边交通整治方案", EDUCATION,
        (
            Move("lin", "receive", 4, _received("互联网", "学校周边交通整治的全部材料", "丙某")),
            Move("lin", "confirm_receipt", 3, {"contact_record": "电话联系，已确认收到"}),
        ),
    ),
    Life(
        "foi_request", "申请公开农贸市场整治补偿标准", FINANCE,
        (Move("lin", "receive", 1, _received("当面", "农贸市场整治补偿标准", "丁某")),
         Move("lin", "accept", 1)),
    ),
    Life(
        "incoming_document", HEATING, district.OFFICE,
        (
            Move("lin", "sign_for", 5, _document("市政府办", "示政办发〔2026〕41号", HEATING)),
            Move("lin", "register", 5, {"urgency": "未标注"}),
            Move("qian", "accept", 5, _ACCEPTED, "属本级职权，格式规范。"),
            Move("zhao", "propose_to_deputy", 4, {"proposal": "拟请吴副区长阅示，住建局牵头。"}),
            Move("wu", "instruct", 4, {"lead_unit": HOUSING, "co_units": f"{FINANCE}、{EDUCATION}"},
                 "同意。请住建局牵头，按时报结果。"),
            Move("zhao", "assign", 3, {"lead_unit": HOUSING},
                 units=(HOUSING, FINANCE, EDUCATION)),
            Move("feng", "report_result", 1,
                 {"result": "已安排供暖补贴资金。", "handled": "已办结"}),
        ),
        readers=("zheng", "shen"), urged="lin",
    ),
    Life(
        "incoming_document", CAMPUS, district.OFFICE,
        (
            Move("lin", "sign_for", 2, _document("市教育局", "示教函〔2026〕18号", CAMPUS, "函")),
            Move("lin", "register", 2, {"urgency": "加急"}),
            Move("qian", "accept", 2, _ACCEPTED, "建议由教育局承办。"),
            Move("zhao", "propose_to_deputy", 1, {"proposal": "拟请吴副区长阅示。"}),
            Move("wu", "return_to_proposing", 1, {"reason": "请先征求城管局意见"},
                 "请补充城管局意见后再报。", back=True),
        ),
        urgency=1,
    ),
    Life(
        "incoming_document", PROJECTS, district.OFFICE,
        (
            Move("lin", "sign_for", 1,
                 _document("市发展改革委", "示发改发〔2026〕27号", PROJECTS)),
            Move("lin", "register", 1, {"urgency": "未标注"}),
            Move("qian", "accept", 1, _ACCEPTED, "属本级职权，格式规范。"),
            Move("zhao", "propose_to_deputy", 0,
                 {"proposal": "拟请吴副区长阅示，由区财政局会同有关单位汇总报送。"}),
        ),
    ),
    Life(
        "incoming_document", YEARBOOK, district.OFFICE,
        (
            Move("lin", "sign_for", 1, _document("市统计局", "示统发〔2026〕9号", YEARBOOK)),
            Move("lin", "register", 1, {"urgency": "未标注"}),
            Move("qian", "accept", 0, _READING, "阅件。"),
        ),
        readers=("wu",),
    ),
)  # fmt: skip
