"""Every rule over every passage it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from guiju.typeset.check.checks import CHECKS
from guiju.typeset.check.finding import Finding, Hit
from guiju.typeset.check.fixes import FIXES
from guiju.typeset.check.loader import Book, standard_rules
from guiju.typeset.check.rule import Rule
from guiju.typeset.check.sheet import Passage, Sheet, Zone

LONGEST_QUOTE = 60
_QUOTED = re.compile(r"“[^”]{0,2000}”|《[^》]{0,300}》|「[^」]{0,2000}」")
_ITS_OWN = frozenset({Zone.TITLE})
"""Where the marks are the document's own: a title mends the marks in it."""


def check(sheet: Sheet, *, publish: bool = False, book: Book | None = None) -> list[Finding]:
    """What breaks the rules, in the order of the document; never raises, whatever the text.

    `publish`: the rules for what is about to be made public as well.
    """
    quoted = [_spans(passage) for passage in sheet.passages]
    found: list[tuple[int, int, Finding]] = []
    for order, rule in enumerate((book or standard_rules()).rules):
        if (rule.publish and not publish) or not _applies(rule, sheet):
            continue
        for finding in _judge(rule, sheet, quoted):
            place = -1 if finding.passage is None else finding.passage
            found.append((place, order, finding))
    found.sort(key=lambda row: (row[0], row[2].start, row[1]))
    return [finding for _, _, finding in found]


def _applies(rule: Rule, sheet: Sheet) -> bool:
    when = rule.when
    return (
        (not when.genres or sheet.genre in when.genres)
        and sheet.genre not in when.not_genres
        and (not when.directions or sheet.direction in when.directions)
        and (not when.forms or sheet.form in when.forms)
    )


def _judge(rule: Rule, sheet: Sheet, quoted: list[list[tuple[int, int]]]) -> Iterator[Finding]:
    if rule.check is not None:
        hits: Iterator[Hit] = iter(CHECKS[rule.check](sheet))
    elif rule.require is not None:
        hits = _required(rule, sheet)
    else:
        hits = _forbidden(rule, sheet)
    for hit in hits:
        finding = _finding(rule, sheet, hit)
        if finding.passage is not None:
            text = sheet.passages[finding.passage].text
            if _inside(finding, text, quoted[finding.passage]):
                if rule.quotations == "skip":
                    continue
                finding = replace(finding, put=None)
        yield finding


def _passages(rule: Rule, sheet: Sheet) -> Iterator[tuple[int, Passage]]:
    zones = frozenset(rule.zones)
    for index, passage in enumerate(sheet.passages):
        if not zones or passage.zone in zones:
            yield index, passage


def _required(rule: Rule, sheet: Sheet) -> Iterator[Hit]:
    assert rule.pattern is not None
    for index, passage in _passages(rule, sheet):
        if passage.text.strip() and not rule.pattern.search(passage.text):
            yield Hit(index)


def _forbidden(rule: Rule, sheet: Sheet) -> Iterator[Hit]:
    assert rule.pattern is not None
    for index, passage in _passages(rule, sheet):
        for match in rule.pattern.finditer(passage.text):
            if match.end() > match.start():
                yield Hit(index, match.start(), match.end(), put=_written(rule, match))


def _written(rule: Rule, match: re.Match[str]) -> str | None:
    put = FIXES[rule.fix](match) if rule.fix is not None else None
    if rule.put is not None:
        put = match.expand(rule.put)
    return None if put == match[0] else put


def _finding(rule: Rule, sheet: Sheet, hit: Hit) -> Finding:
    says = hit.says or rule.says
    if hit.passage is None:
        return Finding(rule, "全文", None, 0, 0, "", says)
    passage = sheet.passages[hit.passage]
    end = len(passage.text) if hit.end is None else hit.end
    quote = passage.text[hit.start : end]
    if len(quote) > LONGEST_QUOTE:
        quote = quote[: LONGEST_QUOTE - 1] + "…"
    where = passage.where or str(passage.zone)
    return Finding(rule, where, hit.passage, hit.start, end, quote, says, hit.put, passage.page)


def _spans(passage: Passage) -> list[tuple[int, int]]:
    if passage.zone in _ITS_OWN:
        return []
    return [match.span() for match in _QUOTED.finditer(passage.text)]


def _inside(finding: Finding, text: str, spans: list[tuple[int, int]]) -> bool:
    """Touches what stands between quotation or title marks, and not only around all of it."""
    for start, end in spans:
        if finding.start < end - 1 and finding.end > start + 1:
            whole = finding.start <= start and end <= finding.end
            if not whole or (finding.put is not None and text[start:end] not in finding.put):
                return True
    return False
