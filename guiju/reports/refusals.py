"""Why a report is not made: what does not add up or cannot be told, named to be put right."""

from __future__ import annotations

from collections.abc import Sequence


class ReportRefused(Exception):
    """A report that would say something untrue. `troubles` are Chinese sentences, never empty."""

    def __init__(self, troubles: Sequence[str]) -> None:
        super().__init__("\n".join(troubles))
        self.troubles = tuple(troubles)


class RecordsUnclear(ReportRefused):
    """Records from which a cell cannot be counted; each trouble names the case."""


class NotReconciled(ReportRefused):
    """Tables that do not add up; each trouble names the cells."""


class ManualRefused(ReportRefused):
    """Hand-entered cells that no table has, that records already fill, or without an author."""
