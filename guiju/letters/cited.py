"""The law a letter cites, looked up as it stands on the letter's day: before it goes out."""

from __future__ import annotations

from dataclasses import dataclass

from guiju.law.citation_check import Verdict
from guiju.law.citing import VERDICTS, check_text
from guiju.letters.composing import Letter
from guiju.org.models import Jurisdiction


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation as the letter writes it, and what became of it. `wrong`: mend it first."""

    quote: str
    label: str
    says: str
    suggestions: tuple[str, ...]
    wrong: bool


def cited_in(letter: Letter, district: Jurisdiction) -> list[Cited]:
    """Each citation once, those that are wrong first. What the library lacks is never wrong."""
    found: dict[str, Cited] = {}
    text = "\n".join((*letter.paragraphs, *letter.notes))
    for finding in check_text(text, letter.on, district=district):
        quote = text[finding.citation.start : finding.citation.end]
        wrong = finding.verdict in (Verdict.NO_ARTICLE, Verdict.NOT_IN_FORCE)
        said = VERDICTS[finding.verdict], finding.sentence, finding.suggestions
        found.setdefault(quote, Cited(quote, *said, wrong))
    return sorted(found.values(), key=lambda cited: not cited.wrong)
