"""The statement as a Word document."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from guiju.study.models import PerformanceReport
from guiju.study.performance import PARTS, Figure

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FACE = "仿宋_GB2312"
_ORDINALS = "一二三四"


def in_a_sentence(year: int, figures: Sequence[Figure]) -> str:
    """The numbers as the statement words them."""
    told = "，".join(f"{one.label}{one.n}{one.unit}" for one in figures)
    return f"{year}年，{told}。"


def statement_paper(report: PerformanceReport, figures: Sequence[Figure]) -> bytes:
    """Title, what the records say, then the leader's own words."""
    paper = Document()
    style = paper.styles["Normal"]
    style.font.name, style.font.size = _FACE, Pt(16)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FACE)
    paper.add_heading(str(report), level=1)
    parts = [("学法用法和办理情况", in_a_sentence(report.year, figures))]
    parts += [(heading, getattr(report, field)) for field, heading in PARTS.items()]
    for ordinal, (heading, text) in zip(_ORDINALS, parts, strict=True):
        paper.add_paragraph().add_run(f"{ordinal}、{heading}").bold = True
        for line in text.splitlines():
            paper.add_paragraph(line)
    kept = BytesIO()
    paper.save(kept)
    return kept.getvalue()
