"""Two wordings of the same thing side by side, so that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from guiju.procedures.definition import Procedure

_LABELS = {
    "title": "标题",
    "number": "编号",
    "unit": "办理单位",
    "urgency": "缓急",
    "secrecy": "阅知范围",
    "on": "办理日期",
    "time": "办理时刻",
    "opinion": "意见",
    "to": "下一步办理人",
    "lead": "主办单位",
    "note": "附言",
    "resume": "修改后如何返回",
    "siblings": "其他单位的待办",
    "signed": "已签署的意见",
}


@dataclass(frozen=True, slots=True)
class Both:
    """A field in both wordings. `long` wants several lines."""

    name: str
    label: str
    stored: str
    typed: str

    @property
    def differs(self) -> bool:
        return self.stored != self.typed

    @property
    def long(self) -> bool:
        return "\n" in self.stored + self.typed or len(self.stored + self.typed) > 60


def compared(p: Procedure, stored: Mapping[str, str], typed: Mapping[str, str]) -> list[Both]:
    """Every field of two forms, in the order typed."""
    names = dict.fromkeys((*typed, *stored))
    return [Both(n, _label(p, n), stored.get(n, ""), typed.get(n, "")) for n in names]


def _label(p: Procedure, name: str) -> str:
    return _LABELS.get(name) or p.label_of(name.removeprefix("fact_"))
