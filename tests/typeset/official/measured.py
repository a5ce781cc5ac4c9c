"""A printed PDF in millimetres from the paper's upper left corner."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import pdfplumber

from guiju.typeset.official import OfficialDocument, Profile
from guiju.typeset.press_official import official_pdf
from tests.typeset.official.samples import IMAGES

MM = 25.4 / 72
CHARACTER = 156 / 28
RED, BLACK = (1.0, 0.0, 0.0), (0.0,)


@dataclass(frozen=True)
class Glyph:
    """A character's box: the em square it stands in."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    points: float
    face: str
    red: bool


@dataclass(frozen=True)
class Row:
    """A line of characters."""

    glyphs: tuple[Glyph, ...]

    @property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def left(self) -> float:
        return self.glyphs[0].left

    @property
    def right(self) -> float:
        return self.glyphs[-1].right

    @property
    def top(self) -> float:
        return min(glyph.top for glyph in self.glyphs)

    @property
    def bottom(self) -> float:
        return max(glyph.bottom for glyph in self.glyphs)

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def first(self) -> Glyph:
        return self.glyphs[0]

    def at(self, text: str) -> Glyph:
        """The character at which the text begins."""
        return self.glyphs[self.text.index(text)]


@dataclass(frozen=True)
class Rule:
    """A horizontal rule; `y` is its middle."""

    left: float
    right: float
    y: float
    width: float
    red: bool

    @property
    def length(self) -> float:
        return self.right - self.left


@dataclass(frozen=True)
class Sheet:
    """A page."""

    size: tuple[float, float]
    rows: tuple[Row, ...]
    rules: tuple[Rule, ...]
    turned: tuple[Glyph, ...]

    def row(self, text: str) -> Row:
        """The first line with this text in it."""
        return next(row for row in self.rows if text in row.text)

    @property
    def text(self) -> str:
        return "\n".join(row.text for row in self.rows)

    @property
    def number(self) -> Row | None:
        """The page number, below the type area."""
        return next((row for row in self.rows if row.top > 263), None)

    @property
    def body(self) -> tuple[Row, ...]:
        """The lines within the type area."""
        return tuple(row for row in self.rows if row.top < 263)


def measure(
    document: OfficialDocument,
    profile: Profile = Profile.GLYPHS,
    images: Mapping[str, bytes] = IMAGES,
) -> tuple[Sheet, ...]:
    """The pages of the document's PDF."""
    return _measure(official_pdf(document, images=images, profile=profile).pdf)


@lru_cache(maxsize=64)
def _measure(pdf: bytes) -> tuple[Sheet, ...]:
    with pdfplumber.open(io.BytesIO(pdf)) as pages:
        return tuple(_sheet(page) for page in pages.pages)


def _sheet(page: pdfplumber.page.Page) -> Sheet:
    upright = [c for c in page.chars if c["matrix"][1] == 0 and c["text"].strip()]
    turned = [c for c in page.chars if c["matrix"][1] != 0 and c["text"].strip()]
    rows: list[list[dict[str, object]]] = []
    for char in sorted(upright, key=lambda c: (c["bottom"] + c["top"], c["x0"])):
        middle = (char["top"] + char["bottom"]) / 2
        last = rows[-1] if rows else None
        if last is not None and abs((last[0]["top"] + last[0]["bottom"]) / 2 - middle) < 2:  # type: ignore[operator]
            last.append(char)
        else:
            rows.append([char])
    return Sheet(
        size=(float(page.width) * MM, float(page.height) * MM),
        rows=tuple(
            Row(tuple(map(_glyph, sorted(row, key=lambda c: c["x0"]))))  # type: ignore[arg-type,return-value]
            for row in rows
        ),
        rules=tuple(sorted(map(_rule, page.lines), key=lambda rule: rule.y)),
        turned=tuple(map(_glyph, turned)),
    )


def _glyph(char: dict[str, object]) -> Glyph:
    return Glyph(
        str(char["text"]),
        *(float(char[side]) * MM for side in ("x0", "x1", "top", "bottom")),  # type: ignore[arg-type]
        float(char["size"]),  # type: ignore[arg-type]
        str(char["fontname"]),
        char["non_stroking_color"] == RED,
    )


def _rule(line: dict[str, object]) -> Rule:
    return Rule(
        float(line["x0"]) * MM,  # type: ignore[arg-type]
        float(line["x1"]) * MM,  # type: ignore[arg-type]
        (float(line["top"]) + float(line["bottom"])) / 2 * MM,  # type: ignore[arg-type]
        float(line["linewidth"]) * MM,  # type: ignore[arg-type]
        line["stroking_color"] == RED,
    )
