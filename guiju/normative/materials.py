"""What goes to the review beside the draft: 起草说明 as far as the record can tell it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from guiju.letters.filling import chinese_day
from guiju.normative import clauses, consultation
from guiju.procedures.history import Facts, History, text_of
from guiju.procedures.models import Case
from guiju.procedures.selectors import history_of

LEFT = "（请补写）"


def for_review(case: Case, on: date) -> Mapping[str, str]:
    """The facts of the act that sends a draft to the review, composed from what is on record."""
    return {"draft_explanation": explanation(case, on), "basis_table": clauses.summary(case, on)}


def explanation(case: Case, on: date) -> str:
    """起草说明: purpose, grounds, how it came about, what was said of it; gaps say so."""
    history = history_of(case)
    return "\n".join(
        (
            f"一、制定的必要性：{text_of(history.facts.get('assessment_report')) or LEFT}",
            f"二、制定依据：{_grounds(case)}",
            f"三、起草过程：{''.join(_course(history))}",
            f"四、征求意见和采纳情况：{consultation.summary(case)}",
            f"五、公平竞争审查情况：{_competition(history.facts)}",
            f"六、主要内容和需要说明的问题：{LEFT}",
        )
    )


def _grounds(case: Case) -> str:
    cited = dict.fromkeys(row.cited for row in clauses.clauses_of(case) if row.cited)
    return "；".join(cited) or LEFT


_TOLD = {
    "begin_drafting": "立项起草",
    "assess": "完成评估论证",
    "settle_departments": "与有关部门协商一致",
    "decide_dispute": "有关部门的分歧经决定解决",
    "open_consultation": "公开征求意见",
    "shorten_consultation": "公开征求意见（期限缩短，理由随稿公布）",
    "waive_consultation": "因依法需要保密，决定不公开征求意见",
    "close_consultation": "征求意见结束",
    "hear_business": "听取企业和行业协会商会意见",
}


def _course(history: History) -> Iterator[str]:
    for event in history.events:
        if event.act in _TOLD:
            yield f"{chinese_day(event.on)}{_TOLD[event.act]}；"


def _competition(facts: Facts) -> str:
    if text_of(facts.get("affects_business")) == "否" or facts.get("affects_business") is False:
        return "不涉及经营者经济活动。"
    return text_of(facts.get("competition_document")) or LEFT
