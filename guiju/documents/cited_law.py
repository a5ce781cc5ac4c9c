"""The law a document cites, looked up in the library as it stood on a day.

(公文条例第二十条第一项: what is issued agrees with law.) An instrument the library does not have is
无法核对, never wrong.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from guiju.law.citation_check import Verdict
from guiju.law.citing import VERDICTS, check_text
from guiju.org.models import Jurisdiction
from guiju.typeset.check.rule import Level
from guiju.typeset.check.sheet import RUNNING, Sheet, Zone

LABEL = "法条引用"
BASIS = "《党政机关公文处理工作条例》第二十条（一）"
LABELS = VERDICTS
LEVELS = {
    Verdict.NO_ARTICLE: Level.ERROR,
    Verdict.NOT_IN_FORCE: Level.ERROR,
    Verdict.UNKNOWN: Level.HINT,
}
"""What is found has none."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation at `start:end` of passage `passage`, and what became of it."""

    passage: int
    where: str
    start: int
    end: int
    quote: str
    verdict: Verdict
    says: str
    suggestions: tuple[str, ...] = ()

    @property
    def level(self) -> Level | None:
        return LEVELS.get(self.verdict)


def cited_law(sheet: Sheet, on: date, *, district: Jurisdiction | None = None) -> list[Cited]:
    """Every citation in the running text of a document, in order."""
    return list(_cited(sheet, on, district))


def _cited(sheet: Sheet, on: date, district: Jurisdiction | None) -> Iterator[Cited]:
    kept = [(index, passage) for index, passage in sheet.of(*RUNNING, Zone.CELL)]
    starts, at = [], 0
    for _, passage in kept:
        starts.append(at)
        at += len(passage.text) + 1
    text = "\n".join(passage.text for _, passage in kept)
    for found in check_text(text, on, own=sheet.text(Zone.TITLE), district=district):
        row = bisect_right(starts, found.citation.start) - 1
        index, passage = kept[row]
        start = found.citation.start - starts[row]
        end = min(found.citation.end - starts[row], len(passage.text))
        yield Cited(
            passage=index,
            where=passage.where or str(passage.zone),
            start=start,
            end=end,
            quote=passage.text[start:end],
            verdict=found.verdict,
            says=found.sentence,
            suggestions=found.suggestions,
        )
