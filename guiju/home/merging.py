"""Two wordings of the same thing side by side, so that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from guiju.home.addressees import addressee_name
from guiju.org.models import Secrecy
from guiju.procedures.definition import OUTCOME, FactType, Procedure
from guiju.procedures.models import Resume
from guiju.procedures.models.cases import Urgency

_LABELS = {
    "title": "标题",
    "number": "编号",
    "unit": "办理单位",
    "urgency": "缓急",
    "secrecy": "阅知范围",
    "on": "办理日期",
    "time": "办理时刻",
    "opinion": "意见",
    "handwriting": "手写意见",
    "to": "下一步办理人",
    "lead": "主办单位",
    "note": "附言",
    "resume": "修改后如何返回",
    "siblings": "其他单位的待办",
    "signed": "已签署的意见",
    "body": "正文",
    "material": "这次修改",
}
_CHOICES: Mapping[str, Mapping[str, str]] = {
    "resume": dict(Resume.choices),
    "siblings": {"keep": "保留，回来后接着办", "cancel": "撤销，回来后重新办理"},
    "signed": {"keep": "继续有效，不再重签", "void": "作废，修改后重新签署"},
    "material": {"yes": "实质性修改", "no": "非实质性修改"},
    "urgency": {str(value): label for value, label in Urgency.choices},
    "secrecy": {str(value): label for value, label in Secrecy.choices},
}


@dataclass(frozen=True, slots=True)
class Said:
    """A field of a form as somebody filled it in, in a clerk's words."""

    label: str
    value: str


def said(p: Procedure, fields: Mapping[str, str]) -> list[Said]:
    """Every field typed, in the order of the form."""
    return [Said(_label(p, name), words(p, name, text)) for name, text in fields.items()]


def words(p: Procedure, name: str, text: str) -> str:
    """What stands in a field as the form shows it: choices by their labels, posts by name."""
    if name in ("to", "lead"):
        return "、".join(filter(None, map(addressee_name, text.splitlines())))
    if name == "unit":
        return addressee_name(f"unit:{text}")
    if name == "handwriting":
        return f"手写{text.count('],[') + 1}笔" if text else ""
    known = _CHOICES.get(name, {}).get(text)
    fact = p.all_facts().get(name.removeprefix("fact_"))
    if fact is not None and fact.type is FactType.YES_NO:
        known = {"yes": "是", "no": "否"}.get(text)
    if name == f"fact_{OUTCOME}" and text in p.outcomes:
        known = p.outcomes[text].label
    return known or text


@dataclass(frozen=True, slots=True)
class Both:
    """A field in both wordings, as it is sent and in a clerk's words.

    `picked`: one picks it and does not type it. `long` wants several lines.
    """

    name: str
    label: str
    stored: str
    typed: str
    stored_words: str
    typed_words: str
    picked: bool

    @property
    def differs(self) -> bool:
        return self.stored != self.typed

    @property
    def long(self) -> bool:
        return "\n" in self.stored + self.typed or len(self.stored + self.typed) > 60


def compared(p: Procedure, stored: Mapping[str, str], typed: Mapping[str, str]) -> list[Both]:
    """Every field of two forms, in the order typed; the version a text was made from is none."""
    names = [n for n in dict.fromkeys((*typed, *stored)) if n != "saw"]
    return [_both(p, name, stored.get(name, ""), typed.get(name, "")) for name in names]


def _both(p: Procedure, name: str, stored: str, typed: str) -> Both:
    says, said = words(p, name, stored), words(p, name, typed)
    return Both(name, _label(p, name), stored, typed, says, said, _picked(p, name))


def _picked(p: Procedure, name: str) -> bool:
    fact = p.all_facts().get(name.removeprefix("fact_"))
    chosen = fact is not None and (fact.choices or fact.type is FactType.YES_NO)
    return bool(chosen) or name in _CHOICES or name in _PICKED


_PICKED = frozenset({"to", "lead", "unit", "handwriting", f"fact_{OUTCOME}"})


def _label(p: Procedure, name: str) -> str:
    return _LABELS.get(name) or p.label_of(name.removeprefix("fact_"))
