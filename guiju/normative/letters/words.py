"""Words in braces that only letters of a normative document know."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from guiju.letters.filling import Filling, due
from guiju.letters.matter import Matter


def _consultation_due(filling: Filling[Matter]) -> str:
    """The last day opinions are taken; whichever of the two limits fits the draft."""
    business = str(filling.fact("affects_business")) in ("是", "True")
    return due(filling, "consultation_business" if business else "consultation_general")


OWN: Mapping[str, Callable[[Filling[Matter]], str]] = {
    "public": lambda _: "社会公众",
    "drafting_unit": lambda _: "起草单位",
    "upper_government": lambda _: "上一级人民政府",
    "congress": lambda _: "本级人民代表大会常务委员会",
    "consultation_due": _consultation_due,
}
