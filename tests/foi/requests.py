"""Requests for the tests: the procedure, and records that lead to every leaf of its tree."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path

import guiju.foi
from guiju.foi.identity import Identity
from guiju.foi.letters import Matter
from guiju.letters.organ import Organ
from guiju.procedures.definition import Procedure
from guiju.procedures.gates import with_outcome
from guiju.procedures.guard import may
from guiju.procedures.history import Event, History, Value
from guiju.procedures.loader import load
from guiju.worktime.calendar import standard

FILE = Path(guiju.foi.__file__).with_name("procedures") / "foi_request.yaml"


@cache
def foi_request() -> Procedure:
    """The procedure read from its own file, whatever else the library holds."""
    return load(FILE)


MARCH = date(2025, 3, 1)
APPLICANT = Identity("张三丰", "身份证已核", "0000-1234567", "云岭区松林路1号")
ORGAN = Organ(
    since=date(2024, 1, 1),
    name="云岭区人民政府办公室",
    section="区政府办公室政务公开科",
    phone="0000-1234567",
    address="云岭区政通路1号",
    reconsideration="云岭区人民政府",
    court="云岭区人民法院",
    supervisor="云州市人民政府办公室",
)

Step = tuple[str, int, dict[str, Value]]
"""An act, the day of March 2025 (running on into April and so forth), its facts."""

REPLY: dict[str, Value] = {"letter": "云政依申请〔2025〕7号", "remedy_notice": "见答复书"}
REFUSAL: dict[str, Value] = {
    "refusal_reason": "公开后泄露核心参数",
    "partial_test": "全文均为核心参数，不能区分",
    "reconsideration_first": "见答复书",
}
FOUND: dict[str, Value] = {"search_record": "档案室、办公系统", "search_result": "检索到"}


def played(*steps: Step, channel: str = "当面", kind: str = "自然人") -> History:
    """The record of a request, every act of which the guard allows."""
    p = foi_request()
    opening: dict[str, Value] = {
        "channel": channel,
        "applicant_kind": kind,
        "receipt_evidence": "回执1号",
        "applicant": "张**",
        "description": "老旧小区改造资金安排",
    }
    history = History(())
    for seq, (act, day, facts) in enumerate([("receive", 3, opening), *steps], 1):
        role = p.acts()[act].by[0]
        on = MARCH + timedelta(days=day - 1)
        event = Event(act, on, f"{role}甲", role, facts, seq=seq)
        assert may(p, history, event, standard()) == [], act
        history = history.with_event(with_outcome(p, event))
    return history


def request(*steps: Step, channel: str = "当面", kind: str = "自然人", **words: str) -> Matter:
    """A request on record, ready for its letters."""
    history = played(*steps, channel=channel, kind=kind)
    return Matter(foi_request(), standard(), history, "〔2025〕7号", words, APPLICANT)


HANDLED: tuple[Step, ...] = (("accept", 3, {}), ("start_handling", 4, {}))
SUPPLEMENT: tuple[Step, ...] = (
    ("accept", 3, {}),
    (
        "request_supplement",
        6,
        {
            "supplement_items": "写明文件的名称或者文号。",
            "supplement_explanation": "已电话说明填写方法",
            "supplement_until": date(2025, 3, 20),
        },
    ),
)
SUPPLEMENTED: tuple[Step, ...] = (
    *SUPPLEMENT,
    ("receive_supplement", 14, {"supplement_content": "补充年份"}),
)


def replied(
    outcome: str,
    *,
    before: tuple[Step, ...] = HANDLED,
    found: dict[str, Value] | None = None,
    conclusion: str = "不涉及第三方",
    **facts: Value,
) -> tuple[Step, ...]:
    """The steps to a reply of 28 March that ends in `outcome`."""
    found = found or FOUND
    looked = (
        "search" if found["search_result"] != "不属于本机关负责公开" else "find_competent_organ"
    )
    return (
        *before,
        (looked, 14, found),
        ("submit_draft", 17, {"third_party_conclusion": conclusion}),
        ("secrecy_review", 18, {"secrecy_finding": "已审查"}),
        ("review", 20, {}),
        ("reply", 28, {"outcome": outcome, **REPLY, **facts}),
    )


CONSULTED: tuple[Step, ...] = (
    *HANDLED,
    ("consult_third_party", 5, {"third_party": "松林建材有限公司"}),
    (
        "receive_third_party_opinion",
        12,
        {"third_party_attitude": "不同意公开", "opinion_reason": "含商业秘密"},
    ),
)
CORRECTION: tuple[Step, ...] = (
    *replied("granted"),
    ("serve", 29, {"delivery_method": "直接送达", "delivery_evidence": "回证1号"}),
    (
        "request_correction",
        35,
        {"correction_item": "登记表中的住址", "correction_evidence": "不动产登记证明"},
    ),
)
OTHER_ORGAN: dict[str, Value] = {"correction_organ": "云岭区民政局", "letter": "云政函〔2025〕3号"}
FINDING: dict[str, Value] = {"correction_finding": "经核对原件", "letter": "云政函〔2025〕3号"}
COUNTED: dict[str, Value] = {"request_count": "本月申请35件"}
ASKED: tuple[Step, ...] = (*HANDLED, ("ask_reasons", 6, COUNTED))
BILLED: tuple[Step, ...] = (
    *HANDLED,
    (
        "notify_fee",
        6,
        {**COUNTED, "fee_method": "按件", "fee_calculation": "20件×100元＋5件×200元＝3000元"},
    ),
)
NOT_OURS: dict[str, Value] = {
    "search_record": "办公系统",
    "search_result": "不属于本机关负责公开",
    "not_ours_reason": "由区财政局制作",
    "competent_organ": "云岭区财政局，0000-7654321",
}
WITHHELD = (
    "law_forbids",
    "security_and_stability",
    "internal_affairs",
    "deliberative_process",
    "enforcement_file",
)


def every_letter() -> dict[str, Matter]:
    """One request for every letter, and for every variant of a letter (`name/variant`)."""
    nothing = {**FOUND, "search_result": "信息不存在"}
    found = {
        "receipt": request(),
        "receipt/口头": request(channel="口头"),
        "receipt/邮寄签收": request(channel="邮寄签收"),
        "receipt/平常信函": request(channel="平常信函"),
        "receipt/互联网": request(channel="互联网", kind="商业企业"),
        "supplement_notice": request(*SUPPLEMENT),
        "consultation_notice": request(*CONSULTED[:3]),
        "third_party_consultation": request(*CONSULTED[:3]),
        "organ_consultation": request(
            *HANDLED, ("consult_other_organ", 5, {"other_organ": "区农业农村局"})
        ),
        "consultation_notice/organ": request(
            *HANDLED, ("consult_other_organ", 5, {"other_organ": "区农业农村局"})
        ),
        "extension_notice": request(
            *HANDLED,
            (
                "extend_reply",
                25,
                {
                    "extension_days": 10,
                    "extension_reason": "信息量大",
                    "letter": "云政延〔2025〕1号",
                },
            ),
        ),
        "reasons_notice": request(*ASKED),
        "delay_notice": request(
            *ASKED,
            (
                "delay_reply",
                20,
                {
                    "applicant_reasons": "用于课题研究",
                    "delayed_until": date(2025, 5, 30),
                    "letter": "云政延〔2025〕2号",
                },
            ),
        ),
        "fee_notice": request(*BILLED),
        "third_party_decision": request(
            *CONSULTED,
            ("search", 14, FOUND),
            (
                "submit_draft_over_objection",
                17,
                {
                    "third_party_conclusion": "第三方不同意但不公开对公共利益有重大影响",
                    "public_interest_reason": "涉及饮用水安全",
                    "third_party_notice": "见告知书",
                },
            ),
        ),
        "supplement_abandoned": request(
            *SUPPLEMENT,
            (
                "deem_abandoned",
                24,
                {
                    "supplement_delivered_on": date(2025, 3, 7),
                    "abandonment_finding": "两次电话联系均未说明理由",
                },
            ),
        ),
        "fee_abandoned": request(
            *BILLED, ("deem_fee_abandoned", 40, {"abandonment_finding": "没有说明理由"})
        ),
        "correction_notice": request(*CORRECTION, ("correct_record", 40, FINDING)),
        "correction_refused": request(*CORRECTION, ("refuse_correction", 40, FINDING)),
        "correction_redirected": request(*CORRECTION, ("redirect_correction", 40, OTHER_ORGAN)),
        "transfer_letter": request(*CORRECTION, ("transfer_correction", 40, OTHER_ORGAN)),
        "transfer_notice": request(*CORRECTION, ("transfer_correction", 40, OTHER_ORGAN)),
        "granted": request(*replied("granted"), attachments="老旧小区改造资金安排表"),
        "granted/公开": request(*replied("granted"), publication_source="区政府网站财政专栏"),
        "partly_granted": request(*replied("partly_granted", **REFUSAL)),
        "state_secret": request(
            *replied("state_secret", classification_record="机密、10年、区某局", **REFUSAL)
        ),
        "third_party_rights": request(
            *replied(
                "third_party_rights", before=CONSULTED, conclusion="第三方不同意公开", **REFUSAL
            )
        ),
        "administrative_inquiry": request(
            *replied(
                "administrative_inquiry",
                refusal_reason="不动产登记资料查询有专门规定",
                partial_test="不能区分",
            )
        ),
        "not_held": request(*replied("not_held", found=nothing)),
        "not_held/他机关": request(*replied("not_held", found=NOT_OURS)),
        "must_be_created": request(*replied("must_be_created")),
        "still_unclear": request(
            *replied("still_unclear", before=SUPPLEMENTED, unclear_points="仍未写明文件名称")
        ),
        "petition": request(*replied("petition"), route="云岭区信访局"),
        "repeated": request(*replied("repeated", earlier_reply="云政依申请〔2024〕9号")),
        "published_matter": request(
            *replied("published_matter", publication_source="区档案馆查阅政府公报")
        ),
        "excessive": request(
            *replied(
                "excessive",
                before=(*ASKED, ("resume_handling", 12, {"applicant_reasons": "没有说明"})),
            )
        ),
        "reconfirmation": request(*replied("reconfirmation")),
        "other": request(*HANDLED, ("withdraw", 10, {"withdrawal_evidence": "撤回申请书"})),
        "other/答复": request(*replied("other"), explanation="申请人已经死亡"),
    }
    return found | {name: request(*replied(name, **REFUSAL)) for name in WITHHELD}
