"""One-click fixes: pure functions that give back a text or a structure put right.

Mending twice gives what mending once gave.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from os.path import commonprefix
from typing import Any

from guiju.typeset.check.finding import Finding
from guiju.typeset.check.judging import check
from guiju.typeset.check.sheet import Sheet
from guiju.typeset.check.structure import sheet_of
from guiju.typeset.official import OfficialDocument

ROUNDS = 6
"""One fix can bring another to light; more rounds than this would be a fix at odds with itself."""

Edit = tuple[int, int, str]
"""Start, end, and what to write there."""


def edits(findings: Iterable[Finding]) -> dict[int, list[Edit]]:
    """For each passage the fixes of its findings, the first of those that overlap, in order."""
    wanted: dict[int, list[Edit]] = defaultdict(list)
    for finding in findings:
        if finding.passage is not None and finding.put is not None:
            wanted[finding.passage].append((finding.start, finding.end, finding.put))
    return {passage: _apart(sorted(set(rows))) for passage, rows in wanted.items()}


def apply(text: str, changes: Iterable[Edit]) -> str:
    """The text with non-overlapping edits made."""
    for start, end, put in sorted(changes, reverse=True):
        text = text[:start] + put + text[end:]
    return text


def narrowed(text: str, edit: Edit) -> Edit:
    """The same edit without what stays the same at its ends."""
    start, end, put = edit
    old = text[start:end]
    front = len(commonprefix((old, put)))
    back = len(commonprefix((old[front:][::-1], put[front:][::-1])))
    return start + front, end - back, put[front : len(put) - back]


def mend_document(document: OfficialDocument, rules: Collection[str] = ()) -> OfficialDocument:
    """The document with every safe fix made; `rules`: only those of the rules with these ids."""
    for _ in range(ROUNDS):
        sheet = sheet_of(document)
        mended = _once(document, sheet, _wanted(check(sheet), rules))
        if mended == document:
            break
        document = mended
    return document


def mend_lines(
    lines: tuple[str, ...], read: Callable[[tuple[str, ...]], Sheet], rules: Collection[str] = ()
) -> tuple[str, ...]:
    """The lines of a file with every safe fix made; `read` makes a sheet of them.

    A passage's `source` is the index of its line.
    """
    for _ in range(ROUNDS):
        sheet = read(lines)
        changes = changes_by_source(sheet, _wanted(check(sheet), rules))
        if not changes:
            break
        mended = list(lines)
        for source, rows in changes.items():
            mended[source] = apply(mended[source], rows)
        lines = tuple(mended)
    return lines


def changes_by_source(sheet: Sheet, findings: Iterable[Finding]) -> dict[int, list[Edit]]:
    """For each paragraph of the file the edits to make in it."""
    changes: dict[int, list[Edit]] = {}
    for passage, rows in edits(findings).items():
        source, offset = sheet.passages[passage].source, sheet.passages[passage].offset
        if source is not None:
            changes[source] = [(start + offset, end + offset, put) for start, end, put in rows]
    return changes


def fixable(sheet: Sheet, finding: Finding) -> bool:
    """Whether a fix is at hand, and there is a place to make it in."""
    if finding.passage is None or finding.put is None:
        return False
    passage = sheet.passages[finding.passage]
    return bool(passage.path) or passage.source is not None


def _wanted(findings: Iterable[Finding], rules: Collection[str]) -> list[Finding]:
    return [finding for finding in findings if not rules or finding.rule.id in rules]


def _apart(rows: list[Edit]) -> list[Edit]:
    kept: list[Edit] = []
    for row in rows:
        if not kept or row[0] >= kept[-1][1]:
            kept.append(row)
    return kept


def _once(document: OfficialDocument, sheet: Sheet, findings: list[Finding]) -> OfficialDocument:
    data = document.model_dump(mode="python")
    for index, rows in edits(findings).items():
        passage = sheet.passages[index]
        if passage.path:
            _write(data, passage.path, apply(passage.text, rows))
    return OfficialDocument.model_validate(data)


def _write(data: Any, path: tuple[str | int, ...], text: str) -> None:
    """Set what lies at the path; tuples on the way are opened into lists."""
    here, *rest = path
    if not rest:
        data[here] = text
        return
    if isinstance(data[here], tuple):
        data[here] = list(data[here])
    _write(data[here], tuple(rest), text)
