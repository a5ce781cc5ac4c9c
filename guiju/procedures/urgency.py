"""紧急程度 is said once: what the record says of a document, its case bears in every list.

(党政机关公文处理工作条例第九条第三项; GB/T 9704-2012 7.2.3: 特急、加急.)
"""

from __future__ import annotations

from guiju.procedures.definition import Act
from guiju.procedures.history import Facts, text_of
from guiju.procedures.models.cases import Urgency

FACT = "urgency"
"""The fact by which a procedure records the urgency of its document."""

_LEVELS = {level.label: level for level in Urgency} | {"特提": Urgency.MOST_URGENT}
"""With the highest level of a telegram."""


def is_asked_by(act: Act) -> bool:
    """The act asks for the urgency of the document, so that nobody need say it of the case."""
    return FACT in (*act.needs, *act.takes)


def level_of(words: str) -> Urgency:
    """加急 or 特急 as a document bears it; anything else is ordinary."""
    return _LEVELS.get(words, Urgency.ORDINARY)


def borne_by(level: int) -> str:
    """What a document of a case bears: nothing where the case is ordinary."""
    return str(Urgency(level).label) if level != Urgency.ORDINARY else ""


def level_said(facts: Facts, otherwise: int) -> int:
    """The urgency of a case: as its record says of the document, else as it was chosen."""
    said = text_of(facts.get(FACT))
    return level_of(said) if said else otherwise
