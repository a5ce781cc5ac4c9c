"""Fixes made in a DOCX: the characters change, how they are set does not."""

from __future__ import annotations

import io
from collections.abc import Collection
from typing import Any

from guiju.typeset.check.judging import check
from guiju.typeset.check.mending import ROUNDS, Edit, changes_by_source, narrowed
from guiju.typeset.check.reading_docx import open_docx, paragraphs, read_docx, texts

Element = Any
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def mend_docx(content: bytes, rules: Collection[str] = ()) -> tuple[bytes, int]:
    """The file with every safe fix made, and how many; `rules`: only those with these ids.

    A file with nothing to mend comes back byte for byte. Raises Unreadable.
    """
    made = 0
    for _ in range(ROUNDS):
        sheet = read_docx(content)
        findings = [f for f in check(sheet) if not rules or f.rule.id in rules]
        changes = changes_by_source(sheet, findings)
        if not changes:
            break
        made += sum(map(len, changes.values()))
        document = open_docx(content)
        for number, paragraph in enumerate(paragraphs(document)):
            for edit in sorted(changes.get(number, ()), reverse=True):
                _write(paragraph, edit)
        target = io.BytesIO()
        document.save(target)
        content = target.getvalue()
    return content, made


def _write(paragraph: Element, edit: Edit) -> None:
    """The new text stands where the first character of the old one stood."""
    pieces = list(texts(paragraph))
    start, end, put = narrowed("".join(text for _, text in pieces), edit)
    at, written = 0, False
    for node, text in pieces:
        first, last = at, at + len(text)
        at = last
        inside = first < end and last > start
        # An edit that only adds stands at the end of the piece it follows.
        touches = inside or (start == end and first <= start <= last and not written)
        if node is None or not touches:
            continue
        kept = text[: max(0, start - first)], text[max(0, end - first) :]
        node.text = kept[0] + ("" if written else put) + kept[1]
        node.set(_SPACE, "preserve")
        written = True
