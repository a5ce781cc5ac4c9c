"""述法报告 on paper: typeset to be printed and signed, and a Word file to work on."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from docx.enum.text import WD_ALIGN_PARAGRAPH

from guiju.core.office import office_folder
from guiju.study.models import PerformanceReport
from guiju.study.performance import PARTS, Figure
from guiju.study.sessions import name_of
from guiju.typeset.press import print_pdf
from guiju.typeset.word import HEADING, TITLE, add, new_document

FIGURES = "学法用法和办理情况"
TYPST = Path(__file__).with_name("statement.typ")
_ORDINALS = "一二三四"


def in_a_sentence(year: int, figures: Sequence[Figure]) -> str:
    """The numbers as the statement words them."""
    told = "，".join(f"{one.label}{one.n}{one.unit}" for one in figures)
    return f"{year}年，{told}。"


@dataclass(frozen=True, slots=True)
class Part:
    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on the paper; `dated` is '' until it is submitted."""

    unit: str
    heading: str
    parts: tuple[Part, ...]
    signature: str
    dated: str

    def as_data(self) -> Mapping[str, object]:
        parts = [{"heading": one.heading, "paragraphs": one.paragraphs} for one in self.parts]
        return {
            "office": self.unit,
            "heading": self.heading,
            "parts": parts,
            "signature": self.signature,
            "dated": self.dated,
        }


def paper_of(report: PerformanceReport, figures: Sequence[Figure]) -> Paper:
    """What the records say, then the leader's own words."""
    on, name = report.submitted_on, name_of(report.user)
    return Paper(
        report.unit.name,
        f"{name}{report.year}年度述法报告",
        tuple(_parts(report, figures)),
        name,
        f"{on.year}年{on.month}月{on.day}日" if on else "",
    )


def _parts(report: PerformanceReport, figures: Sequence[Figure]) -> Iterator[Part]:
    parts = [(FIGURES, in_a_sentence(report.year, figures))]
    parts += [(heading, getattr(report, field)) for field, heading in PARTS.items()]
    for ordinal, (heading, text) in zip(_ORDINALS, parts, strict=True):
        lines = tuple(line.strip() for line in text.splitlines() if line.strip())
        yield Part(f"{ordinal}、{heading}", lines)


def as_pdf(paper: Paper) -> bytes:
    """Typeset with the office's own faces. Raises FontMissing when there is no Chinese face."""
    return print_pdf(TYPST, paper.as_data(), office_folder()).pdf


def as_docx(paper: Paper) -> bytes:
    """The same words in the same order as Word paragraphs."""
    document = new_document()
    add(document, f"{paper.unit}\n{paper.heading}", TITLE)
    for part in paper.parts:
        add(document, part.heading, HEADING)
        for text in part.paragraphs:
            add(document, text)
    for text in ("", paper.signature, paper.dated):
        add(document, text).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    filled = io.BytesIO()
    document.save(filled)
    return filled.getvalue()
