"""Which rows go into which demo ledger."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from guiju.demo.rows_disclosure import disclosures, foi, messages
from guiju.demo.rows_office import documents, meetings, normative, supervisions
from guiju.demo.rows_planning import plan_items, problems, study
from guiju.demo.year import Maker

MAKERS: Mapping[str, Maker] = MappingProxyType(
    {
        "依申请公开台账": foi,
        "主动公开台账": disclosures,
        "网民留言台账": messages,
        "发文登记簿": documents,
        "规范性文件台账": normative,
        "会议台账": meetings,
        "督查督办台账": supervisions,
        "学法台账": study,
        "工作要点台账": plan_items,
        "问题整改台账": problems,
    }
)
