"""A research folder as a Word document: each citation as it should stand, and the article."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from guiju.procedures.research import Clipped

_FACE = "仿宋_GB2312"


def folder_paper(title: str, clipped: Sequence[Clipped]) -> bytes:
    """The folder to take along; what the library no longer has is said so."""
    paper = Document()
    style = paper.styles["Normal"]
    style.font.name, style.font.size = _FACE, Pt(14)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FACE)
    paper.add_heading(title, level=1)
    for one in clipped:
        paper.add_paragraph().add_run(one.citation).bold = True
        for line in _lines(one):
            paper.add_paragraph(line)
        if one.clipping.note:
            paper.add_paragraph(f"备注：{one.clipping.note}")
    kept = BytesIO()
    paper.save(kept)
    return kept.getvalue()


def _lines(one: Clipped) -> list[str]:
    if one.article is None:
        return ["（法规库中已没有这个版本）"]
    wording = f"（{one.clipping.version_on}文本）"
    return [wording, *(line for line in one.article.text.split("\n") if line.strip())]
