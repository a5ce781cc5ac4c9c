"""Law texts into articles. Pure: a file's lines go in, a LawText comes out.

What is not understood is reported with its line and kept as text; nothing is dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePath

from guiju.law import heads
from guiju.law.bodies import BodyReader
from guiju.law.closing import effective_day, repealed_titles
from guiju.law.folding import without_gaps
from guiju.law.heads import STATE, Change
from guiju.law.lines import Line, Unreadable, read_lines, text_lines
from guiju.law.marks import begins_body
from guiju.law.parsed import LawText, Trouble

LONGEST_TITLE = 300
SIGNED_WITHIN = 4
"""How many lines from the end the day may stand; below it come a note and a distribution list."""


def parse_file(path: Path, root: Path) -> LawText:
    """Read one file below `root`; the folders between tell what it is. Raises Unreadable."""
    return parse_lines(read_lines(path), path.relative_to(root))


def parse_text(text: str, name: str) -> LawText:
    """Read a text given as a string; `name` as if it were a file's path. Raises Unreadable."""
    return parse_lines(list(text_lines(text)), PurePath(name))


def parse_lines(lines: Sequence[Line], name: PurePath) -> LawText:
    """Read a stream of lines. Raises Unreadable when there is no title, date or body."""
    head, body = _split(lines)
    title, part, facts = _named(head)
    folders = name.parts[:-1]
    kind = heads.kind_of(title, folders, facts)
    dates = heads.dates_of(facts)
    if _version_date(name.stem, dates) is None:
        dates, body = _dated_below(dates, body)
    reader = BodyReader(name.as_posix(), starts_anywhere=bool(part) or "修正案" in title)
    read = reader.read(body)
    effective = effective_day(dates, read.articles)
    on = _version_date(name.stem, dates) or effective
    if on is None:
        raise Unreadable("没有找到公布、修改或者施行日期，请在标题下写明")
    if not read.articles:
        raise Unreadable("没有找到条文")
    return LawText(
        file=name.as_posix(), title=title, part=part, kind=kind,
        field=folders[0] if folders else "",
        organ=heads.organ_of(title, kind, folders, facts), on=on, dates=dates,
        effective=effective, chapters=read.chapters, articles=read.articles,
        repeals=repealed_titles(read.articles, title),
        troubles=(*_head_troubles(name, dates, on), *read.troubles),
    )  # fmt: skip


def _split(lines: Sequence[Line]) -> tuple[Sequence[Line], Sequence[Line]]:
    """Head and body: at the mark, or where the first chapter, article or sentence begins."""
    for place, line in enumerate(lines):
        if line.ends_head:
            return lines[:place], lines[place + 1 :]
    for place, line in enumerate(lines):
        if place and begins_body(line):
            return lines[:place], lines[place:]
    return lines[:1], lines[1:]


def _named(head: Sequence[Line]) -> tuple[str, str, list[str]]:
    """Title, part (a second title, as the files of a code have) and the lines of facts."""
    texts = [line.text for line in head]
    if not texts:
        raise Unreadable("没有找到标题")
    title, rest = texts[0], head[1:]
    if title == STATE and rest:
        title, rest = title + rest[0].text, rest[1:]
    part = ""
    if rest and rest[0].level == 1:
        part, rest = without_gaps(rest[0].text), rest[1:]
    if len(title) > LONGEST_TITLE:
        raise Unreadable("第一行太长，不像标题")
    return without_gaps(title), part, [line.text for line in rest]


def _dated_below(dates: heads.Dates, body: Sequence[Line]) -> tuple[heads.Dates, Sequence[Line]]:
    """The day of making as official documents have it, alone below the text, and the rest."""
    for place in range(len(body) - 1, max(len(body) - 1 - SIGNED_WITHIN, 0), -1):
        day = heads.only_date(body[place].text)
        if day is not None:
            return replace(dates, promulgated=day), [*body[:place], *body[place + 1 :]]
    return dates, body


def _version_date(stem: str, dates: heads.Dates) -> date | None:
    named = heads.file_date(stem)
    return named or dates.changed or dates.promulgated or dates.effective


def _head_troubles(name: PurePath, dates: heads.Dates, on: date) -> Iterable[Trouble]:
    if dates.changed and dates.change is not Change.MADE and dates.changed > on:
        yield Trouble(
            name.as_posix(), 0, f"文件名的日期{on}早于正文所列的最后一次修改{dates.changed}"
        )
