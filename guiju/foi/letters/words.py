"""Words in braces that only letters of a request know."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from guiju.foi.letters.matter import Matter
from guiju.letters.filling import Filling, chinese_day, clean, due, reading_of


def _you(filling: Filling[Matter]) -> str:
    if filling.template.to == "third_party":
        return "你方"
    if filling.template.to != "applicant":
        return "贵单位"
    kind = filling.fact("applicant_kind")
    return "您" if kind == "自然人" else "你单位"


def _applicant(filling: Filling[Matter]) -> str:
    return clean(filling.matter.applicant.name) or filling.lack("applicant", "缺少“申请人”")


def _received_on(filling: Filling[Matter]) -> str:
    on = filling.matter.received_on
    if on is None:
        return filling.lack("received_on", "缺少“收到申请之日”：尚未与申请人确认收到")
    return chinese_day(on)


def _extended_due(filling: Filling[Matter]) -> str:
    """The end of the reply limit after an extension that was made in time."""
    reading = reading_of(filling, "reply")
    if reading is not None and reading.extension is None:
        says = "不能出具：延长没有在原答复期限届满前作出，不发生延长的效力"
        return filling.lack("extension", says)
    return due(filling, "reply")


OWN: Mapping[str, Callable[[Filling[Matter]], str]] = {
    "you": _you,
    "applicant": _applicant,
    "received_on": _received_on,
    "extended_due": _extended_due,
}
