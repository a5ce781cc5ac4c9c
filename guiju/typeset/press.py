"""PDF from typst templates. Faces are loaded once per office and process: that takes longest."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import typst

from guiju.typeset.fonts import Chosen, choose
from guiju.typeset.text import printable

PACKAGE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF, and Chinese sentences about whatever could not be printed as asked for.

    Such as a face that had to be replaced by another.
    """

    pdf: bytes
    replaced: tuple[str, ...]


def print_pdf(template: Path, data: Mapping[str, object], office: Path | None = None) -> Printed:
    """Typeset data, given to the template as JSON in `sys.inputs.data`, with faces in `.faces`.

    Raises FontMissing when no Chinese face is found.
    """
    # Packaged templates share `/typeset/page.typ`; one from outside sees its own folder only.
    root = PACKAGE if template.resolve().is_relative_to(PACKAGE) else template.parent
    fonts, chosen = faces(office)
    pdf = compiler(template, root, fonts, inputs(data, chosen)).compile(format="pdf")
    assert isinstance(pdf, bytes)
    return Printed(pdf, chosen.replaced)


def inputs(data: Mapping[str, object], chosen: Chosen) -> dict[str, str]:
    """What a template reads from `sys.inputs`."""
    return {
        "data": printable(json.dumps(data, ensure_ascii=False)),
        "faces": json.dumps(dict(chosen.faces), ensure_ascii=False),
    }


def compiler(
    template: Path | bytes, root: Path, fonts: typst.Fonts, given: Mapping[str, str]
) -> typst.Compiler:
    """A compiler for one call: one cannot serve two threads, and with faces loaded it is cheap."""
    if isinstance(template, bytes):
        return typst.Compiler(template, root=root, font_paths=fonts, sys_inputs=dict(given))
    return typst.Compiler(template, root=root, font_paths=fonts, sys_inputs=dict(given))


@lru_cache(maxsize=16)
def faces(office: Path | None) -> tuple[typst.Fonts, Chosen]:
    """The faces at hand, those of the office's folder `fonts/` among them, and those chosen.

    Raises FontMissing when no Chinese face is found.
    """
    own = office / "fonts" if office else None
    folders = [own] if own is not None and own.is_dir() else []
    fonts = typst.Fonts(include_system_fonts=True, font_paths=list(folders))
    return fonts, choose(fonts.families())
