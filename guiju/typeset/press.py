"""PDF from typst templates. One compiler per template and process: loading fonts takes longest."""

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
    """A PDF, and which of the faces asked for had to be replaced by which."""

    pdf: bytes
    replaced: tuple[str, ...]


def print_pdf(template: Path, data: Mapping[str, object], office: Path | None = None) -> Printed:
    """Typeset data, given to the template as JSON in `sys.inputs.data`, with faces in `.faces`.

    Raises FontMissing when no Chinese face is found.
    """
    compiler, chosen = _compiler(template, office)
    inputs = {
        "data": printable(json.dumps(data, ensure_ascii=False)),
        "faces": json.dumps(dict(chosen.faces), ensure_ascii=False),
    }
    pdf = compiler.compile(format="pdf", sys_inputs=inputs)
    assert isinstance(pdf, bytes)
    return Printed(pdf, chosen.replaced)


@lru_cache(maxsize=16)
def _compiler(template: Path, office: Path | None) -> tuple[typst.Compiler, Chosen]:
    own = office / "fonts" if office else None
    folders = [own] if own is not None and own.is_dir() else []
    fonts = typst.Fonts(include_system_fonts=True, font_paths=list(folders))
    chosen = choose(fonts.families())
    # Packaged templates share `/typeset/page.typ`; one from outside sees its own folder only.
    root = PACKAGE if template.resolve().is_relative_to(PACKAGE) else template.parent
    compiler = typst.Compiler(input=template, root=root, font_paths=fonts)
    return compiler, chosen
