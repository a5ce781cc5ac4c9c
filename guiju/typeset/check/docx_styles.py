"""What the paragraphs of a DOCX are set in, with what their styles and the defaults say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn

from guiju.typeset.check.sheet import Run, Style

DEEPEST = 20
"""Styles based on one another; a ring of them ends here."""
_ALIGN = {"start": "left", "end": "right"}
_THEMES = ("w:eastAsiaTheme",)
_WESTERN = ("w:ascii", "w:hAnsi")
Element = Any


class Styles:
    """The styles of one document, each looked up once."""

    def __init__(self, document: Document) -> None:
        root = document.styles.element
        self._styles = {style.get(qn("w:styleId")): style for style in root.iter(qn("w:style"))}
        self._default = next(
            (
                name
                for name, style in self._styles.items()
                if style.get(qn("w:default")) == "1" and style.get(qn("w:type")) == "paragraph"
            ),
            None,
        )
        defaults = root.find(qn("w:docDefaults"))
        self._run_defaults = _inner(defaults, "w:rPrDefault", "w:rPr")
        self._paragraph_defaults = _inner(defaults, "w:pPrDefault", "w:pPr")
        self._chains: dict[str | None, tuple[list[Element], list[Element]]] = {}

    def of(self, paragraph: Element, *, drawn: bool) -> Style:
        """How a paragraph and its runs are set."""
        own = paragraph.find(qn("w:pPr"))
        named = own.find(qn("w:pStyle")) if own is not None else None
        style = named.get(qn("w:val")) if named is not None else self._default
        for_paragraph, for_runs = self._chain(style)
        where = [own, *for_paragraph]
        runs = tuple(self._run(run, for_runs) for run in _runs(paragraph))
        points = next((run.points for run in runs if run.points and run.text.strip()), None)
        return Style(
            align=_align(_first(where, "w:jc", "w:val")),
            first_line=_indent(where, "firstLine", points),
            left=_indent(where, "left", points) or _indent(where, "start", points),
            right=_indent(where, "right", points) or _indent(where, "end", points),
            numbered=_first(where, "w:numPr/w:numId", "w:val") not in (None, "0"),
            bordered=_ruled(paragraph)
            or any(p is not None and p.find(qn("w:pBdr")) is not None for p in where),
            drawn=drawn,
            runs=runs,
            **_pitch(where),
        )

    def _chain(self, name: str | None) -> tuple[list[Element], list[Element]]:
        """Properties of a style and those it is based on, nearest first."""
        if name not in self._chains:
            for_paragraph: list[Element] = []
            for_runs: list[Element] = []
            at: str | None = name
            for _ in range(DEEPEST):
                style = self._styles.get(at)
                if style is None:
                    break
                for_paragraph.append(style.find(qn("w:pPr")))
                for_runs.append(style.find(qn("w:rPr")))
                based = style.find(qn("w:basedOn"))
                at = based.get(qn("w:val")) if based is not None else None
            self._chains[name] = (
                [*for_paragraph, self._paragraph_defaults],
                [*for_runs, self._run_defaults],
            )
        return self._chains[name]

    def _run(self, run: Element, for_runs: list[Element]) -> Run:
        own = run.find(qn("w:rPr"))
        named = own.find(qn("w:rStyle")) if own is not None else None
        by_style = self._chain(named.get(qn("w:val")))[1] if named is not None else []
        where = [own, *by_style, *for_runs]
        size = _first(where, "w:sz", "w:val")
        fonts = next(
            (f for p in where if p is not None and (f := p.find(qn("w:rFonts"))) is not None), None
        )
        face = _first(where, "w:rFonts", "w:eastAsia") or ""
        return Run(
            text="".join(node.text or "" for node in run.iter(qn("w:t"))),
            face=face,
            points=_half(size),
            bold=_on(where, "w:b"),
            color=_first(where, "w:color", "w:val") or "",
            themed=fonts is not None and any(fonts.get(qn(name)) for name in _THEMES),
            western=_western(fonts, face),
        )


def _runs(paragraph: Element) -> Iterator[Element]:
    """Its own runs, those of a text box in it left out."""
    for run in paragraph.iter(qn("w:r")):
        if next(run.iterancestors(qn("w:p")), None) is paragraph:
            yield run


def _ruled(paragraph: Element) -> bool:
    """It stands in a table with rules of its own."""
    cell = next(paragraph.iterancestors(qn("w:tc")), None)
    table = next(paragraph.iterancestors(qn("w:tbl")), None)
    return (
        _inner(cell, "w:tcPr", "w:tcBorders") is not None
        or _inner(table, "w:tblPr", "w:tblBorders") is not None
    )


def _inner(element: Element | None, *names: str) -> Element | None:
    for name in names:
        element = element.find(qn(name)) if element is not None else None
    return element


def _first(where: list[Element], path: str, attribute: str) -> str | None:
    """The nearest statement of an attribute."""
    for properties in where:
        found = _inner(properties, *path.split("/"))
        value = found.get(qn(attribute)) if found is not None else None
        if value is not None:
            return str(value)
    return None


def _on(where: list[Element], name: str) -> bool:
    for properties in where:
        found = _inner(properties, name)
        if found is not None:
            return found.get(qn("w:val")) not in {"0", "false", "off"}
    return False


def _align(value: str | None) -> str:
    return _ALIGN.get(value or "", value or "")


def _indent(where: list[Element], side: str, points: float | None) -> float | None:
    """In characters, wherever it is stated, in hundredths of one or in twentieths of a point."""
    for properties in where:
        found = _inner(properties, "w:ind")
        if found is None:
            continue
        characters = _float(found.get(qn(f"w:{side}Chars")))
        if characters:
            return characters / 100
        twips = _float(found.get(qn(f"w:{side}")))
        if twips is not None:
            return round(twips / 20 / (points or 16), 2)
    return 0.0 if side == "firstLine" else None


def _pitch(where: list[Element]) -> dict[str, float | None]:
    line, rule = (
        _float(_first(where, "w:spacing", "w:line")),
        _first(where, "w:spacing", "w:lineRule"),
    )
    if line is None:
        return {"exact": None, "multiple": None}
    if rule == "exact":
        return {"exact": line / 20, "multiple": None}
    return {"exact": None, "multiple": line / 240 if rule in {None, "auto"} else None}


def _western(fonts: Element | None, face: str) -> bool:
    """Marks that Word sets in the Western face unless it is told otherwise."""
    if fonts is None or fonts.get(qn("w:hint")) == "eastAsia":
        return False
    named = [fonts.get(qn(name)) for name in _WESTERN]
    return any(name and name.isascii() and name != face for name in named)


def _half(value: str | None) -> float | None:
    number = _float(value)
    return number / 2 if number else None


def _float(value: str | None) -> float | None:
    try:
        return float(value) if value is not None else None
    except ValueError:
        return None
