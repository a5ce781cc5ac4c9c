"""The format checker: how often it shouts at texts nobody wrote for it, and how fast it is.

The law texts are not part of this repository: they are read from ../shared/laws (LAWS says another
folder). They are edited and published, so nearly every finding there is a false alarm; apart from
half-width brackets and colons, which that copy of them has throughout.
"""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bench.measure import line, timed
from guiju.typeset.check.judging import check
from guiju.typeset.check.loader import standard_rules
from guiju.typeset.check.reading import read, sheet_of_lines
from guiju.typeset.check.rule import Level
from guiju.typeset.check.structure import sheet_of
from guiju.typeset.official import Heading, OfficialDocument, Paragraph
from guiju.typeset.press_official import official_pdf
from guiju.typeset.word_official import official_docx

LAWS = Path(os.environ.get("LAWS", Path(__file__).parent.parent.parent / "shared" / "laws"))
THE_COPY = frozenset({"P01", "P02", "P14", "S06"})
"""Rules about half-width and full-width characters: true of that copy of the texts."""
PAGES, LINES, CHARACTERS = 50, 22, 28
GRAVE = frozenset({Level.BLOCK, Level.ERROR})
ALARMS_ERRORS, ALARMS_ALL = 1.0, 20.0
"""Findings in 100,000 characters we want to stay below."""


def texts() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Name and lines of each law text, its Markdown headings as plain lines."""
    for path in sorted(LAWS.rglob("*.md")):
        if path.name != "_index.md":
            text = path.read_text(encoding="utf-8")
            # The lines between title and mark are the collection's own, cut up from a bracket.
            head, mark, body = text.partition("<!-- INFO END -->")
            text = f"{head.partition(chr(10))[0]}\n{body}" if mark else head
            yield path.stem, tuple(re.sub(r"^#+\s*", "", row) for row in text.split("\n"))


def long_document() -> OfficialDocument:
    """Fifty full pages with headings of each level."""
    sentence = "各街道、各部门要落实防汛工作责任，加强巡查值守，及时报告险情（联系电话见附件）。"
    paragraph = (sentence * 4)[: CHARACTERS * 6]
    body = []
    for number in range(PAGES * LINES // 7):
        level = number % 4 + 1
        ordinal = ("一、", "（一）", "1.", "（1）")[level - 1]
        body += [Heading(level=level, text=f"{ordinal}总体要求"), Paragraph(text=paragraph)]
    return OfficialDocument(
        organs=("云岭区人民政府办公室",),
        title="云岭区人民政府办公室关于做好2025年防汛工作的通知",
        addressees=("各街道办事处",),
        body=tuple(body),
    )


def main() -> None:
    book = standard_rules()
    line("rules judged by the machine", f"{len(book.rules)} of {_all()}")
    document = long_document()
    taken = []
    for _ in range(5):
        with timed() as seconds:
            check(sheet_of(document))
        taken.append(seconds[0])
    line(
        f"checking {PAGES} pages", f"{median(taken) * 1000:,.0f} ms", "1,000 ms", median(taken) <= 1
    )
    _files(document)
    if not LAWS.is_dir():
        print(f"law texts are not at hand ({LAWS.name}): no false alarms counted")
        return
    _alarms()


def _files(document: OfficialDocument) -> None:
    """The same pages as the files people send in: reading, layout and checking."""
    for name, content in (
        ("公文.docx", official_docx(document).docx),
        ("公文.pdf", official_pdf(document).pdf),
    ):
        taken = []
        for _ in range(3):
            with timed() as seconds:
                sheet = read(name, content)
                check(sheet)
            taken.append(seconds[0])
        pages = (
            f" of {len(sheet.layout.pages)} pages" if sheet.layout and sheet.layout.pages else ""
        )
        what = f"reading and checking a {name[3:].upper()}{pages}"
        line(what, f"{median(taken) * 1000:,.0f} ms", "1,000 ms", median(taken) <= 1)


def _all() -> int:
    book = standard_rules()
    return len(book.rules) + len(book.unjudged)


def _alarms() -> None:
    counts, size, grave = Counter[str](), 0, 0
    with timed() as seconds:
        for name, rows in texts():
            size += sum(map(len, rows))
            for finding in check(sheet_of_lines(rows)):
                counts[finding.rule.id] += 1
                grave += finding.rule.level in GRAVE
                if finding.rule.id in sys.argv[1:]:
                    print(f"{name}: {finding.where} {finding.quote} · {finding.says}")
    for rule, count in counts.most_common():
        says = standard_rules().rule(rule)
        mark = "  (the copy's own)" if rule in THE_COPY else ""
        print(f"{rule} {says.level} {count:>6} {count / size * 1e5:>8.2f}  {says.says}{mark}")
    rest = sum(count for rule, count in counts.items() if rule not in THE_COPY)
    line("characters of edited text", f"{size:,}")
    errors, all_ = grave / size * 1e5, rest / size * 1e5
    line(
        "errors in 100,000 characters",
        f"{errors:.2f}",
        f"< {ALARMS_ERRORS}",
        errors < ALARMS_ERRORS,
    )
    line(
        "findings in 100,000, widths of characters apart",
        f"{all_:.2f}",
        f"< {ALARMS_ALL}",
        all_ < ALARMS_ALL,
    )
    line("characters checked a second", f"{size / seconds[0]:,.0f}")


if __name__ == "__main__":
    main()
