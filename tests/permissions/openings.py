"""What the cases of the scene are opened with: each with the case's code in all of its words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils import timezone

from guiju.procedures.history import Value

APPLICANT = "欧阳申请人"


def document(code: str) -> dict[str, Value]:
    return {
        "sender": f"市政府办公室{code}",
        "sender_title": f"关于防汛的通知{code}",
        "sender_number": f"示政发{code}",
        "count_checked": "是",
        "classification": "非涉密",
        "declared_unclassified": "是",
    }


def request(code: str) -> dict[str, Value]:
    return {
        "channel": "当面",
        "applicant_kind": "自然人",
        "receipt_evidence": f"收件登记单{code}",
        "applicant": f"{APPLICANT}{code}",
        "identity_checked": "已核对",
        "description": f"供水工程的资金安排{code}",
    }


EXAMINED: dict[str, Value] = {
    "examination_result": "符合规定",
    "kind": "办件",
    "is_important": "否",
}


def outgoing(code: str) -> dict[str, Value]:
    return {
        "document_type": "通知",
        "direction": "下行",
        "classification": "非涉密",
        "declared_unclassified": "是",
        "is_important": "否",
        "is_joint": "否",
        "is_multi_department": "否",
    }


def proposal(code: str) -> dict[str, Value]:
    return {
        "qualification": "是",
        "qualification_reason": f"普遍适用、反复适用{code}",
        "affects_business": "否",
    }


def session(code: str) -> dict[str, Value]:
    return {"topic": f"供水条例{code}", "planned_on": date(timezone.localdate().year, 12, 31)}


OPENINGS: dict[str, tuple[str, Callable[[str], dict[str, Value]]]] = {
    "foi_request": ("receive", request),
    "incoming_document": ("sign_for", document),
    "outgoing_document": ("draft", outgoing),
    "normative_document": ("propose", proposal),
    "study_session": ("plan_session", session),
    "study_plan": ("draft_plan", lambda code: {"year": timezone.localdate().year}),
}
