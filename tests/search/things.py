"""Things to be found: made-up papers of 云岭区, and a way to ask."""

from __future__ import annotations

from django.db.models import Q

from guiju.search.models import Kind
from guiju.search.rows import Found
from guiju.search.selectors import Answer, Asked, search

EVERYTHING = Q()
PAPERS = (
    Found("document/1", Kind.DOCUMENT, "关于印发云岭区灯会安全管理办法的通知",
          "各街道办事处：灯会期间应当每日巡查，发现隐患立即排除。", subject=1,
          number="云政发〔2025〕3号", unit="区政府办公室", year=2025, status="已印发"),
    Found("document/2", Kind.DOCUMENT, "关于调整灯会领导小组的通知", "经研究，现将名单通知如下。",
          subject=2, number="云政发〔2024〕13号", unit="区文化局", year=2024, status="已印发"),
    Found("case/3", Kind.CASE, "灯会预算执行情况的信息公开申请", "申请公开灯会的预算明细。",
          subject=3, unit="区财政局", year=2025, status="办理中"),
)  # fmt: skip


def ask(text: str, visible: Q = EVERYTHING, **narrowed: str) -> Answer:
    return search(Asked(text, visible, narrowed))


def refs(answer: Answer) -> list[str]:
    return [hit.entry.ref for hit in answer.hits]
