"""Refusals: every one names the rule, its basis and who can help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something may not be done: rule id, Chinese sentence, basis, who can help."""

    rule: str
    says: str
    basis: str = ""
    helper: str = ""

    def __str__(self) -> str:
        parts = [self.says]
        if self.basis:
            parts.append(f"依据：{self.basis}")
        if self.helper:
            parts.append(f"可由{self.helper}处理")
        return "。".join(parts) + "。"


class Refusal(Exception):
    """An act that may not be done now (HTTP 409). `reasons` is never empty."""

    def __init__(self, reasons: Sequence[Reason]) -> None:
        super().__init__("\n".join(map(str, reasons)))
        self.reasons = tuple(reasons)


class NotYours(Refusal):
    """An act that is not this person's to do (HTTP 403)."""


class Conflict(Refusal):
    """Somebody else changed it in the meantime (HTTP 409): look again, then decide again."""
