"""What a report's templates are given: the same words and cells for Word and for PDF."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from guiju.reports import disclosure_form as form
from guiju.reports.disclosure_tables import Tables
from guiju.reports.law_based_government import Report
from guiju.reports.prose import Paragraph, Quantity

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]

LAW_BASED_GOVERNMENT: Final = "law-based-government"
DISCLOSURE: Final = "disclosure"
Name = Literal["law-based-government", "disclosure"]

TO_BE_WRITTEN = "（本部分由本机关撰写，尚未填报。）"


@dataclass(frozen=True, slots=True)
class Paper:
    """A report ready for print: which template, and what fills it.

    Its title is the office and, on the next line, the heading. `figures` and `records`
    (figure → ids of its cases) are what a snapshot freezes with it.
    """

    name: Name
    office: str
    heading: str
    year: int
    content: Mapping[str, Json]
    figures: Mapping[str, int | None]
    records: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return f"{self.office}{self.heading}"


def law_based_government_paper(report: Report, records: Mapping[str, tuple[int, ...]]) -> Paper:
    content: dict[str, Json] = {
        "office": report.office,
        "heading": report.heading,
        "year": report.year,
        "opening": report.opening.text,
        "parts": [
            {
                "heading": part.heading,
                "sections": [
                    {
                        "heading": section.heading,
                        "paragraphs": [p.text for p in section.paragraphs],
                        "spans": [_spans(p) for p in section.paragraphs],
                    }
                    for section in part.sections
                ],
            }
            for part in report.parts
        ],
    }
    figures = report.quantities()
    return Paper(
        LAW_BASED_GOVERNMENT,
        report.office,
        report.heading,
        report.year,
        content,
        figures,
        {name: keys for name, keys in records.items() if name in figures},
    )


@dataclass(frozen=True, slots=True)
class Disclosure:
    """The yearly disclosure report: tables that add up, and prose by the number of its part."""

    office: str
    tables: Tables
    overview: tuple[Paragraph, ...]
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def disclosure_paper(report: Disclosure, cases: Mapping[str, int]) -> Paper:
    """`cases` tells the id of the case behind each key that a cell counts."""
    tables = report.tables
    heading = f"{tables.year}年政府信息公开工作年度报告"
    overview = (*(p.text for p in report.overview), *report.parts.get("一", ()))
    prose: dict[str, Json] = {
        "一": [*overview],
        "五": [*report.parts.get("五", (TO_BE_WRITTEN,))],
        "六": [*report.parts.get("六", (TO_BE_WRITTEN,))],
    }
    content: dict[str, Json] = {
        "office": report.office,
        "heading": heading,
        "year": tables.year,
        "prose": prose,
        "overview": [_spans(p) for p in report.overview],
        "cells": {name: cell.shown for name, cell in tables.cells.items()},
        "notes": list(_notes(tables)),
        "form": _form(),
    }
    figures = {
        name: int(cell.value) if cell.value is not None else None
        for name, cell in tables.cells.items()
        if not cell.author
    }
    records = {
        name: tuple(cases[key] for key in cell.keys)
        for name, cell in tables.cells.items()
        if cell.keys
    }
    return Paper(DISCLOSURE, report.office, heading, tables.year, content, figures, records)


def _spans(paragraph: Paragraph) -> Json:
    """The paragraph in pieces, so that a page can open the records behind each figure."""
    return [
        {"figure": span.figure, "text": str(span)} if isinstance(span, Quantity) else span
        for span in paragraph.spans
    ]


def _form() -> Json:
    """The words of the three tables, for templates that draw them."""
    return {
        "two": [
            {"item": block.item, "columns": list(block.columns), "rows": list(block.rows)}
            for block in form.TABLE_TWO
        ],
        "three": {
            "corner": form.CORNER,
            "columns": list(form.COLUMNS),
            "rows": [
                {"code": r.code, "label": r.label, "section": r.section, "group": r.group}
                for r in form.ROWS
            ],
        },
        "four": {"reviews": list(form.REVIEWS), "results": [*form.REVIEW_RESULTS, form.TOTAL]},
    }


def _notes(tables: Tables) -> Iterator[str]:
    by_hand = tables.by_hand()
    if by_hand:
        authors = "、".join(dict.fromkeys(cell.author for cell in by_hand.values()))
        yield f"手工填报（填报人：{authors}）：{'、'.join(map(form.called, by_hand))}。"
    unfilled = tables.unfilled()
    if unfilled:
        yield f"未填报（系统内没有记录，须由本机关填写）：{'、'.join(map(form.called, unfilled))}。"
    yield from tables.notes
