"""Which characters the chosen faces lack, asked of the press itself. Nothing is replaced silently.

A character that a face lacks is printed with another face, or as an empty box when there is none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping

import typst

from guiju.typeset.official import Block, Heading, Image, OfficialDocument, Paragraph
from guiju.typeset.press import PACKAGE, compiler

NOBODY = "\U0010fffd"
"""For private use: its outline is the empty box of a face."""

_PROBE = """
#let data = json(bytes(sys.inputs.data))
#set page(width: auto, height: auto, margin: 0pt)
#for one in data.characters { page(text(font: data.face, fallback: data.others, one)) }
"""
_OUTLINE = re.compile(rb'<symbol id="g[^>]*>(.*?)</symbol>', re.DOTALL)

_lacking: dict[tuple[int, str, str], bool] = {}
"""(faces, face, character) → whether it is missing. `face` "" stands for all faces together."""


def missing_characters(
    document: OfficialDocument, faces: Mapping[str, str], fonts: typst.Fonts
) -> tuple[str, ...]:
    """A Chinese sentence for the characters of each class that its face lacks."""
    told: list[str] = []
    for kind, characters in _characters(document).items():
        absent = _absent(characters, faces[kind], fonts)
        nowhere = _absent(absent, "", fonts)
        elsewhere = [c for c in absent if c not in nowhere]
        if elsewhere:
            told.append(
                f"{faces[kind]}（{kind}）没有“{'、'.join(elsewhere)}”，借用了其他字体的字形"
            )
        if nowhere:
            told.append(f"没有任何字体含有“{'、'.join(map(_named, nowhere))}”，印出来是空框")
    return tuple(dict.fromkeys(told))


def _named(character: str) -> str:
    return f"{character}（U+{ord(character):04X}）"


def _characters(document: OfficialDocument) -> dict[str, set[str]]:
    """The characters of each class of faces; those of the body's face are all the others."""
    found: dict[str, set[str]] = {
        "小标宋体": set(document.title + document.mark + "".join(document.organs)),
        "黑体": set(),
        "楷体": set("".join(document.signers)),
        "仿宋体": set(_visible(document)),
    }
    for block in document.body:
        if isinstance(block, Heading) and block.level < 3:
            found["黑体" if block.level == 1 else "楷体"] |= set(block.text)
    return {kind: {c for c in every if not c.isspace()} for kind, every in found.items()}


def _visible(document: OfficialDocument) -> Iterable[str]:
    yield from document.number
    yield from "".join((*document.addressees, *document.cc, document.printed_by, document.note))
    for each in document.signatures:
        yield from each.organ + each.head + each.office
    for one in document.attendance:
        yield from one.who
    yield from _in_blocks(document.body)
    for attachment in document.attachments:
        yield from attachment.title
        yield from _in_blocks(attachment.body)


def _in_blocks(body: Iterable[Block]) -> Iterable[str]:
    for block in body:
        if isinstance(block, Heading | Paragraph):
            yield from block.text
        else:
            yield from block.caption
            if not isinstance(block, Image):
                for row in block.rows:
                    yield from "".join(row)


def _absent(characters: Iterable[str], face: str, fonts: typst.Fonts) -> list[str]:
    key = id(fonts)
    every = sorted(characters)
    unknown = [c for c in every if (key, face, c) not in _lacking]
    if unknown:
        outlines = _outlines([NOBODY, *unknown], face, fonts)
        for character, outline in zip(unknown, outlines[1:], strict=True):
            _lacking[key, face, character] = outline == outlines[0]
    return [c for c in every if _lacking[key, face, c]]


def _outlines(characters: list[str], face: str, fonts: typst.Fonts) -> list[bytes]:
    data = {"characters": characters, "face": face or "Noto Serif CJK SC", "others": not face}
    given = {"data": json.dumps(data, ensure_ascii=False)}
    pages = compiler(_PROBE.encode(), PACKAGE, fonts, given).compile(format="svg")
    every = pages if isinstance(pages, list) else [pages or b""]
    return [b"".join(_OUTLINE.findall(page)) for page in every]
