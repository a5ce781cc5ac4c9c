"""What the checker finds, and where."""

from __future__ import annotations

from dataclasses import dataclass

from guiju.typeset.check.rule import Rule


@dataclass(frozen=True, slots=True)
class Hit:
    """A place a check points at: `passage` is its index, None for the document as a whole.

    `end` None: to the end of the passage. `says` where the rule's own sentence is too general;
    `put` what to write there instead.
    """

    passage: int | None = None
    start: int = 0
    end: int | None = None
    says: str = ""
    put: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule broken at `start:end` of passage `passage`; None: of the document as a whole.

    `put` is what to write there instead, None where a person has to decide.
    """

    rule: Rule
    where: str
    passage: int | None
    start: int
    end: int
    quote: str
    says: str
    put: str | None = None
    page: int | None = None
