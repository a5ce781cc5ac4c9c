"""What the editor shows beside a document: its pages as they will print, and what to look at."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from guiju.core.office import office_folder
from guiju.documents.paper import completed, pictures_in, plain_text
from guiju.law.citation_check import Verdict
from guiju.law.citing import check_text
from guiju.procedures.models import Case
from guiju.typeset.check.judging import check
from guiju.typeset.check.mending import fixable
from guiju.typeset.check.structure import sheet_of
from guiju.typeset.fonts import FontMissing
from guiju.typeset.official import OfficialDocument
from guiju.typeset.press_official import CannotPrint, official_pages

MOST_TOLD = 60
_CITED = {Verdict.NO_ARTICLE: "错误", Verdict.NOT_IN_FORCE: "警告", Verdict.UNKNOWN: "提示"}


@dataclass(frozen=True, slots=True)
class Told:
    """Something to look at; `mend` is the rule that can put it right with one click, else ''."""

    level: str
    where: str
    says: str
    quote: str
    basis: str
    mend: str = ""
    put: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """`pages` are pictures as data addresses, `trouble` says why there are none."""

    pages: tuple[str, ...]
    told: tuple[Told, ...]
    trouble: str = ""


def look_over(case: Case, document: OfficialDocument, on: date) -> Looked:
    """Set the document as it will print today, and check its form and its citations."""
    whole = completed(case, document)
    told = tuple([*_format(whole), *_citations(case, whole, on)][:MOST_TOLD])
    try:
        pages = official_pages(whole, images=pictures_in(case, whole), office=office_folder())
    except (FontMissing, CannotPrint) as problem:
        return Looked((), told, str(problem))
    return Looked(tuple(_address(page) for page in pages), told)


def _address(svg: bytes) -> str:
    return f"data:image/svg+xml;base64,{b64encode(svg).decode('ascii')}"


def _format(document: OfficialDocument) -> Iterator[Told]:
    sheet = sheet_of(document)
    for finding in check(sheet):
        mend = finding.rule.id if fixable(sheet, finding) else ""
        yield Told(
            finding.rule.level.value,
            finding.where,
            finding.says,
            finding.quote[:60],
            finding.rule.basis,
            mend,
            finding.put or "" if mend else "",
        )


def _citations(case: Case, document: OfficialDocument, on: date) -> Iterator[Told]:
    text = plain_text(document)
    for found in check_text(text, on, own=document.title, district=case.jurisdiction):
        if found.verdict in _CITED:
            quote = text[found.citation.start : found.citation.end]
            yield Told(_CITED[found.verdict], "引用法条", found.sentence, quote[:60], "法规库")
