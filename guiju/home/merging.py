"""Two wordings of the same thing side by side, so that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

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


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a marked copy (花脸稿): kept, put in, or taken out."""

    kind: str
    text: str


def marked(before: str, after: str) -> Iterator[Piece]:
    """The newer text with what was put in and taken out, character by character."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            yield Piece("same", after[c:d])
            continue
        if b > a:
            yield Piece("out", before[a:b])
        if d > c:
            yield Piece("in", after[c:d])
